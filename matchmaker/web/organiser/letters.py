"""Closing an event, its letters before they go, and how each of them fared."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFoundError
from matchmaker.services.followup import KINDS, close_event
from matchmaker.services.followup_preview import preview_letter, preview_letters
from matchmaker.services.letter_page import letter_page
from matchmaker.services.mail import leave_alone, send_again
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.letter_frame import letter_document, page_with_letter
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/letters")
@demands(Access.TEAM)
def show_letters(slug: str) -> ResponseReturnValue:
    session, event, settings = db.session(), current_event(), house_settings()
    shown = letter_page(session, event, page=request.args.get("page", 1, type=int))
    previews = preview_letters(session, event, settings=settings) if event.closed_at is None else ()
    silent = is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=utc_now())
    page = {"event": event, "shown": shown, "previews": previews, "now": utc_now(), "worker_is_silent": silent}
    return page_with_letter(render_template("organiser/letters.html", **page))


@organiser.get("/events/<slug>/letters/preview/<kind>")
@demands(Access.TEAM)
def show_letter_preview(slug: str, kind: str) -> ResponseReturnValue:
    if kind not in KINDS:
        raise NotFoundError
    return letter_document(preview_letter(db.session(), current_event(), kind, settings=house_settings()).letter.html)


@organiser.post("/events/<slug>/letters/close")
@demands(Access.TEAM)
def close_and_send(slug: str) -> ResponseReturnValue:
    closing = close_event(db.session(), current_event().id, now=utc_now())
    db.session.commit()
    wake("send_mail")
    return _back(slug, "event-closed" if closing.closed_now else "event-was-closed")


@organiser.post("/events/<slug>/letters/<int:letter_id>/again")
@demands(Access.TEAM)
def send_letter_again(slug: str, letter_id: int) -> ResponseReturnValue:
    if not send_again(db.session(), current_event().id, letter_id, now=utc_now()):
        raise NotFoundError
    db.session.commit()
    wake("send_mail")
    return _back(slug, "letter-again")


@organiser.post("/events/<slug>/letters/<int:letter_id>/leave")
@demands(Access.TEAM)
def leave_letter_alone(slug: str, letter_id: int) -> ResponseReturnValue:
    if not leave_alone(db.session(), current_event().id, letter_id):
        raise NotFoundError
    db.session.commit()
    return _back(slug, "letter-left")


def _back(slug: str, word: str) -> ResponseReturnValue:
    return redirect(f"/organise/events/{slug}/letters?said={word}", 303)
