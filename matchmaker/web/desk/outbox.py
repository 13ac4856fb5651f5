"""What a desk's phone asks for and brings: its list of names, who is in, and what it kept, item by item."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.checkin.items import EntryItem, read_desk_batch
from matchmaker.domain.outbox.batch import LARGEST_BATCH
from matchmaker.services.checkin_outbox import DeskAck, take_in_desk
from matchmaker.store.queries.checkin import DoorLine, EntryLine, door_counts, door_lines, last_entries
from matchmaker.store.queries.outbox import epoch_of
from matchmaker.web.access import Access, current_event, demands, doorkeeper
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.desk.checkin import desk_account
from matchmaker.web.doors import desk
from matchmaker.web.errors import translated
from matchmaker.web.furniture import csrf_token
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.origin import takes_json
from matchmaker.web.wake import wake

OVERLAP = timedelta(seconds=60)  # what was being written while the last answer was read is told again
MARK_LENGTH = 32  # of the 64 characters of a code's hash: 128 bits are enough to tell people apart


@desk.get("/<slug>/people")
@demands(Access.DESK)
def list_people(slug: str) -> ResponseReturnValue:
    """Everybody by name, or whoever changed since the time that the last answer named."""
    session, event, now = db.session(), current_event(), utc_now()
    since = _moment(request.args.get("since", ""))
    lines = door_lines(session, event.id, since=since)
    counts = door_counts(session, event.id)
    last = [_entry(line) for line in last_entries(session, event.id)]
    told = {"account": desk_account(event.id), "now": now.isoformat(), "on": event.check_in_on, "whole": since is None}
    numbers = {"in": counts.inside, "expected": counts.expected, "listed": counts.listed}
    return _json({**told, **numbers, "people": [_line(line) for line in lines], "last": last})


@desk.get("/<slug>/outbox")
@demands(Access.DESK)
def show_desk_state(slug: str) -> ResponseReturnValue:
    """A fresh form token: a page from the phone's own store has an old one."""
    return _json({**_here(), "csrf": csrf_token()})


@desk.post("/<slug>/outbox")
@takes_json(most=LARGEST_BATCH)
@demands(Access.DESK)
def take_desk_outbox(slug: str) -> ResponseReturnValue:
    """Also while check-in is off: what a desk did before it was switched off is not lost."""
    items = read_desk_batch(request.get_json())
    acks = take_in_desk(db.session(), doorkeeper(), items, settings=house_settings(), now=utc_now())
    answer = {**_here(), "items": [_shown(ack) for ack in acks]}
    db.session.commit()
    if any(isinstance(item, EntryItem) and item.let_in for item in items):
        wake("recommend")
    return _json(answer)


def _here() -> dict[str, str]:
    return {"epoch": epoch_of(db.session()), "account": desk_account(current_event().id)}


def _shown(ack: DeskAck) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": ack.id, "state": ack.state, "status": ack.status}
    if ack.problems:
        shown["sentence"] = " ".join(translated(problem) for problem in ack.problems)
    if ack.answer and ack.answer.attendee_id is not None:
        since = ack.answer.since
        shown |= {"person": ack.answer.attendee_id, "name": ack.answer.name, "desk": ack.answer.desk}
        shown |= {"since": since.isoformat() if since else None}
    return shown


def _line(line: DoorLine) -> list[object]:
    since = line.checked_in_at
    return [line.id, line.name, line.status == "registered", since.isoformat() if since else None, line.mark[:MARK_LENGTH]]


def _entry(line: EntryLine) -> dict[str, object]:
    who = {"id": line.entry_id, "person": line.attendee_id, "name": line.name, "desk": line.desk}
    return {**who, "at": line.at.isoformat(), "was_in": line.was_in, "undone": line.undone_at is not None}


def _moment(text: str) -> datetime | None:
    """A little before the time that was named: what was written just then may have been committed after it."""
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) - OVERLAP if read.tzinfo is not None else None
    except (ValueError, OverflowError):  # an hour off the calendar's first or last day is none
        return None


def _json(answer: dict[str, Any]) -> Response:
    return keep_secret(make_response(answer))
