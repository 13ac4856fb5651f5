"""Questions about printing: what an event chose, the sheets that were asked for; always inside one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.printing import PrintChoice, kept_choice
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import BadgeSetup, BadgeSheet
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
    language: str = ""
    groups: tuple[str, ...] = ()  # in the order of their colours


@dataclass(frozen=True, slots=True)
class SheetRow:
    id: int
    asked_at: datetime
    begun_at: datetime | None
    made_at: datetime | None
    badges: int
    problem: str
    is_kept: bool
    kind: str
    choice: PrintChoice
    people: int


@dataclass(frozen=True, slots=True)
class SheetWish:
    """What a sheet was asked for, for whoever draws it."""

    event_id: int
    kind: str
    choice: PrintChoice
    people: tuple[int, ...]


def sheet_event(session: Session, event_id: int) -> SheetEvent:
    columns = (Event.id, Event.slug, Event.name, Event.sees, Event.starts_at, Event.time_zone, Event.language)
    groups = select(Attendee.group_name).where(Attendee.event_id == event_id, Attendee.group_name != "").distinct()
    row = session.execute(select(*columns).where(Event.id == event_id)).one()
    return SheetEvent(*row, groups=tuple(sorted(session.scalars(groups))))


def print_choice(session: Session, event_id: int) -> PrintChoice:
    """What the event chose; one that never chose has what every event begins with."""
    return kept_choice(session.scalar(select(BadgeSetup.choice).where(BadgeSetup.event_id == event_id)))


def newest_sheet(session: Session, event_id: int) -> SheetRow | None:
    """Of those the page of badges speaks of: one badge alone opens on a page of its own."""
    row = session.execute(_sheets(event_id).where(BadgeSheet.kind != "one").order_by(BadgeSheet.id.desc()).limit(1)).one_or_none()
    return _sheet_row(row) if row else None


def sheet_content(session: Session, event_id: int, sheet_id: int) -> bytes | None:
    """The sealed PDF of this event's sheet; None while it is not made, and after it was thrown away."""
    return session.scalar(select(BadgeSheet.content).where(BadgeSheet.event_id == event_id, BadgeSheet.id == sheet_id))


def sheets_to_make(session: Session, *, given_up_before: datetime) -> Sequence[int]:
    """The sheets nobody is making: new ones, and those whose worker has been silent since."""
    waiting = or_(BadgeSheet.begun_at.is_(None), BadgeSheet.begun_at < given_up_before)
    return session.scalars(select(BadgeSheet.id).where(BadgeSheet.made_at.is_(None), waiting).order_by(BadgeSheet.id)).all()


def find_sheet(session: Session, event_id: int, sheet_id: int) -> SheetRow | None:
    row = session.execute(_sheets(event_id).where(BadgeSheet.id == sheet_id)).one_or_none()
    return _sheet_row(row) if row else None


def sheet_wish(session: Session, sheet_id: int) -> SheetWish:
    columns = (BadgeSheet.event_id, BadgeSheet.kind, BadgeSheet.choice, BadgeSheet.people)
    event_id, kind, choice, people = session.execute(select(*columns).where(BadgeSheet.id == sheet_id)).one()
    return SheetWish(event_id, kind, kept_choice(choice), tuple(people))


def _sheet_row(row: Sequence[Any]) -> SheetRow:
    return SheetRow(**dict(zip(SheetRow.__slots__, (*row[:-2], kept_choice(row[-2]), len(row[-1])), strict=True)))


def _sheets(event_id: int) -> Select[Any]:
    columns: tuple[Any, ...] = (
        BadgeSheet.id,
        BadgeSheet.asked_at,
        BadgeSheet.begun_at,
        BadgeSheet.made_at,
        BadgeSheet.badges,
        BadgeSheet.problem,
        BadgeSheet.content.is_not(None),
        BadgeSheet.kind,
        BadgeSheet.choice,
        BadgeSheet.people,
    )
    return select(*columns).where(BadgeSheet.event_id == event_id)
