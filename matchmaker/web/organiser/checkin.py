"""Check-in as the organiser sees it: whether it is on, who is in, and the desks at the door."""

import secrets

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.badges.token import shown_short_code
from matchmaker.domain.checkin.pairing import DICE_BYTES, pairing_code, read_desk_name
from matchmaker.domain.signin.device import device_words
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.checkin import turn_check_in
from matchmaker.services.desks import close_desk, open_desk
from matchmaker.services.door_list import door_page
from matchmaker.store.queries.desks import desks_of
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings


@organiser.get("/events/<slug>/checkin")
@demands(Access.TEAM)
def show_check_in_desks(slug: str) -> ResponseReturnValue:
    return _page()


@organiser.post("/events/<slug>/checkin/on")
@demands(Access.TEAM)
def switch_check_in_on(slug: str) -> ResponseReturnValue:
    return _switch(on=True)


@organiser.post("/events/<slug>/checkin/off")
@demands(Access.TEAM)
def switch_check_in_off(slug: str) -> ResponseReturnValue:
    return _switch(on=False)


@organiser.post("/events/<slug>/checkin/desks")
@demands(Access.TEAM)
def open_a_desk(slug: str) -> ResponseReturnValue:
    """The answer shows the code, once: it is stored as a hash alone."""
    try:
        name = read_desk_name(request.form.get("name", ""))
    except BadInputError as error:
        return _page(faults=error.faults, status=error.status)
    by = {"by": current_person().id, "key": house_settings().signin_key, "now": utc_now()}
    code = pairing_code(secrets.token_bytes(DICE_BYTES))
    while open_desk(db.session(), current_event().id, name=name, code=code, **by) is None:  # type: ignore[arg-type]  # by name
        code = pairing_code(secrets.token_bytes(DICE_BYTES))
    db.session.commit()
    return _page(code=shown_short_code(code), name=name)


@organiser.post("/events/<slug>/checkin/desks/<int:desk_id>/close")
@demands(Access.TEAM)
def close_a_desk(slug: str, desk_id: int) -> ResponseReturnValue:
    close_desk(db.session(), current_event().id, desk_id, by=current_person().id, now=utc_now())
    db.session.commit()
    return redirect(f"/organise/events/{slug}/checkin?said=desk-closed", 303)


def _switch(*, on: bool) -> ResponseReturnValue:
    turn_check_in(db.session(), current_event().id, on=on, by=current_person().id, now=utc_now())
    db.session.commit()
    return redirect(f"/organise/events/{current_event().slug}/checkin?said=check-in-{'on' if on else 'off'}", 303)


def _page(*, code: str = "", name: str = "", faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    session, event = db.session(), current_event()
    shown = {"desks": desks_of(session, event.id), "door": door_page(session, event.id), "device_words": device_words, "now": utc_now()}
    page = render_template("organiser/checkin.html", event=event, code=code, name=name, faults=faults, **shown)
    return keep_secret(make_response(page, status))
