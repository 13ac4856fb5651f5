"""Staying in touch with somebody one met: promises, the last touch, letting go, and peace from letters."""

from datetime import UTC, datetime

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import BadInputError
from matchmaker.services.contact_care import ask_no_follow_up, bring_back, let_go, note_touch
from matchmaker.services.contact_care import undo_touch as take_touch_back
from matchmaker.services.promises import Times, bring_promise_back, delete_promise, keep_promise, promise, reopen_promise
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.contact_pages import Typed, person_page
from matchmaker.web.database import db
from matchmaker.web.doors import site


@site.post("/contacts/<int:contact_id>/touch")
@demands(Access.SIGNED_IN)
def was_in_touch(contact_id: int) -> ResponseReturnValue:
    before = note_touch(db.session(), contact_id, person_id=current_person().id, now=utc_now())
    db.session.commit()
    return _back_to(contact_id, "touched", f"&before={before:%Y-%m-%dT%H:%M:%SZ}" if before else "&before=never")


@site.post("/contacts/<int:contact_id>/touch/undo")
@demands(Access.SIGNED_IN)
def undo_touch(contact_id: int) -> ResponseReturnValue:
    take_touch_back(db.session(), contact_id, person_id=current_person().id, touched_at=moment_of_form())
    db.session.commit()
    return _back_to(contact_id, "answer-undone")


@site.post("/contacts/<int:contact_id>/peace")
@demands(Access.SIGNED_IN)
def ask_for_peace(contact_id: int) -> ResponseReturnValue:
    wanted = request.form.get("peace") == "yes"
    ask_no_follow_up(db.session(), contact_id, person_id=current_person().id, wanted=wanted)
    db.session.commit()
    return _back_to(contact_id, "peace-asked" if wanted else "peace-ended")


@site.post("/contacts/<int:contact_id>/let-go")
@demands(Access.SIGNED_IN)
def let_person_go(contact_id: int) -> ResponseReturnValue:
    let_go(db.session(), contact_id, person_id=current_person().id, now=utc_now())
    db.session.commit()
    return _back_to(contact_id, "let-go")


@site.post("/contacts/<int:contact_id>/bring-back")
@demands(Access.SIGNED_IN)
def bring_person_back(contact_id: int) -> ResponseReturnValue:
    bring_back(db.session(), contact_id, person_id=current_person().id)
    db.session.commit()
    return _back_to(contact_id, "brought-back")


@site.post("/contacts/<int:contact_id>/promises")
@demands(Access.SIGNED_IN)
def make_promise(contact_id: int) -> ResponseReturnValue:
    text, due_on = request.form.get("promise", ""), request.form.get("due_on", "")
    try:
        promise(db.session(), contact_id, person_id=current_person().id, text=text, due_on=due_on, now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return person_page(contact_id, typed=Typed(promise=text, due_on=due_on), faults=error.faults, status=error.status)
    db.session.commit()
    return _back_to(contact_id, "promise-made")


@site.post("/contacts/promises/<int:promise_id>/done")
@demands(Access.SIGNED_IN)
def promise_is_kept(promise_id: int) -> ResponseReturnValue:
    contact_id = keep_promise(db.session(), promise_id, person_id=current_person().id, now=utc_now())
    db.session.commit()
    return _back_to(contact_id, "promise-kept", f"&promise={promise_id}" if _is_from_reminders() else "")


@site.post("/contacts/promises/<int:promise_id>/undo")
@demands(Access.SIGNED_IN)
def promise_is_open(promise_id: int) -> ResponseReturnValue:
    contact_id = reopen_promise(db.session(), promise_id, person_id=current_person().id)
    db.session.commit()
    return _back_to(contact_id, "promise-open")


@site.post("/contacts/promises/<int:promise_id>/delete")
@demands(Access.SIGNED_IN)
def promise_is_deleted(promise_id: int) -> ResponseReturnValue:
    gone = delete_promise(db.session(), promise_id, person_id=current_person().id)
    db.session.commit()
    # Nothing is kept here; the page itself holds the promise for the one who may take this back.
    return person_page(gone.contact_id, gone=gone)


@site.post("/contacts/<int:contact_id>/promises/back")
@demands(Access.SIGNED_IN)
def promise_is_back(contact_id: int) -> ResponseReturnValue:
    text, due_on = request.form.get("promise", ""), request.form.get("due_on", "")
    times = Times(moment_of_form("made"), moment_of_form("done"))
    bring_promise_back(db.session(), contact_id, person_id=current_person().id, text=text, due_on=due_on, times=times, now=utc_now())
    db.session.commit()
    return _back_to(contact_id, "promise-back")


def _back_to(contact_id: int, said: str, more: str = "") -> ResponseReturnValue:
    """To the person's page, or to the page of reminders where the form stood there."""
    if _is_from_reminders():
        return redirect(f"/contacts/warm?said={said}&undo={contact_id}{more}", 303)
    return redirect(f"/contacts/{contact_id}?said={said}{more}", 303)


def _is_from_reminders() -> bool:
    return request.form.get("to") == "warm"


def moment_of_form(field: str = "before") -> datetime | None:
    """The time that stood there before; anything that is none is "never"."""
    try:
        moment = datetime.fromisoformat(request.form.get(field, ""))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):  # the first and the last day there are have no other day before or behind them
        return None
