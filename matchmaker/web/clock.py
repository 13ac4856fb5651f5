"""The clock that the doors hand to services."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app

Clock = Callable[[], datetime]
CLOCK = "matchmaker.clock"


def utc_now() -> datetime:
    clock: Clock = current_app.extensions[CLOCK]
    return clock()


def system_clock() -> datetime:
    return datetime.now(UTC)
