"""Closing an event: its letters are written down in the same transaction, so there is never the one without the other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, literal, select, update
from sqlalchemy.orm import Session

from matchmaker.errors import N_, ConflictError
from matchmaker.services.mail import UNIQUE
from matchmaker.store.base import UtcTime
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.followup import followup_readers
from matchmaker.store.upsert import insert_into

CAMPAIGN = "follow-up"
KINDS = ("met", "met_nobody")


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing did; `letters` is 0 when the event was closed before."""

    closed_now: bool
    letters: int


def close_event(session: Session, event_id: int, *, now: datetime) -> Closing:
    """Close the event and put its follow-up letters into the outbox. A second time changes nothing.

    Raises
    ------
    ConflictError
        The event has not begun: nobody could have met anybody.
    """
    if session.execute(select(Event.starts_at).where(Event.id == event_id)).scalar_one() > now:
        raise ConflictError(
            N_("The event has not begun, so there is nothing to follow up yet. If its times are wrong, change them in the settings.")
        )
    closed = update(Event).where(Event.id == event_id, Event.closed_at.is_(None)).values(closed_at=now).returning(Event.id)
    if session.execute(closed.execution_options(synchronize_session=False)).one_or_none() is None:
        return Closing(closed_now=False, letters=0)
    return Closing(closed_now=True, letters=queue_followups(session, event_id, now=now))


def queue_followups(session: Session, event_id: int, *, now: datetime) -> int:
    """One letter for each attendee who met somebody, another for each who was there and met nobody, in one statement."""
    readers = followup_readers(event_id).subquery()
    values: dict[str, Any] = {
        "event_id": literal(event_id),
        "campaign": literal(CAMPAIGN),
        "kind": readers.c.kind,
        "recipient": readers.c.email_key,
        "address": readers.c.email_key,
        "person_id": readers.c.person_id,
        "payload": literal({}, JSON),
        "state": literal("queued"),
        "attempts": literal(0),
        "next_try_at": literal(now, UtcTime),
        "lease": literal(""),
        "message_id": literal(""),
        "server_said": literal(""),
        "created_at": literal(now, UtcTime),
    }
    chosen = select(*values.values()).where(~readers.c.wants_none).order_by(readers.c.attendee_id)
    new = insert_into(session, OutboxLetter).from_select(list(values), chosen, include_defaults=False)
    return len(session.execute(new.on_conflict_do_nothing(index_elements=UNIQUE).returning(OutboxLetter.id)).all())
