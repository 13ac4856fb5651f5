"""Signs of life of the workers."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from matchmaker.store.models.work import WorkerBeat

FORGET_AFTER = timedelta(hours=1)


def beat(session: Session, worker: str, *, now: datetime) -> None:
    """Note that this worker lives, and forget those that have been gone for an hour."""
    session.execute(delete(WorkerBeat).where(WorkerBeat.beat_at < now - FORGET_AFTER))
    session.merge(WorkerBeat(worker=worker, beat_at=now))
    session.flush()
