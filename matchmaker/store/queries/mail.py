"""What is asked about letters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter, Suppression

# One press stops all letters nobody asked for: whoever says "no more letters" doesn't mean one wording.
BULK = "bulk"

# What needs somebody's eyes stands first.
_ATTENTION = case({"failed": 0, "uncertain": 1, "transmitting": 2, "claimed": 2, "queued": 2}, value=OutboxLetter.state, else_=3)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter and how it stands; `name` and `attendee_id` are those of its reader at the event."""

    id: int
    kind: str
    address: str
    state: str
    attempts: int
    next_try_at: datetime
    finished_at: datetime | None
    server_said: str
    name: str
    attendee_id: int | None


_LINE: tuple[Any, ...] = (
    OutboxLetter.id,
    OutboxLetter.kind,
    OutboxLetter.address,
    OutboxLetter.state,
    OutboxLetter.attempts,
    OutboxLetter.next_try_at,
    OutboxLetter.finished_at,
    OutboxLetter.server_said,
)


def letters_due(session: Session, *, kinds: Collection[str] = (), now: datetime) -> int:
    """How many letters wait for a worker right now; of some kinds, or of all if none is named."""
    return session.scalar(select(func.count()).select_from(OutboxLetter).where(is_due(now, kinds))) or 0


def is_due(now: datetime, kinds: Collection[str] = ()) -> ColumnElement[bool]:
    """Inside a statement: whether a letter waits for a worker."""
    wanted = (OutboxLetter.kind.in_(kinds),) if kinds else ()
    return and_(OutboxLetter.state == "queued", OutboxLetter.next_try_at <= now, *wanted)


def letter_counts(session: Session, *, event_id: int | None = None, kinds: Collection[str] = ()) -> dict[str, int]:
    """How many letters stand in each state; of one event and some kinds, or of the whole house."""
    counts: Any = select(OutboxLetter.state, func.count()).group_by(OutboxLetter.state)
    if event_id is not None:
        counts = counts.where(OutboxLetter.event_id == event_id)
    if kinds:
        counts = counts.where(OutboxLetter.kind.in_(kinds))
    return dict(list(session.execute(counts)))


def letters_of(session: Session, event_id: int, *, kinds: Collection[str], start: int, most: int) -> list[LetterLine]:
    """Letters of one event with their readers' names, those that need attention first."""
    its_reader = and_(Attendee.event_id == OutboxLetter.event_id, Attendee.person_id == OutboxLetter.person_id)
    lines: Select[Any] = select(*_LINE, func.coalesce(Attendee.name, ""), Attendee.id).outerjoin(Attendee, its_reader)
    lines = lines.where(OutboxLetter.event_id == event_id, OutboxLetter.kind.in_(kinds))
    return [
        LetterLine(*row) for row in session.execute(lines.order_by(_ATTENTION, Attendee.name, OutboxLetter.id).offset(start).limit(most))
    ]


def letters_to_look_at(session: Session, *, most: int) -> list[LetterLine]:
    """Letters of the whole house that failed or may have arrived, the newest first; for the command line."""
    lines: Select[Any] = select(*_LINE, literal(""), literal(None)).where(OutboxLetter.state.in_(("failed", "uncertain")))
    return [LetterLine(*row) for row in session.execute(lines.order_by(OutboxLetter.id.desc()).limit(most))]


def wants_none(recipient: object) -> ColumnElement[bool]:
    """Inside a statement: whether this address key stands on the list of those who want no letters."""
    return exists().where(Suppression.recipient == recipient, Suppression.kind == BULK)
