"""The word of whoever runs the house on letters that failed or may have arrived; for the command line."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.errors import N_, NotAllowedError
from matchmaker.services.deeds import note_deed
from matchmaker.services.mail import as_if_just_written
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter

Verdict = Literal["arrived", "again", "leave"]
_DEEDS: Mapping[Verdict, Deed] = {"arrived": Deed.LETTER_ARRIVED, "again": Deed.LETTER_SENT_AGAIN, "leave": Deed.LETTER_LEFT}


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
    return _noted(session, _ids(session, failed), Deed.LETTER_SENT_AGAIN, event_id=event_id, now=now)


def settle_uncertain(session: Session, ids: Collection[int], verdict: Verdict, *, now: datetime) -> list[int]:
    """What somebody found out, or decided, about letters of which nobody knew whether they had arrived."""
    values: dict[Verdict, dict[str, object]] = {
        "arrived": {"state": "sent", "finished_at": now},
        "again": as_if_just_written(now),
        "leave": {"state": "cancelled"},
    }
    uncertain = update(OutboxLetter).where(OutboxLetter.state == "uncertain", OutboxLetter.id.in_(ids))
    return _noted(session, _ids(session, uncertain.values(**values[verdict])), _DEEDS[verdict], now=now)


def _noted(session: Session, letters: list[int], deed: Deed, *, event_id: int | None = None, now: datetime) -> list[int]:
    """Whoever runs the service decided it, from the command line."""
    if letters:
        note_deed(session, deed, event_id=event_id, actor_id=None, count=len(letters), now=now)
    return letters


def _ids(session: Session, change: Any) -> list[int]:
    return sorted(session.scalars(change.returning(OutboxLetter.id).execution_options(synchronize_session=False)))
