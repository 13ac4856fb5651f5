"""What is asked about letters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, select
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import BULK, TOPICS
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter, Suppression

# What needs somebody's eyes stands first.
ATTENTION = case({"failed": 0, "uncertain": 1, "transmitting": 2, "claimed": 2, "queued": 2}, value=OutboxLetter.state, else_=3)


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


LETTER_LINE: tuple[Any, ...] = (
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


def has_letters(session: Session, event_id: int, campaign: str) -> bool:
    """Whether any of these letters was written and not taken back."""
    theirs = select(OutboxLetter.id).where(OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign)
    return session.scalar(theirs.limit(1)) is not None


def letters_wait(session: Session, event_id: int, kinds: Collection[str]) -> bool:
    """Whether any letter of the event has not left; of some kinds."""
    theirs = (OutboxLetter.event_id == event_id, OutboxLetter.kind.in_(kinds), OutboxLetter.state == "queued")
    return session.scalar(select(OutboxLetter.id).where(*theirs).limit(1)) is not None


def letters_leave_at(session: Session, event_id: int, campaign: str) -> datetime | None:
    """When the first of these letters that still waits begins to leave."""
    waiting = (OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign, OutboxLetter.state == "queued")
    return session.scalar(select(func.min(OutboxLetter.next_try_at)).where(*waiting, OutboxLetter.attempts == 0))


def letters_of(session: Session, event_id: int, *, kinds: Collection[str], start: int, most: int) -> list[LetterLine]:
    """Letters of one event with their readers' names, those that need attention first."""
    its_reader = and_(Attendee.event_id == OutboxLetter.event_id, Attendee.person_id == OutboxLetter.person_id)
    lines: Select[Any] = select(*LETTER_LINE, func.coalesce(Attendee.name, ""), Attendee.id).outerjoin(Attendee, its_reader)
    lines = lines.where(OutboxLetter.event_id == event_id, OutboxLetter.kind.in_(kinds))
    return [
        LetterLine(*row) for row in session.execute(lines.order_by(ATTENTION, Attendee.name, OutboxLetter.id).offset(start).limit(most))
    ]


def letters_to_look_at(session: Session, *, most: int, event_id: int | None = None) -> list[LetterLine]:
    """Letters of the whole house, or of an event, that failed or may have arrived, the newest first; for the command line."""
    lines: Select[Any] = select(*LETTER_LINE, literal(""), literal(None)).where(OutboxLetter.state.in_(("failed", "uncertain")))
    if event_id is not None:
        lines = lines.where(OutboxLetter.event_id == event_id)
    return [LetterLine(*row) for row in session.execute(lines.order_by(OutboxLetter.id.desc()).limit(most))]


def wants_none(recipient: object, *kinds: str) -> ColumnElement[bool]:
    """Inside a statement: whether this address key stands on the list of those who want no letters, of these kinds or at all."""
    return exists().where(Suppression.recipient == recipient, Suppression.kind.in_({BULK, *(TOPICS[kind] for kind in kinds)}))


def stopped_topics(session: Session, recipient: str) -> frozenset[str]:
    return frozenset(session.scalars(select(Suppression.kind).where(Suppression.recipient == recipient)))
