"""The interests of an event as an organiser edits them: how many chose each, and what was done to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import AttendeeInterest
from matchmaker.store.models.events import Interest
from matchmaker.store.models.interest_edits import InterestEdit


@dataclass(frozen=True, slots=True)
class EditLine:
    """One edit; only the newest that stands can be undone, so that undoing goes back step by step."""

    id: int
    verb: str
    label: str
    into_label: str
    people: int
    done_at: datetime


def people_by_interest(session: Session, event_id: int) -> dict[int, int]:
    """How many people chose each interest; one who chose it twice counts once."""
    chosen = (AttendeeInterest.event_id == event_id, AttendeeInterest.interest_id.is_not(None))
    people = func.count(AttendeeInterest.attendee_id.distinct())
    rows: Any = session.execute(select(AttendeeInterest.interest_id, people).where(*chosen).group_by(AttendeeInterest.interest_id))
    return dict(list(rows))


def edits_of(session: Session, event_id: int, *, most: int = 20) -> tuple[EditLine, ...]:
    """Those that stand, the newest first."""
    columns = (InterestEdit.id, InterestEdit.verb, InterestEdit.label, InterestEdit.into_label, InterestEdit.people, InterestEdit.done_at)
    stands = select(*columns).where(InterestEdit.event_id == event_id, InterestEdit.undone_at.is_(None))
    rows: Any = session.execute(stands.order_by(InterestEdit.id.desc()).limit(most))
    return tuple(EditLine(*row) for row in rows)


def interest_to_edit(session: Session, event_id: int, interest_id: int) -> Interest | None:
    mine = select(Interest).where(Interest.event_id == event_id, Interest.id == interest_id)
    return session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one_or_none()


def newest_edit(session: Session, event_id: int) -> InterestEdit | None:
    stands = select(InterestEdit).where(InterestEdit.event_id == event_id, InterestEdit.undone_at.is_(None))
    return session.scalars(stands.order_by(InterestEdit.id.desc()).limit(1).with_for_update()).one_or_none()
