"""Who may meet whom, and who stands in lists: two conditions that every question showing people to people carries."""

from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select

from matchmaker.store.models.safety import Block


def may_meet(one: Any, other: Any) -> ColumnElement[bool]:
    """Inside a statement: neither of these two persons has blocked the other; the same whichever stands first.

    Parameters
    ----------
    one, other
        Ids of persons: columns, bound parameters or numbers.
    """
    return and_(~_has_blocked(one, other), ~_has_blocked(other, one))


def takes_part(attendee: Any) -> ColumnElement[bool]:
    """Inside a statement: this attendee stands in lists, directories and searches: registered, not hidden, not paused.

    Parameters
    ----------
    attendee
        The model, an alias of it, or the columns of its table.
    """
    return and_(attendee.status == "registered", may_be_listed(attendee))


def may_be_listed(attendee: Any) -> ColumnElement[bool]:
    """Inside a statement: the attendee neither hides nor pauses."""
    return and_(attendee.listed, attendee.paused_at.is_(None))


def _has_blocked(blocker: Any, blocked: Any) -> ColumnElement[bool]:
    # A block's two ids are its key, so each direction costs one look into one index, on both engines.
    block = Block.__table__.alias()
    found = select(literal(1)).where(block.c.blocker_id == blocker, block.c.blocked_id == blocked)
    return found.select_from(block).correlate_except(block).exists()
