"""Which language a page speaks."""

from babel import Locale
from flask import Flask, g, request
from flask_babel import Babel, get_locale

from matchmaker.paths import TRANSLATIONS

# British English is the house's own voice; its dates read "5 Nov", its zones "BST".
LANGUAGES = ("en_GB",)
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})


def speak(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=_best_language)


def language() -> str:
    """The language tag of this page, asked for once."""
    if "language" not in g:
        g.language = str(get_locale() or "en").replace("_", "-")
    tag: str = g.language
    return tag


def direction() -> str:
    return "rtl" if language().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    """What a language is called in the language of the page; its code when it has no name there."""
    locale = get_locale() or Locale("en")
    return str(locale.languages.get(code.replace("-", "_")) or locale.languages.get(code.split("-", maxsplit=1)[0]) or code)


def _best_language() -> str:
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
