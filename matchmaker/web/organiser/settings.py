"""An event's settings."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.draft import read_draft
from matchmaker.errors import BadInputError
from matchmaker.services.events import change_event
from matchmaker.store.queries.events import tags_of
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.organiser.event_form import form_of, show_form

PAGE = "organiser/settings.html"


@organiser.get("/events/<slug>/settings")
@demands(Access.TEAM)
def show_settings(slug: str) -> ResponseReturnValue:
    return show_form(PAGE, form_of(current_event()), tags=_tags())


@organiser.post("/events/<slug>/settings")
@demands(Access.TEAM)
def change_settings(slug: str) -> ResponseReturnValue:
    try:
        draft = read_draft(request.form)
        change_event(db.session(), current_event().id, draft)
    except BadInputError as error:
        return show_form(PAGE, request.form, faults=error.faults, tags=_tags()), error.status
    db.session.commit()
    return redirect(f"/organise/events/{draft.slug}/settings?said=saved", 303)


def _tags() -> tuple[str, ...]:
    return tuple(tags_of(db.session(), current_event().id).values())
