"""What every job is handed: the settings, sessions on the store, the clock."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from matchmaker.services.live_lists import LiveLists
from matchmaker.settings import Settings
from matchmaker.store.engine import make_engine, reading


def system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Workshop:
    """A job opens sessions itself and commits per item; `read` sessions can't write and never wait for writers."""

    settings: Settings
    engine: Engine
    now: Callable[[], datetime] = system_clock
    # The matchers this process keeps, by event. Whoever uses one holds the lock.
    live: dict[int, LiveLists] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def session(self) -> Session:
        return sessionmaker(self.engine)()

    def read(self) -> Session:
        return sessionmaker(reading(self.engine))()


Job = Callable[[Workshop], None]


def open_workshop(settings: Settings) -> Workshop:
    return Workshop(settings, make_engine(settings.database, synchronous=settings.sqlite_synchronous))
