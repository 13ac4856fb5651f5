"""When a worker was last seen."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from matchmaker.store.models.work import WorkerBeat

_LAST_BEAT = select(func.max(WorkerBeat.beat_at)).where(WorkerBeat.beat_at > bindparam("since"))


def is_worker_silent(session: Session, *, silence_seconds: int, now: datetime) -> bool:
    """No worker gave a sign of life for so long: letters and lists are waiting."""
    return session.scalar(_LAST_BEAT, {"since": now - timedelta(seconds=silence_seconds)}) is None
