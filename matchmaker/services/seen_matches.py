"""Whom a reader has seen on their list, so that who is new there can be marked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.matches import SeenMatch
from matchmaker.store.upsert import insert_into

# More than any page shows.
MOST_AT_ONCE = 100


def mark_seen(session: Session, event_id: int, reader_id: int, others: Sequence[int], *, now: datetime) -> None:
    """Keep that this reader has seen these people of their event; the first time counts."""
    asked = list(dict.fromkeys(others))[:MOST_AT_ONCE]
    here = session.scalars(
        select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_(asked), Attendee.id != reader_id).order_by(Attendee.id)
    )
    rows = [{"event_id": event_id, "reader_id": reader_id, "other_id": other, "seen_at": now} for other in here]
    if rows:
        session.execute(insert_into(session, SeenMatch).on_conflict_do_nothing(), rows)
