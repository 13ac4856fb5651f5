"""Which language a page speaks."""

from flask import Flask, request
from flask_babel import Babel, get_locale

from matchmaker.paths import TRANSLATIONS

LANGUAGES = ("en",)
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})


def speak(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    Babel(app, locale_selector=_best_language)
    app.jinja_env.globals.update(language=language, direction=direction)


def language() -> str:
    return str(get_locale() or "en").replace("_", "-")


def direction() -> str:
    return "rtl" if language().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def _best_language() -> str:
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
