"""Who may meet whom by group: one condition for every list and search, and the same for the matcher."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.groups import GroupApart


def groups_may_meet(reader_is: Any, other: Any) -> ColumnElement[bool]:
    """Inside a statement: the organiser does not keep the groups of these two apart.

    Parameters
    ----------
    reader_is : callable
        From the columns of an attendee: the condition that this is the reader.
    other
        The columns of the other attendee's table.
    """
    apart, mine = GroupApart.__table__.alias().c, Attendee.__table__.alias().c
    kept = select(literal(1)).where(
        reader_is(mine),
        mine.event_id == other.event_id,
        apart.event_id == other.event_id,
        apart.one == mine.group_name,
        apart.other == other.group_name,
    )
    # Most people are in no group: for them nothing more is asked.
    return or_(other.group_name == "", ~kept.correlate(other.event_id.table).exists())


def groups_of(session: Session, event_id: int) -> tuple[tuple[str, int], ...]:
    """The groups people are in, with how many are in each, by name."""
    rows: Any = session.execute(
        select(Attendee.group_name, func.count())
        .where(Attendee.event_id == event_id, Attendee.status == "registered", Attendee.group_name != "")
        .group_by(Attendee.group_name)
        .order_by(Attendee.group_name)
    )
    return tuple((name, count) for name, count in rows)


def groups_apart(session: Session, event_id: int) -> tuple[tuple[str, str], ...]:
    """Each pair in both orders."""
    rows: Any = session.execute(
        select(GroupApart.one, GroupApart.other).where(GroupApart.event_id == event_id).order_by(GroupApart.one, GroupApart.other)
    )
    return tuple((one, other) for one, other in rows)
