"""Who scanned me, and taking the card back with one press and an undo."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.services.badges import own_badge
from matchmaker.services.contact_answers import give_again, withdraw
from matchmaker.services.scanners import scanners_of
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings


@attendee.get("/badge/scans")
@demands(Access.ATTENDEE)
def show_my_scanners(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    asked = {"event_id": me.event_id, "attendee_id": me.id, "person_id": me.person_id}
    scanners = scanners_of(db.session(), **asked, sees=current_event().sees)
    badge = own_badge(db.session(), me.event_id, me.id, settings=house_settings())
    undo = request.args.get("undo", "")
    undoable = next((one.contact for one in scanners if one.contact and str(one.contact.id) == undo), None)
    page = render_template("attendee/scanners.html", scanners=scanners, late_tries=badge.late_tries if badge else 0, undoable=undoable)
    return keep_secret(make_response(page))


@attendee.post("/badge/scans/<int:contact_id>/take-back")
@demands(Access.ATTENDEE)
def take_back_from_scanner(slug: str, contact_id: int) -> ResponseReturnValue:
    me = current_attendee()
    withdraw(db.session(), contact_id, event_id=me.event_id, person_id=me.person_id, now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/badge/scans?undo={contact_id}", 303)


@attendee.post("/badge/scans/<int:contact_id>/give-again")
@demands(Access.ATTENDEE)
def give_again_to_scanner(slug: str, contact_id: int) -> ResponseReturnValue:
    me = current_attendee()
    give_again(db.session(), contact_id, event_id=me.event_id, person_id=me.person_id, now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/badge/scans?said=card-shared", 303)
