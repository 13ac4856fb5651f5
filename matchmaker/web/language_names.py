"""What languages are called in the language of the page: to choose from, and to be understood by."""

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale
from flask_babel import get_locale

from matchmaker.domain.interests.tags import tag_key
from matchmaker.web.languages import language_name


def language_names() -> tuple[str, ...]:
    """The names to choose from, in order."""
    return tuple(_names(str(get_locale() or "en")))


def languages_by_name(spoken: Iterable[str]) -> dict[str, str]:
    """Language tags by folded name; those already spoken are known by the name they are shown with, whatever their region."""
    return _tags(str(get_locale() or "en")) | {tag_key(language_name(code)): code for code in spoken}


@lru_cache(maxsize=64)
def _names(locale: str) -> tuple[str, ...]:
    return tuple(sorted((name for code, name in Locale.parse(locale).languages.items() if len(code) == 2), key=tag_key))


@lru_cache(maxsize=64)
def _tags(locale: str) -> dict[str, str]:
    return {tag_key(name): code for code, name in Locale.parse(locale).languages.items() if len(code) == 2}
