"""Closing an event: its letters are written down in the same transaction, so there is never the one without the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.errors import N_, ConflictError
from matchmaker.services.mail_batches import queue_chosen
from matchmaker.store.models.events import Event
from matchmaker.store.queries.followup import followup_readers

CAMPAIGN = "follow-up"
KINDS = ("met", "met_nobody")


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing did; `letters` is 0 when the event was closed before."""

    closed_now: bool
    letters: int


def close_event(session: Session, event_id: int, *, now: datetime, wait: timedelta = timedelta(0)) -> Closing:
    """Close the event and put its follow-up letters into the outbox, where they wait for a while. A second time changes nothing.

    Raises
    ------
    ConflictError
        The event has not begun, or is a draft: nobody could have met anybody.
    """
    starts_at, opened_at = session.execute(select(Event.starts_at, Event.opened_at).where(Event.id == event_id)).one()
    if opened_at is None:
        raise ConflictError(N_("The event was never opened, so nobody was there. Open it first, on its first page."))
    if starts_at > now:
        raise ConflictError(
            N_("The event has not begun, so there is nothing to follow up yet. If its times are wrong, change them in the settings.")
        )
    closed = update(Event).where(Event.id == event_id, Event.closed_at.is_(None)).values(closed_at=now).returning(Event.id)
    if session.execute(closed.execution_options(synchronize_session=False)).one_or_none() is None:
        return Closing(closed_now=False, letters=0)
    return Closing(closed_now=True, letters=queue_followups(session, event_id, now=now, wait=wait))


def queue_followups(session: Session, event_id: int, *, now: datetime, wait: timedelta = timedelta(0)) -> int:
    """One letter for each attendee who met somebody, another for each who was there and met nobody, in one statement."""
    readers = followup_readers(event_id).subquery()
    chosen = select(readers).where(~readers.c.wants_none)
    return queue_chosen(session, chosen, kind="", event_id=event_id, campaign=CAMPAIGN, now=now, wait=wait)
