"""Hangs pages on doors, doors on the app."""

import hashlib
from functools import cache
from importlib import import_module

from flask import Flask, current_app, url_for
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from markupsafe import Markup

from matchmaker.paths import STATIC
from matchmaker.settings import Settings
from matchmaker.web import doors
from matchmaker.web.access import guard_doors, refuse_undeclared, visit
from matchmaker.web.errors import answer_errors, translated
from matchmaker.web.headers import send_headers
from matchmaker.web.languages import speak
from matchmaker.web.origin import guard_origin
from matchmaker.web.said import said
from matchmaker.web.times import day_text, span_text, time_text
from matchmaker.web.visits import CSRF_FIELD, visitor

# One file per word; importing it hangs its views on their door.
PAGES = (
    "matchmaker.web.health",
    "matchmaker.web.design",
    "matchmaker.web.home",
    "matchmaker.web.demo",
    "matchmaker.web.signin",
    "matchmaker.web.organiser.signin",
    "matchmaker.web.attendee.join",
    "matchmaker.web.organiser.events",
    "matchmaker.web.organiser.today",
    "matchmaker.web.organiser.settings",
    "matchmaker.web.attendee.interests",
    "matchmaker.web.attendee.matches",
    "matchmaker.web.attendee.contacts",
    "matchmaker.web.attendee.scan",
    "matchmaker.web.exchange.badge",
    "matchmaker.web.organiser.badges",
    "matchmaker.web.organiser.roster",
    "matchmaker.web.attendee.badge",
)


def open_site(app: Flask, settings: Settings) -> None:
    guard_origin(app)
    guard_doors(app)
    answer_errors(app)
    send_headers(app, settings)
    speak(app)
    for page in PAGES:
        import_module(page)
    for door in (doors.site, doors.organiser, doors.attendee, doors.exchange):
        app.register_blueprint(door)
    _furnish_templates(app, settings)
    refuse_undeclared(app)


def asset(path: str) -> str:
    """The address of a static file; it changes with the file, so browsers may keep it for a year."""
    return f"/static/{path}?v={_fingerprint(path)}"


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:8]


class _StillSigner(TimestampSigner):
    """Signs without the clock: the token lives as long as the visitor's id, and one page asked for twice is the same page."""

    def get_timestamp(self) -> int:
        return 0


def csrf_token() -> str:
    """The form token Flask-WTF checks, the same for every form of one visitor."""
    secret = visitor()[CSRF_FIELD]
    return str(URLSafeTimedSerializer(current_app.secret_key or "", salt="wtf-csrf-token", signer=_StillSigner).dumps(secret))


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf_token())


def _furnish_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals.update(
        asset=asset,
        csrf_field=csrf_field,
        csrf_token=csrf_token,
        translated=translated,
        day_text=day_text,
        time_text=time_text,
        span_text=span_text,
        said=said,
        visit=visit,
        settings=settings,
        url_for=url_for,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
