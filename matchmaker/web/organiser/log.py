"""Who of the team did what, in plain sentences."""

from itertools import groupby

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import FIELD_NAMES, SENTENCES
from matchmaker.store.queries.deeds import deeds_of
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.paging import page_number
from matchmaker.web.times import day_text


@organiser.get("/events/<slug>/log")
@demands(Access.TEAM)
def show_log(slug: str) -> ResponseReturnValue:
    event = current_event()
    lines, pages = deeds_of(db.session(), event.id, page=page_number())
    days = [(day, list(those)) for day, those in groupby(lines, lambda line: day_text(line.done_at, event.time_zone))]
    words = {"sentences": SENTENCES, "field_names": FIELD_NAMES}
    page = render_template("organiser/log.html", event=event, days=days, page=min(page_number(), pages), pages=pages, **words)
    return keep_secret(make_response(page))
