"""My safety: hide, pause, be found by name, and whom I blocked. One tap each, and one tap back."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.services.safety import block_attendee, block_contact, own_safety, turn_own, unblock_person
from matchmaker.web.access import Access, current_attendee, current_event, current_person, demands, visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.legible import row_number
from matchmaker.web.wake import wake


@attendee.get("/me/safety")
@demands(Access.ATTENDEE)
def show_my_safety(slug: str) -> ResponseReturnValue:
    event, me = current_event(), current_attendee()
    own = own_safety(db.session(), event, me)
    return keep_secret(make_response(render_template("attendee/safety.html", own=own, event=event)))


@attendee.post("/me/safety")
@demands(Access.ATTENDEE)
def turn_my_safety(slug: str) -> ResponseReturnValue:
    me, turn = current_attendee(), request.form.get("turn", "")
    turn_own(db.session(), me.event_id, me.id, turn, now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect(f"/e/{slug}/me/safety?said=safety-{turn}", 303)


@attendee.post("/me/safety/unblock")
@demands(Access.ATTENDEE)
def unblock(slug: str) -> ResponseReturnValue:
    unblock_person(db.session(), current_attendee().person_id, request.form.get("person", 0, type=row_number), now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect(f"/e/{slug}/me/safety?said=unblocked", 303)


@attendee.post("/matches/<int:other_id>/block")
@attendee.post("/people/<int:other_id>/block")
@demands(Access.ATTENDEE)
def block_somebody(slug: str, other_id: int) -> ResponseReturnValue:
    block_attendee(db.session(), current_attendee(), other_id, now=utc_now())
    return _blocked(slug)


@attendee.post("/contacts/<int:contact_id>/block")
@demands(Access.MET)
def block_a_contact(slug: str, contact_id: int) -> ResponseReturnValue:
    blocked = block_contact(db.session(), current_event().id, current_person().id, contact_id, now=utc_now())
    if visit().attendee is not None:
        return _blocked(slug)
    # Whoever left the event has no page of safety there; the way back stands where they land.
    db.session.commit()
    wake("recommend")
    return redirect(f"/contacts?said=blocked&blocked={blocked}", 303)


def _blocked(slug: str) -> ResponseReturnValue:
    db.session.commit()
    wake("recommend")
    return redirect(f"/e/{slug}/me/safety?said=blocked", 303)
