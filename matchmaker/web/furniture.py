"""What every template may call: drawings, addresses of static files, the form token, and words in the page's language.

A page calls these a hundred times, so each answers from memory: Flask-Babel's own look-up alone cost more than the database.
"""

import hashlib
from functools import cache, lru_cache
from urllib.parse import urlencode

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from markupsafe import Markup

from matchmaker.languages import words_of
from matchmaker.numbers import number_text
from matchmaker.paths import STATIC
from matchmaker.settings import Settings
from matchmaker.web.access import account_of, visit
from matchmaker.web.compiled import CompiledTemplates
from matchmaker.web.errors import translated
from matchmaker.web.languages import comma, direction, isolated, language, language_names, listed, spoken
from matchmaker.web.rhythm_words import rhythm_words
from matchmaker.web.said import said
from matchmaker.web.times import date_text, day_text, span_text, time_text
from matchmaker.web.visits import CSRF_FIELD, visitor


def furnish_templates(app: Flask, settings: Settings) -> None:
    """Hang the globals; called after Flask-Babel, whose `_` ours takes the place of."""
    app.jinja_env.bytecode_cache = CompiledTemplates(settings.data_dir)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=say,
        gettext=say,
        ngettext=say_many,
        number_text=number,
        asset=asset,
        drawn_icon=icon,
        csrf_field=csrf_field,
        csrf_token=csrf_token,
        page_owner=page_owner,
        is_attendees=is_attendees,
        shell_words=shell_words,
        translated=translated,
        day_text=day_text,
        date_text=date_text,
        time_text=time_text,
        span_text=span_text,
        said=said,
        visit=visit,
        settings=settings,
        language=language,
        direction=direction,
        language_names=language_names,
        listed=listed,
        comma=comma,
        this_page=this_page,
        rhythm_words=rhythm_words,
    )


def say(message: str, **values: object) -> Markup:
    """A sentence of ours in the page's language; values are escaped as they are filled in."""
    sentence = _sentence(language(), message)
    return sentence % isolated(values) if values else sentence


def say_many(one: str, many: str, count: int, /, **values: object) -> Markup:
    """The form of a sentence of ours for a number of things, which stands in it as people read numbers."""
    sentence = Markup(words_of(language()).ngettext(one, many, count))  # noqa: S704  our own sentences, never a person's words
    return sentence % isolated({"num": number(count), **values})


def number(value: object) -> object:
    """A number of things as the page's language writes it; anything else as it is."""
    return number_text(value, spoken()) if isinstance(value, int) else value


@lru_cache(maxsize=8192)
def _sentence(_language: str, message: str) -> Markup:
    # Without values to fill, "%%" still stands for one "%", as in every sentence with slots
    text = gettext(message)
    return Markup(text) if "%(" in text else Markup(text) % {}  # noqa: S704  our own sentences, never a person's words


def asset(path: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it for a year."""
    return f"/static/{path}?v={_fingerprint(path)}"


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:8]


@lru_cache(maxsize=1024)
def icon(name: str, turn: bool = False, small: bool = False, extra: str = "") -> Markup:  # noqa: FBT001, FBT002  called by templates
    """One drawing of static/img/icons.svg; `turn`: mirrored in right-to-left; `extra`: one more class."""
    marks = ["i", "i--s" if small else "", "i--turn" if turn else "", "i--dots" if name == "more" else "", extra]
    words = " ".join(mark for mark in marks if mark)
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"></use></svg>').format(words, asset("img/icons.svg"), name)


class _StillSigner(TimestampSigner):
    """Signs without the clock: the token lives as long as the visitor's id, and one page asked for twice is the same page."""

    def get_timestamp(self) -> int:
        return 0


def csrf_token() -> str:
    """The form token Flask-WTF checks, the same for every form of one visitor."""
    secret = visitor()[CSRF_FIELD]  # changes when the visitor gets a new id in the middle of a request
    if g.get("form_token_of") != secret:
        g.form_token_of = secret
        g.form_token = str(URLSafeTimedSerializer(current_app.secret_key or "", salt="wtf-csrf-token", signer=_StillSigner).dumps(secret))
    token: str = g.form_token
    return token


def this_page() -> str:
    """The address to come back to after a choice; a form's own address opens no page, so the start of its door stands in."""
    if request.method == "GET":
        query = [(name, value) for name, value in request.args.items(multi=True) if name != "said"]
        return request.path + (f"?{urlencode(query)}" if query else "")
    event = visit().event
    return f"/e/{event.slug}/" if event else "/"


def page_owner() -> Markup:
    """Whose page this is and of which event, for the phone's outbox and for its own store of pages."""
    here = visit()
    whose = Markup(' data-account="{}"').format(account_of(here.person.id)) if here.person else Markup("")
    return whose + (Markup(' data-event="{}"').format(here.event.slug) if here.event else "")


def is_attendees() -> bool:
    """Whether this page is an attendee's own; asks the database nothing when a page of errors asks."""
    return "visit" in g and visit().attendee is not None


def shell_words() -> Markup:
    """What a page may have to say about the phone it is on."""
    return _shell_words(language())


@lru_cache(maxsize=64)
def _shell_words(_language: str) -> Markup:
    return Markup(render_template("parts/_shell_words.html"))  # noqa: S704  our own template, escaped as it was drawn


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf_token())
