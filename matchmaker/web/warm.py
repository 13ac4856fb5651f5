"""Keeping contacts warm: whom it is time for, in which rhythm, when the letter comes, and all of it as a calendar."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.warm.choice import read_hours
from matchmaker.errors import BadInputError
from matchmaker.services.warm_care import (
    choose_hours,
    choose_rhythm,
    choose_tag_rhythm,
    keep_after_all,
    let_fade,
    snooze,
    start_for,
    undo_start,
    wake_up,
)
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.contact_care import moment_of_form
from matchmaker.web.contact_pages import person_page
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.warm_pages import calendar_of_reminders, page_of_letter, page_of_reminders

PLACE = "/contacts/warm"


@site.get("/contacts/warm")
@demands(Access.SIGNED_IN)
def show_reminders() -> ResponseReturnValue:
    return page_of_reminders()


@site.get("/contacts/warm.ics")
@demands(Access.SIGNED_IN)
def download_reminders() -> ResponseReturnValue:
    return calendar_of_reminders()


@site.post("/contacts/warm/start")
@demands(Access.SIGNED_IN)
def start_reminders() -> ResponseReturnValue:
    now = utc_now().replace(microsecond=0)  # as the address says it
    start_for(db.session(), current_person().id, event_id=None, zone=request.form.get("zone", ""), now=now)
    db.session.commit()
    return redirect(f"{PLACE}?said=reminders-on&before={now:%Y-%m-%dT%H:%M:%SZ}", 303)


@site.post("/contacts/warm/start/undo")
@demands(Access.SIGNED_IN)
def undo_reminders() -> ResponseReturnValue:
    started_at = moment_of_form()
    if started_at:
        undo_start(db.session(), current_person().id, started_at=started_at)
    db.session.commit()
    return redirect(f"{PLACE}?said=answer-undone", 303)


@site.post("/contacts/warm/tags")
@demands(Access.SIGNED_IN)
def choose_rhythm_of_tag() -> ResponseReturnValue:
    try:
        choose_tag_rhythm(db.session(), current_person().id, request.form.get("tag", ""), **_rhythm_of_form(), now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return page_of_reminders(faults=error.faults, status=error.status)
    db.session.commit()
    return redirect(f"{PLACE}?said=tag-rhythm-kept", 303)


@site.get("/contacts/warm/letter")
@demands(Access.SIGNED_IN)
def show_letter_hours() -> ResponseReturnValue:
    return page_of_letter()


@site.post("/contacts/warm/letter")
@demands(Access.SIGNED_IN)
def choose_letter_hours() -> ResponseReturnValue:
    hours, faults = read_hours(request.form)
    if faults:
        return page_of_letter(hours, faults=tuple(faults), status=BadInputError.status)
    choose_hours(db.session(), current_person().id, hours, wants_letter="letter" in request.form, now=utc_now())
    db.session.commit()
    return redirect(f"{PLACE}?said=letter-hours", 303)


@site.post("/contacts/<int:contact_id>/rhythm")
@demands(Access.SIGNED_IN)
def choose_rhythm_of_person(contact_id: int) -> ResponseReturnValue:
    chosen = _rhythm_of_form()
    try:
        choose_rhythm(db.session(), contact_id, person_id=current_person().id, **chosen, now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return person_page(contact_id, faults=error.faults, status=error.status)
    db.session.commit()
    return redirect(f"/contacts/{contact_id}?said={'rhythm-ended' if chosen['chosen'] == 'never' else 'rhythm-kept'}", 303)


@site.post("/contacts/<int:contact_id>/snooze")
@demands(Access.SIGNED_IN)
def put_off(contact_id: int) -> ResponseReturnValue:
    how, day = request.form.get("how", ""), request.form.get("day", "")
    try:
        snooze(db.session(), contact_id, person_id=current_person().id, how=how, day=day, now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return page_of_reminders(faults=error.faults, status=error.status)
    db.session.commit()
    return redirect(f"{PLACE}?said=snoozed&undo={contact_id}", 303)


@site.post("/contacts/<int:contact_id>/wake")
@demands(Access.SIGNED_IN)
def end_snooze(contact_id: int) -> ResponseReturnValue:
    wake_up(db.session(), contact_id, person_id=current_person().id)
    db.session.commit()
    return redirect(f"{PLACE}?said=answer-undone", 303)


@site.post("/contacts/<int:contact_id>/fade")
@demands(Access.SIGNED_IN)
def let_person_fade(contact_id: int) -> ResponseReturnValue:
    let_fade(db.session(), contact_id, person_id=current_person().id, now=utc_now())
    db.session.commit()
    return redirect(f"{PLACE}?said=faded&undo={contact_id}", 303)


@site.post("/contacts/<int:contact_id>/keep")
@demands(Access.SIGNED_IN)
def keep_person_after_all(contact_id: int) -> ResponseReturnValue:
    keep_after_all(db.session(), contact_id, person_id=current_person().id)
    db.session.commit()
    return redirect(f"{PLACE}?said=kept-warm", 303)


def _rhythm_of_form() -> dict[str, str]:
    return {"chosen": request.form.get("rhythm", ""), "every": request.form.get("every", ""), "unit": request.form.get("unit", "")}
