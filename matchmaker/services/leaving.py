"""Leaving one event: out of everybody's lists at once, contacts stay, and for a day it can be undone."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.privacy.leaving import left_attendee
from matchmaker.errors import NotFoundError
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.queries.reports import is_taken_out


def leave_event(session: Session, event_id: int, attendee_id: int, *, now: datetime) -> None:
    """Nobody sees them here from now on: each page asks for who is registered, whatever the stored lists say."""
    _set_status(session, event_id, attendee_id, "cancelled", left_at=now, now=now)


def come_back(session: Session, person_id: int, token: str, *, key: bytes, now: datetime) -> int:
    """Undo leaving; returns the event.

    Raises
    ------
    NotFoundError
        The token is none of theirs, or its day is over.
    """
    attendee_id = left_attendee(key, token, now=now)
    mine = select(Attendee.event_id).where(Attendee.id == attendee_id, Attendee.person_id == person_id, Attendee.status == "cancelled")
    event_id = session.scalar(mine) if attendee_id is not None else None
    if event_id is None or attendee_id is None or is_taken_out(session, event_id, person_id):
        raise NotFoundError
    _set_status(session, event_id, attendee_id, "registered", left_at=None, now=now)
    return event_id


def _set_status(session: Session, event_id: int, attendee_id: int, status: str, *, left_at: datetime | None, now: datetime) -> None:
    mine = (Attendee.event_id == event_id, Attendee.id == attendee_id)
    session.execute(update(Attendee).where(*mine).values(status=status, left_at=left_at, updated_at=now))
    want_lists(session, event_id)
