"""Scanning from inside: how the phone's own camera does it, and the short code to type."""

from uuid import uuid4

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.errors import N_, BadInputError, Fault
from matchmaker.services.contacts import exchange_by_short_code
from matchmaker.web.access import Access, current_attendee, demands
from matchmaker.web.attendee.contacts import contact_page, seen_contact
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings

NO_CONTACT = {
    Outcome.UNKNOWN: N_("No badge here has this code. Look at it once more: it has no letters I, L, O or U."),
    Outcome.OWN: N_("This is your own code. Type the one on the other person’s badge."),
}


@attendee.get("/scan")
@demands(Access.ATTENDEE)
def show_scan(slug: str) -> ResponseReturnValue:
    return _page()


@attendee.post("/scan")
@demands(Access.ATTENDEE)
def type_short_code(slug: str) -> ResponseReturnValue:
    me, typed, scan_id = current_attendee(), request.form.get("code", ""), request.form.get("scan_id", "")
    asked = {"event_id": me.event_id, "person_id": me.person_id}
    try:
        done = exchange_by_short_code(db.session(), **asked, typed=typed, scan_id=scan_id, settings=house_settings(), now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return _page(typed, error.faults)
    contact = seen_contact(done.contact_id) if done.contact_id else None
    db.session.commit()
    return contact_page(contact) if contact else _page(typed, (Fault("code", NO_CONTACT[done.outcome]),))


def _page(typed: str = "", faults: tuple[Fault, ...] = ()) -> Response:
    page = render_template("attendee/scan.html", typed=typed, faults=faults, scan_id=str(uuid4()))
    return keep_secret(make_response(page, 422 if faults else 200))
