"""Hangs pages on doors, doors on the app."""

from importlib import import_module

from flask import Flask

from matchmaker.settings import Settings
from matchmaker.web import doors
from matchmaker.web.access import guard_doors, refuse_undeclared
from matchmaker.web.errors import answer_errors
from matchmaker.web.furniture import furnish_templates
from matchmaker.web.headers import send_headers
from matchmaker.web.languages import speak
from matchmaker.web.legible import demand_legible
from matchmaker.web.origin import guard_origin

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
    "matchmaker.web.organiser.matching",
    "matchmaker.web.attendee.interests",
    "matchmaker.web.attendee.matches",
    "matchmaker.web.attendee.transparency",
    "matchmaker.web.attendee.contacts",
    "matchmaker.web.attendee.scan",
    "matchmaker.web.exchange.badge",
    "matchmaker.web.organiser.badges",
    "matchmaker.web.organiser.roster",
    "matchmaker.web.attendee.badge",
    "matchmaker.web.organiser.letters",
    "matchmaker.web.unsubscribe",
    "matchmaker.web.post",
)


def open_site(app: Flask, settings: Settings) -> None:
    demand_legible(app)
    guard_origin(app)
    guard_doors(app)
    answer_errors(app)
    send_headers(app, settings)
    speak(app)
    for page in PAGES:
        import_module(page)
    for door in (doors.site, doors.organiser, doors.attendee, doors.exchange):
        app.register_blueprint(door)
    furnish_templates(app, settings)
    refuse_undeclared(app)
