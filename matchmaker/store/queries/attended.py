"""The events one person attends."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event


def newest_event_of(session: Session, person_id: int) -> str | None:
    """The address of the event this person attends that begins last: where a page of all events leads back to."""
    mine = (
        select(Event.slug)
        .join(Attendee, Attendee.event_id == Event.id)
        .where(Attendee.person_id == person_id, Attendee.status == "registered")
    )
    return session.scalars(mine.order_by(Event.starts_at.desc(), Event.id.desc()).limit(1)).one_or_none()
