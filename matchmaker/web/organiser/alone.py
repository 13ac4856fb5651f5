"""Nobody alone: who agreed to be helped and has not talked with anybody yet, and whom a host could introduce to them."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.services.introductions import alone_people_page, decide_introduction, take_introduction_back
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.fresh import answer_if_changed, print_of
from matchmaker.web.headers import keep_secret
from matchmaker.web.legible import row_number
from matchmaker.web.paging import page_number


@organiser.get("/events/<slug>/alone")
@demands(Access.TEAM)
def show_alone(slug: str) -> ResponseReturnValue:
    event, page = current_event(), page_number()
    shown = alone_people_page(db.session(), event.id, is_over=event.closed_at is not None, page=page, now=utc_now())
    drawn = render_template("organiser/alone.html", event=event, shown=shown, page=page)
    return keep_secret(answer_if_changed(drawn, print_of(drawn)))


@organiser.post("/events/<slug>/alone")
@demands(Access.TEAM)
def introduce(slug: str) -> ResponseReturnValue:
    state = request.form.get("state", "")
    decide_introduction(db.session(), current_event().id, _pair(), state, by=current_person().id, now=utc_now())
    db.session.commit()
    return redirect(f"/organise/events/{slug}/alone?said=introduction-{state}", 303)


@organiser.post("/events/<slug>/alone/undo")
@demands(Access.TEAM)
def undo_introduction(slug: str) -> ResponseReturnValue:
    take_introduction_back(db.session(), current_event().id, _pair(), by=current_person().id, now=utc_now())
    db.session.commit()
    return redirect(f"/organise/events/{slug}/alone?said=introduction-undone", 303)


def _pair() -> tuple[int, int]:
    return request.form.get("attendee", 0, type=row_number), request.form.get("other", 0, type=row_number)
