"""Reporting somebody's behaviour to those who answer for safety at the event."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.safety.report import LONGEST_WORDS, REASONS, read_report
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.reports import Reported, reported_attendee, reported_contact, send_report
from matchmaker.web.access import Access, current_attendee, current_event, current_person, demands, visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.wake import wake


@attendee.get("/people/<int:other_id>/report")
@demands(Access.ATTENDEE)
def show_report_of_person(slug: str, other_id: int) -> ResponseReturnValue:
    return _page(reported_attendee(db.session(), current_event(), current_attendee(), other_id, now=utc_now()))


@attendee.post("/people/<int:other_id>/report")
@demands(Access.ATTENDEE)
def report_person(slug: str, other_id: int) -> ResponseReturnValue:
    return _send(slug, reported_attendee(db.session(), current_event(), current_attendee(), other_id, now=utc_now()))


@attendee.get("/contacts/<int:contact_id>/report")
@demands(Access.MET)
def show_report_of_contact(slug: str, contact_id: int) -> ResponseReturnValue:
    return _page(reported_contact(db.session(), current_event(), current_person().id, contact_id))


@attendee.post("/contacts/<int:contact_id>/report")
@demands(Access.MET)
def report_contact(slug: str, contact_id: int) -> ResponseReturnValue:
    return _send(slug, reported_contact(db.session(), current_event(), current_person().id, contact_id))


def _send(slug: str, about: Reported) -> ResponseReturnValue:
    try:
        draft = read_report(request.form)
    except BadInputError as error:
        return _page(about, error.faults, status=error.status)
    send_report(db.session(), current_event(), current_person().id, about, draft, now=utc_now())
    db.session.commit()
    wake("send_mail")
    return redirect(f"/e/{slug}/me/safety?said=reported" if visit().attendee else "/contacts?said=reported", 303)


def _page(about: Reported, faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    shown = {
        "about": about,
        "reasons": [(value, gettext(words)) for value, words in REASONS.items()],
        "typed": request.form,
        "longest": LONGEST_WORDS,
        "event": current_event(),
        "back": f"/e/{current_event().slug}/me/safety" if visit().attendee else "/contacts",
    }
    return keep_secret(make_response(render_template("attendee/report.html", faults=faults, **shown), status))
