"""My events, and a new one."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.draft import read_draft
from matchmaker.errors import BadInputError
from matchmaker.services.events import create_event
from matchmaker.store.queries.events import events_of
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.organiser.event_form import blank_form, show_form


@organiser.get("/")
@demands(Access.ORGANISER)
def show_events() -> ResponseReturnValue:
    events = events_of(db.session(), current_person().id)
    may_create = current_person().may_create_events
    return render_template("organiser/events.html", events=events, may_create=may_create, now=utc_now())


@organiser.get("/events/new")
@demands(Access.ORGANISER_ACCOUNT)
def show_new_event() -> ResponseReturnValue:
    return show_form("organiser/event_new.html", blank_form(utc_now()))


@organiser.post("/events/new")
@demands(Access.ORGANISER_ACCOUNT)
def create_new_event() -> ResponseReturnValue:
    try:
        event = create_event(db.session(), current_person().id, read_draft(request.form), now=utc_now())
    except BadInputError as error:
        return show_form("organiser/event_new.html", request.form, faults=error.faults), error.status
    db.session.commit()
    return redirect(f"/organise/events/{event.slug}/?said=event-created", 303)
