"""Many letters at once: put into the outbox by one statement, held back, let go, taken back."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import JSON, CursorResult, Select, delete, literal, select, true, update
from sqlalchemy.orm import Session

from matchmaker.services.mail import HELD_BACK, NEVER, UNIQUE, as_if_just_written
from matchmaker.store.base import UtcTime
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.upsert import insert_into

NOT_LEFT = ("queued", "claimed")


def queue_chosen(
    session: Session,
    readers: Select[Any],
    *,
    kind: str,
    event_id: int,
    campaign: str,
    now: datetime,
    wait: timedelta = timedelta(0),
    payload: dict[str, object] | None = None,
) -> int:
    """One letter for each row of a statement with `attendee_id`, `person_id` and `email_key`, in one statement; how many are new.

    Without a kind, each row brings its own as `kind`. They leave after `wait`.
    """
    chosen = readers.subquery()
    values: dict[str, Any] = {
        "event_id": literal(event_id),
        "campaign": literal(campaign),
        "kind": literal(kind) if kind else chosen.c.kind,
        "recipient": chosen.c.email_key,
        "address": chosen.c.email_key,
        "person_id": chosen.c.person_id,
        "payload": literal(payload or {}, JSON),
        "state": literal("queued"),
        "attempts": literal(0),
        "next_try_at": literal(now + wait, UtcTime),
        "lease": literal(""),
        "message_id": literal(""),
        "server_said": literal(""),
        "created_at": literal(now, UtcTime),
    }
    rows = select(*values.values()).where(true()).order_by(chosen.c.attendee_id)  # SQLite tells ON CONFLICT from a join by a WHERE
    new = insert_into(session, OutboxLetter).from_select(list(values), rows, include_defaults=False)
    return len(session.execute(new.on_conflict_do_nothing(index_elements=UNIQUE).returning(OutboxLetter.id)).all())


def take_out(session: Session, event_id: int, campaign: str) -> int:
    """Take back letters that have not left, those included that a worker has claimed: it finds them gone. How many that were.

    One that a server is being told right then arrives or fails, but is not tried again: `put_back` finds it taken back.
    """
    its = (OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign)
    _changed(session, update(OutboxLetter).where(*its, OutboxLetter.state == "transmitting").values(next_try_at=NEVER))
    waiting = (*its, OutboxLetter.state.in_(NOT_LEFT))
    return _changed(session, delete(OutboxLetter).where(*waiting))


def hold_back(session: Session, event_id: int, campaign: str) -> None:
    """Letters that have not left stop being due at once, on every worker."""
    waiting = (OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign, OutboxLetter.state.in_(NOT_LEFT))
    _changed(session, update(OutboxLetter).where(*waiting).values(**HELD_BACK))


def let_go(session: Session, event_id: int, campaign: str, *, now: datetime) -> None:
    """Letters that were held back are due again."""
    waiting = (OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign, OutboxLetter.state == "queued")
    _changed(session, update(OutboxLetter).where(*waiting).values(**as_if_just_written(now)))


def _changed(session: Session, statement: Any) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
