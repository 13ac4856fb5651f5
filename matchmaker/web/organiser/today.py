"""The first page of an event: who is still alone, and what is left to do."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.crowd import crowd_rows
from matchmaker.domain.events.retention import deleted_on
from matchmaker.domain.insights.cells import LEAST
from matchmaker.services.draft_holds import has_letters_waiting
from matchmaker.services.insights import still_alone
from matchmaker.services.introductions import longest_alone
from matchmaker.services.steps import opening_of
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.events import figures_of
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.fresh import answer_if_changed, print_of
from matchmaker.web.house import house_settings


@organiser.get("/events/<slug>/")
@demands(Access.TEAM)
def show_today(slug: str) -> ResponseReturnValue:
    session, event = db.session(), current_event()
    figures = figures_of(session, event.id)
    silent = is_worker_silent(session, silence_seconds=house_settings().worker_silence_seconds, now=utc_now())
    told = still_alone(session, event.id, now=utc_now())
    crowd = crowd_rows(met=told.talked or 0, alone=told.none or 0) if told else None
    opening = opening_of(event, figures, worker_is_silent=silent, now=utc_now())
    waiting = longest_alone(session, event, now=utc_now())
    alone = {"told": told, "crowd": crowd, "least": LEAST, "waiting": waiting}
    steps = {
        "opening": opening,
        "letters_wait": has_letters_waiting(session, event),
        "deleted_on": deleted_on(event.ends_at, event.retention_days),
        "worker_is_silent": silent,
    }
    page = {"event": event, "figures": figures, "now": utc_now(), "settings": house_settings()}
    drawn = render_template("organiser/today.html", **page, **alone, **steps)
    return answer_if_changed(drawn, print_of(drawn))
