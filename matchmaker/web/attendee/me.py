"""One's own page of an event: badge, schedule, people, and what is kept of oneself."""

from flask import make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from matchmaker.domain.privacy.leaving import undo_token
from matchmaker.services.leaving import leave_event
from matchmaker.services.my_event import my_event
from matchmaker.web.access import Access, current_attendee, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.wake import wake


@attendee.post("/me/leave")
@demands(Access.ATTENDEE)
def leave_this_event(slug: str) -> ResponseReturnValue:
    me, now = current_attendee(), utc_now()
    leave_event(db.session(), me.event_id, me.id, now=now)
    db.session.commit()
    wake("recommend")
    return redirect(f"/me/data?said=left&left={undo_token(house_settings().signin_key, me.id, now=now)}", 303)


@attendee.get("/me")
@demands(Access.ATTENDEE)
def show_me(slug: str) -> ResponseReturnValue:
    event, me = current_event(), current_attendee()
    mine = my_event(db.session(), event, me, now=utc_now())
    return keep_secret(make_response(render_template("attendee/me.html", event=event, me=me, mine=mine, person=current_person())))
