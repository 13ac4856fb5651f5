"""Which language a page speaks: what the person chose, else what this browser chose, else the event's, else what the browser asks for."""

from collections.abc import Iterator, Mapping, Sequence

from babel import Locale
from babel.lists import format_list
from babel.support import NullTranslations
from flask import Flask, Response, g, request
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup, escape

from matchmaker.languages import FENCE, Language, comma_of, direction_of, known_languages, own_name, runs_against, words_of
from matchmaker.settings import HOUSE
from matchmaker.store.queries.visits import Visit
from matchmaker.web.access import visit
from matchmaker.web.house import house_settings

COOKIE = "language"  # no secret, and it names nobody: a tag such as "de"


class _Words(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel's words, read from our files as translators leave them."""

    def get_translations(self) -> NullTranslations:
        return words_of(language())


def speak(app: Flask) -> None:
    Babel(app, locale_selector=lambda: known_languages()[_best_language()]).domain_instance = _Words()
    app.after_request(_name_language)


def language_names() -> list[tuple[str, str]]:
    """(tag, own name) of every language, for a page to choose from."""
    return [(tag, own_name(locale)) for tag, locale in known_languages().items()]


def language() -> str:
    """The language tag of this page, asked for once; a page says it hundreds of times."""
    tag: str | None = g.get("language")
    if tag is None:
        tag = g.language = str(get_locale() or "en").replace("_", "-")
    return tag


def spoken() -> Language:
    """The language of this page, to be handed to whoever writes in it."""
    return Language(language())


def direction(tag: str = "") -> str:
    """Which way the page runs, or another language of ours."""
    return direction_of(tag or language())


def language_name(code: str) -> str:
    """What a language is called in the language of the page; its code when it has no name there."""
    locale = get_locale() or Locale("en")
    return str(locale.languages.get(code.replace("-", "_")) or locale.languages.get(code.split("-", maxsplit=1)[0]) or code)


def listed(words: Sequence[str], *, ends_with_and: bool = False) -> Markup:
    """Several words on one line, parted as the page's language parts them; each keeps its own direction."""
    apart = [escape(_in_its_place(word)) for word in words]
    if ends_with_and:
        return Markup(format_list(apart, locale=get_locale() or "en"))  # noqa: S704  escaped above
    return Markup(comma()).join(apart)  # noqa: S704  a sign of the language


def comma() -> str:
    """The comma of the page's language, with its blank; the script tells, as Unicode's lists have no bare comma for Arabic."""
    return comma_of(language())


def isolated(values: Mapping[str, object]) -> dict[str, object]:
    """What fills the slots of a sentence; words that run the other way than the page are fenced off, so that they stay in their place."""
    return {name: _in_its_place(value) if isinstance(value, str) else value for name, value in values.items()}


def _in_its_place(words: str) -> str:
    if not runs_against(words, direction()):
        return words
    return Markup(FENCE).format(words) if isinstance(words, Markup) else FENCE.format(words)  # noqa: S704  two signs of ours


def browsers_choice() -> str:
    """The tag that was chosen in this browser; "" if none was, or none that we speak."""
    tag = request.cookies.get(COOKIE, "")
    return tag if tag in known_languages() else ""


def ask_nobody() -> None:
    """For a page that tells of a fault: it may be the database that broke, so the page goes by what is known already.

    Of an event's language it takes notice only for somebody who belongs to the event: not there and not yours look the same.
    """
    g.asks_nobody = True


def speak_to(reader: str) -> None:
    """For a page that a letter leads to: what its reader chose counts where neither person nor browser chose anything."""
    g.reader_speaks = reader


def _best_language() -> str:
    return next(tag for tag in (*_choices(), house_settings().language, HOUSE) if tag in known_languages())


def _choices() -> Iterator[str]:
    asks_nobody = g.get("asks_nobody", False)
    who: Visit = g.get("visit", Visit()) if asks_nobody else visit()
    yield who.person.locale if who.person else ""
    yield browsers_choice()
    yield g.get("reader_speaks", "")
    if who.event and (not asks_nobody or who.attendee or who.role):
        yield who.event.language
    for asked, quality in request.accept_languages:
        yield from _spoken_as(asked) if quality else ()


def _spoken_as(asked: str) -> Iterator[str]:
    """Ours for what a browser asks for: "de-AT" is served with German, "en" and "en-US" with the house's English."""
    lowered = asked.casefold().replace("_", "-")
    tags = {tag.casefold(): tag for tag in known_languages()}
    primary = lowered.split("-", maxsplit=1)[0]
    yield from (tags[name] for name in (lowered, primary) if name in tags)
    yield from (tag for folded, tag in tags.items() if folded.split("-", maxsplit=1)[0] == primary)


def _name_language(response: Response) -> Response:
    if "language" in g and response.mimetype == "text/html":
        response.headers["Content-Language"] = g.language
        response.vary.update(["Cookie", "Accept-Language"])
    return response
