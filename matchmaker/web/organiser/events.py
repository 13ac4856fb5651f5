"""My events, and a new one."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.draft import read_draft
from matchmaker.domain.events.team import NAMES
from matchmaker.domain.events.templates.ready import TEMPLATES
from matchmaker.domain.signin.address import address_key
from matchmaker.errors import BadInputError
from matchmaker.languages import known_languages
from matchmaker.services.event_copies import Model, copy_the_rest, event_to_copy
from matchmaker.services.events import create_event
from matchmaker.store.queries.events import events_of
from matchmaker.store.queries.team import offers_to
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.organiser.event_form import blank_form, copied_form, show_form, template_form

FORM = "organiser/event_new.html"
COPY = "copy-"  # before the short address of the event that is copied


@organiser.get("/")
@demands(Access.ORGANISER)
def show_events() -> ResponseReturnValue:
    events = events_of(db.session(), current_person().id)
    offers = offers_to(db.session(), address_key(current_person().email), now=utc_now())
    may_create = current_person().may_create_events
    return render_template("organiser/events.html", events=events, offers=offers, names=NAMES, may_create=may_create, now=utc_now())


@organiser.get("/events/new")
@demands(Access.ORGANISER_ACCOUNT)
def show_new_event() -> ResponseReturnValue:
    begin, now = request.args.get("from", ""), utc_now()
    model = _model(begin)
    if model is not None:
        return show_form(FORM, copied_form(model, now), begun={"from": begin, "copied": model.event.name})
    if begin in TEMPLATES:
        return show_form(FORM, template_form(TEMPLATES[begin], now), begun={"from": begin})
    if begin == "empty":
        return show_form(FORM, blank_form(now), begun={"from": begin})
    events = events_of(db.session(), current_person().id)
    return render_template("organiser/event_start.html", templates=TEMPLATES, events=events, copy=COPY)


@organiser.post("/events/new")
@demands(Access.ORGANISER_ACCOUNT)
def create_new_event() -> ResponseReturnValue:
    model = _model(request.form.get("from", ""))
    try:
        event = create_event(db.session(), current_person().id, read_draft(request.form, known_languages()), now=utc_now())
    except BadInputError as error:
        begun = {"from": request.form.get("from", ""), "copied": model.event.name if model else ""}
        return show_form(FORM, request.form, faults=error.faults, begun=begun), error.status
    if model is not None:
        copy_the_rest(db.session(), model, event.id, team="with_team" in request.form, now=utc_now())
    db.session.commit()
    return redirect(f"/organise/events/{event.slug}/?said=event-created", 303)


def _model(begin: str) -> Model | None:
    """The event a new one is copied from; None: it begins with something else."""
    return event_to_copy(db.session(), begin.removeprefix(COPY), current_person().id) if begin.startswith(COPY) else None
