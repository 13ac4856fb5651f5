"""The first page of an event: who is still alone, and what is left to do."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.crowd import crowd_rows
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.events import figures_of
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings


@organiser.get("/events/<slug>/")
@demands(Access.TEAM)
def show_today(slug: str) -> ResponseReturnValue:
    session, event = db.session(), current_event()
    figures = figures_of(session, event.id)
    silent = is_worker_silent(session, silence_seconds=house_settings().worker_silence_seconds, now=utc_now())
    crowd = crowd_rows(met=figures.met_somebody, alone=max(0, figures.attendees - figures.met_somebody))
    return render_template(
        "organiser/today.html", event=event, figures=figures, crowd=crowd, worker_is_silent=silent, now=utc_now(), settings=house_settings()
    )
