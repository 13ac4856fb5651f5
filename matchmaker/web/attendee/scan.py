"""Scanning from inside: the camera in the page, the short code to type, a scanner that types, and the phone's own camera."""

from uuid import uuid4

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.badges.token import badge_address, badge_code_in
from matchmaker.domain.contacts.consent import EXCHANGE, SENTENCES
from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.errors import N_, BadInputError, Fault
from matchmaker.services.contacts import exchange_by_short_code, exchange_contacts
from matchmaker.services.exchange import Exchange
from matchmaker.services.scan_page import scanning_as
from matchmaker.store.queries.followup import letter_is_to_come
from matchmaker.web.access import Access, current_attendee, demands
from matchmaker.web.attendee.contacts import contact_page, seen_contact
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret, let_read_codes
from matchmaker.web.house import house_settings

NO_CONTACT = {
    Outcome.UNKNOWN: N_("No badge here has this code. Look at it once more: it has no letters I, L, O or U."),
    Outcome.OWN: N_("This is your own code. Type the one on the other person’s badge."),
    Outcome.RUN_OUT: N_("This code has run out. Ask for a fresh one: it is on their screen already."),
    Outcome.UNDONE: N_("You took this scan back. Type the code once more for a new one."),
}

# To sort people by from the first scan on; one's own words take their place.
FIRST_TAGS = (N_("Work together"), N_("Introduce to somebody"), N_("Send something"))


@attendee.get("/scan")
@demands(Access.ATTENDEE)
def show_scan(slug: str) -> ResponseReturnValue:
    return _page()


@attendee.post("/scan")
@demands(Access.ATTENDEE)
def type_code(slug: str) -> ResponseReturnValue:
    typed, scan_id = request.form.get("code", ""), request.form.get("scan_id", "")
    try:
        done = _exchange(slug, typed, scan_id)
    except BadInputError as error:
        db.session.rollback()
        return _page(typed, error.faults)
    contact = seen_contact(done.contact_id) if done.contact_id else None
    db.session.commit()
    return contact_page(contact) if contact else _page(typed, (Fault("code", NO_CONTACT[done.outcome]),))


def _exchange(slug: str, typed: str, scan_id: str) -> Exchange:
    """A scanner that types sends the badge's whole address into the field; people type the short code."""
    me, settings, now = current_attendee(), house_settings(), utc_now()
    code = badge_code_in(typed, settings.base_url)
    if code is None:
        ids = {"event_id": me.event_id, "person_id": me.person_id}
        return exchange_by_short_code(db.session(), **ids, read_at=None, typed=typed, scan_id=scan_id, settings=settings, now=now)
    done = exchange_contacts(db.session(), me.person_id, code, scan_id=scan_id, settings=settings, now=now)
    if done.slug not in {"", slug}:
        raise BadInputError(Fault("code", NO_CONTACT[Outcome.UNKNOWN]))  # a badge of another event: nothing of it is kept
    return done


def _page(typed: str = "", faults: tuple[Fault, ...] = ()) -> Response:
    me = current_attendee()
    scanning = scanning_as(db.session(), event_id=me.event_id, person_id=me.person_id)
    tags = dict.fromkeys((*scanning.tags, *map(gettext, FIRST_TAGS)))
    words = {"scanning": scanning, "consent": SENTENCES[EXCHANGE], "tags": [(tag, tag) for tag in tags]}
    words["to_come"] = letter_is_to_come(db.session(), event_id=me.event_id, person_id=me.person_id)
    prefix = badge_address(house_settings().base_url, "").upper()
    page = render_template("attendee/scan.html", typed=typed, faults=faults, scan_id=str(uuid4()), prefix=prefix, **words)
    return let_read_codes(keep_secret(make_response(page, 422 if faults else 200)))
