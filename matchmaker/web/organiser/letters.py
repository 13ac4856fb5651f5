"""Closing an event, its letters before they go, and how each of them fared."""

from datetime import timedelta

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.mailings.schedule import library_at
from matchmaker.errors import NotFoundError
from matchmaker.services.draft_holds import has_letters_waiting
from matchmaker.services.followup import CAMPAIGN, KINDS, close_event
from matchmaker.services.followup_preview import preview_letter, preview_letters
from matchmaker.services.letter_page import letter_page
from matchmaker.services.mail import leave_alone, send_again
from matchmaker.services.mailing_page import mailing_cards
from matchmaker.services.steps import reopen_event
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.mail import has_letters
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.legible import row_number
from matchmaker.web.letter_frame import letter_document, page_with_letter
from matchmaker.web.organiser.log_line import log
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/letters")
@demands(Access.TEAM)
def show_letters(slug: str) -> ResponseReturnValue:
    return letters_page()


def letters_page(*, gone: str = "") -> Response:
    """`gone`: a draft that was thrown away just now, for an undo."""
    session, event, settings = db.session(), current_event(), house_settings()
    shown = letter_page(session, event, page=request.args.get("page", 1, type=row_number))
    previews = preview_letters(session, event, settings=settings) if event.closed_at is None else ()
    silent = is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=utc_now())
    page = {"event": event, "shown": shown, "previews": previews, "now": utc_now(), "worker_is_silent": silent}
    page |= {
        "mailings": mailing_cards(session, event, now=utc_now()),
        "library": library_at(event, now=utc_now()),
        "gone": gone,
        "letters_wait": has_letters_waiting(session, event),
    }
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
    wait = timedelta(seconds=house_settings().mail_undo_seconds)
    closing = close_event(db.session(), current_event().id, now=utc_now(), wait=wait)
    if closing.closed_now:
        log(Deed.EVENT_CLOSED, count=closing.letters)
    db.session.commit()
    wake("send_mail")
    # After a closing that was undone, everybody may have their letter already.
    if not closing.closed_now or (not closing.letters and has_letters(db.session(), current_event().id, CAMPAIGN)):
        return _back(slug, "event-was-closed")
    return _back(slug, "event-closed" if closing.letters else "event-closed-quietly")


@organiser.post("/events/<slug>/letters/undo")
@demands(Access.TEAM)
def take_letters_back(slug: str) -> ResponseReturnValue:
    taken_back = reopen_event(db.session(), current_event().id)
    if taken_back is not None:
        log(Deed.EVENT_REOPENED, count=taken_back)
    db.session.commit()
    return _back(slug, "letters-taken-back")


@organiser.post("/events/<slug>/letters/<int:letter_id>/again")
@demands(Access.TEAM)
def send_letter_again(slug: str, letter_id: int) -> ResponseReturnValue:
    if not send_again(db.session(), current_event().id, letter_id, now=utc_now()):
        raise NotFoundError
    log(Deed.LETTER_SENT_AGAIN, about=("letter", letter_id))
    db.session.commit()
    wake("send_mail")
    return _back(slug, "letter-again", page=_page_decided_on())


@organiser.post("/events/<slug>/letters/<int:letter_id>/leave")
@demands(Access.TEAM)
def leave_letter_alone(slug: str, letter_id: int) -> ResponseReturnValue:
    if not leave_alone(db.session(), current_event().id, letter_id):
        raise NotFoundError
    log(Deed.LETTER_LEFT, about=("letter", letter_id))
    db.session.commit()
    return _back(slug, "letter-left", page=_page_decided_on())


def _back(slug: str, word: str, *, page: str = "letters") -> ResponseReturnValue:
    return redirect(f"/organise/events/{slug}/{page}?said={word}", 303)


def _page_decided_on() -> str:
    """Where somebody decided on a letter: the page of its mailing, else that of all letters."""
    number = request.form.get("mailing", type=row_number)
    return "letters" if number is None else f"letters/mailings/{number}"
