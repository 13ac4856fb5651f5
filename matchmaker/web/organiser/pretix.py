"""Attendees fetched from pretix, to be looked at like a file."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.errors import BadInputError, ConflictError, Fault
from matchmaker.services.deeds import note_deed
from matchmaker.services.pretix import take_from_pretix
from matchmaker.services.uploads import BroughtFile, stage_upload
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.organiser.roster import show_list
from matchmaker.web.wake import wake


@organiser.post("/events/<slug>/roster/pretix")
@demands(Access.TEAM)
def fetch_from_pretix(slug: str) -> ResponseReturnValue:
    address, token = request.form.get("pretix_address", "")[:500], request.form.get("pretix_token", "")
    event, person = current_event(), current_person()
    db.session.rollback()  # it may take a while, and no transaction waits for it
    try:
        brought, count = take_from_pretix(address, token, may_be_private=house_settings().fetch_private)
    except BadInputError as error:
        return show_list(error.faults), error.status
    except ConflictError as error:
        return show_list((Fault("pretix_address", error.sentence, error.values),)), error.status
    return redirect(f"/organise/events/{event.slug}/roster/uploads/{_staged(brought, count, event.id, person.id)}", 303)


def _staged(brought: BroughtFile, count: int, event_id: int, person_id: int) -> int:
    now = utc_now()
    upload_id = stage_upload(db.session(), event_id, brought, uploaded_by=person_id, now=now)
    about = ("upload", upload_id)
    note_deed(db.session(), Deed.ROSTER_PULLED, event_id=event_id, actor_id=person_id, now=now, about=about, count=count)
    db.session.commit()
    wake("roster")  # a long one is read behind the page
    return upload_id
