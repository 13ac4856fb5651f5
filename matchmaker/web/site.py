"""Hangs pages on doors, doors on the app."""

from importlib import import_module

from flask import Flask

from matchmaker.settings import Settings
from matchmaker.web import doors
from matchmaker.web.errors import answer_errors
from matchmaker.web.furniture import furnish_templates
from matchmaker.web.guard import guard_doors, refuse_undeclared
from matchmaker.web.headers import send_headers
from matchmaker.web.languages import speak
from matchmaker.web.legible import demand_legible
from matchmaker.web.origin import guard_origin

# One file per word; importing it hangs its views on their door.
PAGES = (
    "matchmaker.web.health",
    "matchmaker.web.design",
    "matchmaker.web.home",
    "matchmaker.web.choose_language",
    "matchmaker.web.install",
    "matchmaker.web.demo",
    "matchmaker.web.signin",
    "matchmaker.web.organiser.signin",
    "matchmaker.web.attendee.join",
    "matchmaker.web.attendee.seat",
    "matchmaker.web.organiser.events",
    "matchmaker.web.organiser.today",
    "matchmaker.web.organiser.settings",
    "matchmaker.web.organiser.matching",
    "matchmaker.web.organiser.interests",
    "matchmaker.web.organiser.logo",
    "matchmaker.web.attendee.logo",
    "matchmaker.web.organiser.groups",
    "matchmaker.web.organiser.steps",
    "matchmaker.web.organiser.team",
    "matchmaker.web.organiser.log",
    "matchmaker.web.attendee.interests",
    "matchmaker.web.attendee.profile",
    "matchmaker.web.attendee.photos",
    "matchmaker.web.attendee.matches",
    "matchmaker.web.attendee.turning",
    "matchmaker.web.attendee.match_sheet",
    "matchmaker.web.attendee.transparency",
    "matchmaker.web.attendee.contacts",
    "matchmaker.web.attendee.followups",
    "matchmaker.web.attendee.wordings",
    "matchmaker.web.attendee.proposals",
    "matchmaker.web.contacts",
    "matchmaker.web.contact_care",
    "matchmaker.web.warm",
    "matchmaker.web.attendee.scan",
    "matchmaker.web.attendee.outbox",
    "matchmaker.web.offline",
    "matchmaker.web.exchange.badge",
    "matchmaker.web.organiser.badge_desk",
    "matchmaker.web.organiser.badges",
    "matchmaker.web.organiser.badge_choice",
    "matchmaker.web.organiser.roster",
    "matchmaker.web.organiser.uploads",
    "matchmaker.web.organiser.pretix",
    "matchmaker.web.organiser.seats",
    "matchmaker.web.attendee.badge",
    "matchmaker.web.attendee.me",
    "matchmaker.web.devices",
    "matchmaker.web.privacy",
    "matchmaker.web.my_address",
    "matchmaker.web.erasure",
    "matchmaker.web.attendee.safety",
    "matchmaker.web.attendee.reports",
    "matchmaker.web.attendee.people",
    "matchmaker.web.organiser.reports",
    "matchmaker.web.attendee.cards",
    "matchmaker.web.attendee.scanners",
    "matchmaker.web.organiser.letters",
    "matchmaker.web.organiser.mailings",
    "matchmaker.web.organiser.mailing_runs",
    "matchmaker.web.organiser.mailing_undo",
    "matchmaker.web.organiser.checkin",
    "matchmaker.web.desk.pairing",
    "matchmaker.web.desk.checkin",
    "matchmaker.web.desk.outbox",
    "matchmaker.web.desk.walk_in",
    "matchmaker.web.organiser.insights",
    "matchmaker.web.organiser.alone",
    "matchmaker.web.organiser.exports",
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
    for door in (doors.site, doors.organiser, doors.attendee, doors.desk, doors.exchange):
        app.register_blueprint(door)
    furnish_templates(app, settings)
    refuse_undeclared(app)
