"""The word of whoever runs the house on letters that failed or may have arrived; for the command line."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.errors import N_, NotAllowedError
from matchmaker.services.mail import as_if_just_written
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter

Verdict = Literal["arrived", "again", "leave"]


def event_called(session: Session, slug: str) -> int | None:
    """The event with this short address; None if none is named.

    Raises
    ------
    NotAllowedError
        There is no such event.
    """
    if not slug:
        return None
    event_id = session.scalar(select(Event.id).where(Event.slug == slug))
    if event_id is None:
        raise NotAllowedError(N_("There is no event %(slug)s here."), slug=slug)
    return event_id


def try_failed_again(session: Session, *, ids: Collection[int] = (), event_id: int | None = None, now: datetime) -> list[int]:
    """Put failed letters back into the queue: these, or all of an event, or all there are. Uncertain ones never: they may have arrived."""
    failed = update(OutboxLetter).where(OutboxLetter.state == "failed").values(**as_if_just_written(now))
    if ids:
        failed = failed.where(OutboxLetter.id.in_(ids))
    if event_id is not None:
        failed = failed.where(OutboxLetter.event_id == event_id)
    return _ids(session, failed)


def settle_uncertain(session: Session, ids: Collection[int], verdict: Verdict, *, now: datetime) -> list[int]:
    """What somebody found out, or decided, about letters of which nobody knew whether they had arrived."""
    values: dict[Verdict, dict[str, object]] = {
        "arrived": {"state": "sent", "finished_at": now},
        "again": as_if_just_written(now),
        "leave": {"state": "cancelled"},
    }
    uncertain = update(OutboxLetter).where(OutboxLetter.state == "uncertain", OutboxLetter.id.in_(ids))
    return _ids(session, uncertain.values(**values[verdict]))


def _ids(session: Session, change: Any) -> list[int]:
    return sorted(session.scalars(change.returning(OutboxLetter.id).execution_options(synchronize_session=False)))
