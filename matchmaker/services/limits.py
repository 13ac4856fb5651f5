"""How often somebody may do something, counted in the database, so that it holds over workers and restarts."""

from datetime import datetime, timedelta

from sqlalchemy import and_, case, delete
from sqlalchemy.orm import Session

from matchmaker.store.models.signin import RateCount
from matchmaker.store.upsert import insert_into

HOUR = timedelta(hours=1)
FORGET_AFTER = timedelta(days=1)


def take_turn(session: Session, key: str, *, most: int, now: datetime, within: timedelta = HOUR) -> bool:
    """Take one of `most` turns within a window that begins with the first; False, and nothing counted, when all are taken.

    One conditional upsert: parallel takers queue for the row, so none of them slips through, and the row stays theirs until they commit.
    """
    is_over = RateCount.window_starts_at <= now - within
    statement = insert_into(session, RateCount).values(key=key, window_starts_at=now, count=1)
    taken = statement.on_conflict_do_update(
        index_elements=[RateCount.key],
        set_={
            "count": case((is_over, 1), else_=RateCount.count + 1),
            "window_starts_at": case((is_over, now), else_=RateCount.window_starts_at),
        },
        where=is_over | and_(RateCount.count < most),
    ).returning(RateCount.count)
    return session.execute(taken).scalar_one_or_none() is not None


def forget_old_counts(session: Session, *, now: datetime) -> None:
    """Windows are hours; a count of yesterday says nothing any more."""
    session.execute(delete(RateCount).where(RateCount.window_starts_at < now - FORGET_AFTER))
