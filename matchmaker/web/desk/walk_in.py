"""Somebody without a ticket: a place, a check-in and a badge to print, from one short form."""

from uuid import uuid4

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.badges.preview import preview_page
from matchmaker.domain.checkin.verdict import Verdict
from matchmaker.errors import BadInputError, Fault, NotFoundError, TooManyError
from matchmaker.services.checkin import DoorAnswer
from matchmaker.services.checkin_outbox import DeskAck
from matchmaker.services.door_badges import badge_at_the_door
from matchmaker.services.scans import read_scan_id
from matchmaker.services.walk_ins import add_walk_in, read_walk_in
from matchmaker.store.queries.checkin import is_walk_in
from matchmaker.web.access import Access, current_event, demands, doorkeeper
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.desk.checkin import Shown, check_in_page, refuse_while_off
from matchmaker.web.doors import desk
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.wake import wake


@desk.get("/<slug>/walk-in")
@demands(Access.DESK)
def show_walk_in(slug: str) -> ResponseReturnValue:
    return _page()


@desk.post("/<slug>/walk-in")
@demands(Access.DESK)
def take_walk_in(slug: str) -> ResponseReturnValue:
    refuse_while_off()
    try:
        answer = _add()
    except BadInputError as error:
        return _page(error.faults, error.status)
    except TooManyError as error:
        return _page((Fault("", error.sentence, error.values),), error.status)
    db.session.commit()
    wake("recommend")
    if answer.verdict is Verdict.IN and is_walk_in(db.session(), current_event().id, answer.attendee_id or 0):
        return redirect(f"/desk/{slug}/walk-in/{answer.attendee_id}/badge", 303)
    return check_in_page(Shown(DeskAck(answer.entry_id, answer.verdict.value, answer=answer)))


@desk.get("/<slug>/walk-in/<int:attendee_id>/badge")
@demands(Access.DESK)
def show_walk_in_badge(slug: str, attendee_id: int) -> ResponseReturnValue:
    """A badge shows a code, so a desk prints those alone that it made; the team has the page of all badges."""
    if not (doorkeeper().is_host or is_walk_in(db.session(), current_event().id, attendee_id)):
        raise NotFoundError
    badge = badge_at_the_door(db.session(), current_event().id, attendee_id, settings=house_settings())
    page = preview_page([badge.laid], badge.paper)
    return keep_secret(make_response(render_template("desk/badge.html", event=current_event(), badge=badge, page=page)))


def _add() -> DoorAnswer:
    walk_in = read_walk_in(request.form.get("name", ""), request.form.get("email", ""))
    entry_id, now = read_scan_id(request.form.get("entry_id", "")), utc_now()
    return add_walk_in(db.session(), doorkeeper(), walk_in, entry_id=entry_id, settings=house_settings(), now=now)


def _page(faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    form = request.form
    entry_id = form.get("entry_id") or str(uuid4())
    typed = {"name": form.get("name", request.args.get("name", "")), "email": form.get("email", "")}
    page = render_template("desk/walk_in.html", event=current_event(), faults=faults, typed=typed, entry_id=entry_id)
    return keep_secret(make_response(page, status))
