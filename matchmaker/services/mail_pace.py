"""How many letters may leave in a minute and in a day: counted in the database, so that it holds over every worker of the house."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from matchmaker.services.mail import SIGN_IN, Claim, claim_letters
from matchmaker.settings import Settings
from matchmaker.store.models.signin import RateCount
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Pace:
    """`limits` pairs a window with the most letters in it; none means as fast as the server takes them."""

    limits: tuple[tuple[timedelta, int], ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> "Pace":
        wanted = ((timedelta(minutes=1), settings.mail_per_minute), (timedelta(days=1), settings.mail_per_day))
        return cls(tuple((window, most) for window, most in wanted if most))


def claim_at_pace(
    session: Session, pace: Pace, *, lease: str, most: int, seconds: int, now: datetime, codes_only: bool = False
) -> list[Claim]:
    """Take as many letters as the pace has room for, and count them.

    Codes count but never wait: somebody stands before the door. Whoever counts holds the count until they commit, so that two workers
    never both take what is left.
    """
    room = min([most, *(_room(session, window, limit, now=now) for window, limit in pace.limits)])
    take = partial(claim_letters, session, lease=lease, seconds=seconds, now=now)
    claims = take(most=most, kinds=(SIGN_IN,)) if codes_only or room < most else []
    if not codes_only and len(claims) < room:
        claims += take(most=room - len(claims))
    for window, _ in pace.limits:
        counted = update(RateCount).where(RateCount.key == _key(window)).values(count=RateCount.count + len(claims))
        session.execute(counted.execution_options(synchronize_session=False))
    return claims


def _room(session: Session, window: timedelta, most: int, *, now: datetime) -> int:
    """What this window has left. The upsert changes nothing in a window that runs, yet holds its row against other workers."""
    is_over = RateCount.window_starts_at <= now - window
    opened = insert_into(session, RateCount).values(key=_key(window), window_starts_at=now, count=0)
    held = opened.on_conflict_do_update(
        index_elements=[RateCount.key],
        set_={
            "count": case((is_over, 0), else_=RateCount.count),
            "window_starts_at": case((is_over, now), else_=RateCount.window_starts_at),
        },
    ).returning(RateCount.count)
    return max(0, most - session.execute(held).scalar_one())


def _key(window: timedelta) -> str:
    return f"mail|{window.total_seconds():.0f}"
