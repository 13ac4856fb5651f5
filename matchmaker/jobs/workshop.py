"""What every job is handed: the settings, sessions on the store, the clock."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.services.live_lists import LiveLists
from matchmaker.settings import Settings
from matchmaker.store.engine import make_engine, reading

GIVE_WAY_SECONDS = 0.105  # a little longer than SQLite lets somebody who waits sleep


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
        return Session(self.engine)

    def read(self) -> Session:
        return Session(self._reading)

    @cached_property
    def _reading(self) -> Engine:
        # Kept: each copy of an engine takes all its listeners along, which costs more than a letter's questions
        return reading(self.engine)

    def give_way(self) -> None:
        """Between two of many transactions: let in whoever waits for SQLite's one writer. They look again every tenth of a second."""
        if self.engine.dialect.name == "sqlite":
            time.sleep(GIVE_WAY_SECONDS)


Job = Callable[[Workshop], None]


def open_workshop(settings: Settings) -> Workshop:
    return Workshop(settings, make_engine(settings.database, synchronous=settings.sqlite_synchronous))
