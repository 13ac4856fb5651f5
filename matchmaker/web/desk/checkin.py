"""The check-in page: whoever stands at the desk is let in by their badge or their name; works as plain forms, and without a network."""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import uuid4

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.badges.token import badge_address
from matchmaker.domain.checkin.items import EntryItem, UndoEntryItem, read_desk_batch
from matchmaker.domain.checkin.verdict import Verdict
from matchmaker.errors import N_, BadInputError, ConflictError, Fault
from matchmaker.services.checkin_outbox import DeskAck, take_in_desk
from matchmaker.services.door_list import DoorPage, door_page, is_code
from matchmaker.web.access import Access, current_event, demands, desk_device, doorkeeper
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import desk
from matchmaker.web.headers import keep_secret, let_read_codes
from matchmaker.web.house import house_settings
from matchmaker.web.legible import row_number
from matchmaker.web.wake import wake

OFF = N_("Check-in is switched off for this event. A host switches it on under Check-in.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows beside its list: the last answer, what was typed, and what is wrong with it."""

    ack: DeskAck | None = None
    typed: str = ""
    faults: tuple[Fault, ...] = ()


@desk.get("/<slug>")
@demands(Access.DESK)
def show_check_in(slug: str) -> ResponseReturnValue:
    return check_in_page(Shown(typed=request.args.get("q", "")[:200]))


@desk.post("/<slug>")
@demands(Access.DESK)
def check_somebody_in(slug: str) -> ResponseReturnValue:
    """From the plain form. What was typed may be a part of a name too: then the page shows who that is."""
    refuse_while_off()
    form, typed = request.form, request.form.get("q", "")[:200]
    if "attendee_id" not in form and not is_code(typed, house_settings().base_url):
        return check_in_page(Shown(typed=typed))
    raw: dict[str, object] = {"kind": "entry", "id": form.get("entry_id"), "code": typed, "way": "typed" if typed else "search"}
    raw |= {"attendee_id": form.get("attendee_id", type=row_number), "let_in": form.get("let_in") == "yes"}
    return _answer(raw)


@desk.post("/<slug>/undo")
@demands(Access.DESK)
def take_somebody_back(slug: str) -> ResponseReturnValue:
    return _answer({"kind": "undo", "id": str(uuid4()), "entry_id": request.form.get("entry_id")})


def check_in_page(shown: Shown, status: int = 200) -> Response:
    session, event = db.session(), current_event()
    listed: DoorPage = door_page(session, event.id, question=shown.typed)
    device, prefix = desk_device(), badge_address(house_settings().base_url, "").upper()
    words = {"shown": shown, "door": listed, "entry_id": str(uuid4()), "prefix": prefix, "account": desk_account(event.id)}
    page = render_template("desk/checkin.html", event=event, device=device, may_let_in=doorkeeper().is_host, **words)
    return let_read_codes(keep_secret(make_response(page, status)))


def refuse_while_off() -> None:
    if not current_event().check_in_on:
        raise ConflictError(OFF)


def desk_account(event_id: int) -> str:
    """What a phone calls the owner of a desk's outbox by: one for all desks of an event, so that a phone paired anew sends what it held."""
    return hmac.new(house_settings().session_key, f"desk|{event_id}".encode(), hashlib.sha256).hexdigest()[:24]


def _answer(raw: dict[str, object]) -> Response:
    item = read_desk_batch({"items": [raw]})[0]
    if not isinstance(item, EntryItem | UndoEntryItem):
        return check_in_page(Shown(faults=item.faults), BadInputError.status)
    ack = take_in_desk(db.session(), doorkeeper(), [item], settings=house_settings(), now=utc_now())[0]
    db.session.commit()
    if isinstance(item, EntryItem) and item.let_in:
        wake("recommend")
    is_wrong = ack.answer is None or ack.answer.verdict in {Verdict.NOBODY, Verdict.CANCELLED}
    return check_in_page(Shown(ack), 422 if is_wrong else 200)
