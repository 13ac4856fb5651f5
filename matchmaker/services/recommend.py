"""Who meets whom: ask for fresh lists, and build them."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.store.models.events import Event


def want_lists(session: Session, event_id: int) -> None:
    """Say that the event's lists are stale; the worker builds them anew."""
    session.execute(update(Event).where(Event.id == event_id).values(lists_wanted=Event.lists_wanted + 1))
