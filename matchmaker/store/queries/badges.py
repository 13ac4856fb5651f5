"""Questions about badges and the sheets they are printed on, always inside one event."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge, BadgeSheet
from matchmaker.store.models.events import Event


@dataclass(frozen=True, slots=True)
class SheetEvent:
    """What a badge says of its event."""

    id: int
    slug: str
    name: str
    sees: str
    starts_at: datetime
    time_zone: str


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """One attendee as their badge shows them; generation and turn are those of the code in force."""

    attendee_id: int
    name: str
    organisation: str
    headline: str
    generation: int
    turn: int
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnBadgeRow:
    """Generation 0: no badge is in force."""

    generation: int
    turn: int
    tries_after: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    id: int
    asked_at: datetime
    begun_at: datetime | None
    made_at: datetime | None
    badges: int
    problem: str
    is_kept: bool


_IN_FORCE = and_(Badge.event_id == Attendee.event_id, Badge.attendee_id == Attendee.id, Badge.revoked_at.is_(None))


def sheet_event(session: Session, event_id: int) -> SheetEvent:
    columns = (Event.id, Event.slug, Event.name, Event.sees, Event.starts_at, Event.time_zone)
    return SheetEvent(*session.execute(select(*columns).where(Event.id == event_id)).one())


def names_at(session: Session, event_id: int) -> list[tuple[int, str]]:
    """Id and name of everybody who is registered."""
    rows = select(Attendee.id, Attendee.name).where(Attendee.event_id == event_id, Attendee.status == "registered")
    return [(attendee_id, name) for attendee_id, name in session.execute(rows)]


def badge_rows(session: Session, event_id: int, *, only: Collection[int] | None = None) -> list[BadgeRow]:
    """Everybody who is registered (or some of them), with what their badge shows; in two statements for any number."""
    people = (
        select(
            Attendee.id,
            Attendee.name,
            Attendee.organisation,
            Attendee.headline,
            func.coalesce(Badge.generation, 1),
            func.coalesce(Badge.short_turn, 0),
        )
        .outerjoin(Badge, _IN_FORCE)
        .where(Attendee.event_id == event_id, Attendee.status == "registered")
    )
    if only is not None:
        people = people.where(Attendee.id.in_(only))
    topics = _topics_by_attendee(session, event_id, only)
    return [BadgeRow(*row, tuple(topics.get(row[0], ()))) for row in session.execute(people)]


def without_badge(session: Session, event_id: int, *, only: int | None = None) -> list[tuple[int, int]]:
    """Attendee and last generation (0: never had one) of those who have no badge in force."""
    latest = func.coalesce(func.max(Badge.generation), 0)
    rows = (
        select(Attendee.id, latest)
        .outerjoin(Badge, and_(Badge.event_id == Attendee.event_id, Badge.attendee_id == Attendee.id))
        .where(Attendee.event_id == event_id, Attendee.status == "registered")
        .group_by(Attendee.id)
        .having(func.count(Badge.generation) == func.count(Badge.revoked_at))
        .order_by(Attendee.id)
    )
    if only is not None:
        rows = rows.where(Attendee.id == only)
    return [(attendee_id, generation) for attendee_id, generation in session.execute(rows)]


def short_hashes_of(session: Session, event_id: int) -> set[str]:
    """Every short code the event ever gave out: one that was withdrawn must not come back as somebody else."""
    return set(session.scalars(select(Badge.short_hash).where(Badge.event_id == event_id)))


def own_badge_row(session: Session, event_id: int, attendee_id: int) -> OwnBadgeRow:
    """The badge in force, and how often a code before it was tried since it was withdrawn."""
    mine = Badge.event_id == event_id, Badge.attendee_id == attendee_id
    in_force = select(Badge.generation, Badge.short_turn).where(*mine, Badge.revoked_at.is_(None)).subquery()
    tries = select(func.coalesce(func.sum(Badge.tries_after), 0)).where(*mine).scalar_subquery()
    row = session.execute(
        select(func.coalesce(func.max(in_force.c.generation), 0), func.coalesce(func.max(in_force.c.short_turn), 0), tries)
    )
    return OwnBadgeRow(*row.one())


def newest_sheet(session: Session, event_id: int) -> SheetRow | None:
    row = session.execute(_sheets(event_id).order_by(BadgeSheet.id.desc()).limit(1)).one_or_none()
    return SheetRow(*row) if row else None


def sheet_content(session: Session, event_id: int, sheet_id: int) -> bytes | None:
    """The sealed PDF of this event's sheet; None while it is not made, and after it was thrown away."""
    return session.scalar(select(BadgeSheet.content).where(BadgeSheet.event_id == event_id, BadgeSheet.id == sheet_id))


def sheets_to_make(session: Session, *, given_up_before: datetime) -> Sequence[int]:
    """The sheets nobody is making: new ones, and those whose worker has been silent since."""
    waiting = or_(BadgeSheet.begun_at.is_(None), BadgeSheet.begun_at < given_up_before)
    return session.scalars(select(BadgeSheet.id).where(BadgeSheet.made_at.is_(None), waiting).order_by(BadgeSheet.id)).all()


def events_with_bare_attendees(session: Session) -> Sequence[int]:
    """Events that are not over and have somebody without a badge in force."""
    bare = ~select(Badge.attendee_id).where(_IN_FORCE).correlate(Attendee).exists()
    rows = select(Attendee.event_id).join(Event, Event.id == Attendee.event_id).where(Attendee.status == "registered", bare)
    return session.scalars(rows.where(Event.closed_at.is_(None)).distinct().order_by(Attendee.event_id)).all()


def _sheets(event_id: int) -> Select[Any]:
    columns: tuple[Any, ...] = (
        BadgeSheet.id,
        BadgeSheet.asked_at,
        BadgeSheet.begun_at,
        BadgeSheet.made_at,
        BadgeSheet.badges,
        BadgeSheet.problem,
        BadgeSheet.content.is_not(None),
    )
    return select(*columns).where(BadgeSheet.event_id == event_id)


def _topics_by_attendee(session: Session, event_id: int, only: Collection[int] | None) -> dict[int, list[str]]:
    rows = select(AttendeeInterest.attendee_id, AttendeeInterest.text).where(
        AttendeeInterest.event_id == event_id, AttendeeInterest.kind == "talk"
    )
    if only is not None:
        rows = rows.where(AttendeeInterest.attendee_id.in_(only))
    topics: dict[int, list[str]] = {}
    for attendee_id, text in session.execute(rows.order_by(AttendeeInterest.position, AttendeeInterest.id)):
        topics.setdefault(attendee_id, []).append(text)
    return topics
