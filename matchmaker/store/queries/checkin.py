"""What the door asks: who somebody is by their code, who is in since when and where, and how many are expected."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Executable, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.checkin import CheckIn, DeskDevice


@dataclass(frozen=True, slots=True)
class DoorPerson:
    """One attendee as the door sees them: by name alone."""

    id: int
    person_id: int
    name: str
    status: str
    checked_in_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One line of the list that a desk keeps; `mark` is the hash of the code on their badge, "" without one."""

    id: int
    name: str
    status: str
    checked_in_at: datetime | None
    mark: str


@dataclass(frozen=True, slots=True)
class DoorCounts:
    inside: int
    expected: int
    listed: int  # lines on the list, those with a cancelled ticket included


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry for the list of the last ones; `desk` is "" for somebody of the team."""

    entry_id: str
    attendee_id: int
    name: str
    way: str
    desk: str
    at: datetime
    was_in: bool
    undone_at: datetime | None


_AT = func.coalesce(CheckIn.client_at, CheckIn.done_at)
_IN_FORCE = and_(Badge.event_id == Attendee.event_id, Badge.attendee_id == Attendee.id, Badge.revoked_at.is_(None))
_DESK_OF = and_(DeskDevice.event_id == CheckIn.event_id, DeskDevice.id == CheckIn.desk_id)
_PERSON = select(Attendee.id, Attendee.person_id, Attendee.name, Attendee.status, Attendee.checked_in_at, Attendee.created_at)
_LINE = select(Attendee.id, Attendee.name, Attendee.status, Attendee.checked_in_at, func.coalesce(Badge.token_hash, "")).outerjoin(
    Badge, _IN_FORCE
)


def door_person(session: Session, event_id: int, attendee_id: int) -> DoorPerson | None:
    return _one(session, _PERSON.where(Attendee.event_id == event_id, Attendee.id == attendee_id))


def door_person_with_code(session: Session, event_id: int, token_hash: str) -> DoorPerson | None:
    """Whose badge in force this is, at this event."""
    return _one(session, _PERSON.join(Badge, _IN_FORCE).where(Badge.event_id == event_id, Badge.token_hash == token_hash))


def door_person_with_short_code(session: Session, event_id: int, short_hash: str) -> DoorPerson | None:
    return _one(session, _PERSON.join(Badge, _IN_FORCE).where(Badge.event_id == event_id, Badge.short_hash == short_hash))


def _one(session: Session, statement: Executable) -> DoorPerson | None:
    row = session.execute(statement).one_or_none()
    return DoorPerson(*row) if row else None


def generation_of(session: Session, event_id: int, attendee_id: int) -> int | None:
    """Which badge of theirs is in force."""
    mine = (Badge.event_id == event_id, Badge.attendee_id == attendee_id, Badge.revoked_at.is_(None))
    return session.scalar(select(Badge.generation).where(*mine))


def door_lines(session: Session, event_id: int, *, since: datetime | None = None) -> tuple[DoorLine, ...]:
    """Everybody of the event by name, or whoever changed since; in one statement."""
    lines = _LINE.where(Attendee.event_id == event_id).order_by(func.lower(Attendee.name), Attendee.id)
    if since is not None:
        mine = and_(CheckIn.event_id == Attendee.event_id, CheckIn.attendee_id == Attendee.id)
        moved = exists().where(mine, or_(CheckIn.done_at >= since, CheckIn.undone_at >= since))
        lines = lines.where(or_(Attendee.created_at >= since, Attendee.updated_at >= since, Badge.created_at >= since, moved))
    return tuple(DoorLine(*row) for row in session.execute(lines))


def door_counts(session: Session, event_id: int) -> DoorCounts:
    """Of those who are registered: who is in, and all; and how long the list is."""
    is_coming = Attendee.status == "registered"
    coming: ColumnElement[int] = func.coalesce(func.sum(case((is_coming, 1), else_=0)), 0)
    is_in: ColumnElement[int] = func.coalesce(func.sum(case((and_(is_coming, Attendee.checked_in_at.is_not(None)), 1), else_=0)), 0)
    return DoorCounts(*session.execute(select(is_in, coming, func.count()).where(Attendee.event_id == event_id)).one())


def entry_with_id(session: Session, event_id: int, entry_id: str) -> CheckIn | None:
    return session.scalars(select(CheckIn).where(CheckIn.event_id == event_id, CheckIn.entry_id == entry_id)).one_or_none()


def first_desk_of(session: Session, event_id: int, attendee_id: int) -> str:
    """The desk whose entry of this person is the earliest that stands; "" for the team, or for nobody."""
    mine = (CheckIn.event_id == event_id, CheckIn.attendee_id == attendee_id, CheckIn.undone_at.is_(None))
    earliest = select(DeskDevice.name).select_from(CheckIn).outerjoin(DeskDevice, _DESK_OF).where(*mine).order_by(_AT, CheckIn.id)
    return session.scalar(earliest.limit(1)) or ""


def in_since(session: Session, event_id: int, attendee_id: int) -> datetime | None:
    """The earliest time of what stands; None when nothing does."""
    mine = (CheckIn.event_id == event_id, CheckIn.attendee_id == attendee_id, CheckIn.undone_at.is_(None))
    found: datetime | None = session.scalar(select(_AT).where(*mine).order_by(_AT, CheckIn.id).limit(1))
    return found


def last_entries(session: Session, event_id: int, *, most: int = 10) -> tuple[EntryLine, ...]:
    lines = (
        select(
            CheckIn.entry_id,
            Attendee.id,
            Attendee.name,
            CheckIn.way,
            func.coalesce(DeskDevice.name, ""),
            _AT,
            CheckIn.was_in,
            CheckIn.undone_at,
        )
        .join(Attendee, and_(Attendee.event_id == CheckIn.event_id, Attendee.id == CheckIn.attendee_id))
        .outerjoin(DeskDevice, _DESK_OF)
        .where(CheckIn.event_id == event_id)
        .order_by(CheckIn.done_at.desc(), CheckIn.id.desc())
    )
    return tuple(EntryLine(*row) for row in session.execute(lines.limit(most)))


def is_walk_in(session: Session, event_id: int, attendee_id: int) -> bool:
    """Whether a desk brought them in at the door: their badge may be printed there."""
    mine = (CheckIn.event_id == event_id, CheckIn.attendee_id == attendee_id, CheckIn.way == "walk_in")
    return session.scalar(select(CheckIn.id).where(*mine).limit(1)) is not None
