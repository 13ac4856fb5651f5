"""Numbers as people read them: in groups of three, or as a language groups them. Pages and letters may both do."""

from babel.numbers import format_decimal

from matchmaker.languages import Language


def number_text(number: int, language: Language) -> str:
    """Such as "1,204" or "1.204"."""
    return str(number) if -1000 < number < 1000 else str(format_decimal(number, locale=language.locale))
