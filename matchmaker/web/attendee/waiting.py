"""A page that waits a moment for the worker, with no transaction open and most threads left to others."""

import time
from threading import BoundedSemaphore
from typing import Final

from matchmaker.services.matches import is_waiting, look_again
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts
from matchmaker.web.database import db

_LOOK_EVERY: Final = 0.05
# Who waits holds a thread of this process: two at most, however many people wait for a slow worker.
_chairs = BoundedSemaphore(2)


def wait_for_list(event: EventFacts, reader: AttendeeFacts, *, seconds: float) -> EventFacts:
    """The event as it is when this reader's list is there, or when the time is over."""
    if not is_waiting(event, reader) or not _chairs.acquire(blocking=False):
        return event
    try:
        until = time.monotonic() + seconds
        while is_waiting(event, reader) and time.monotonic() < until:
            db.session.remove()  # the transaction ends, so that what the worker commits can be seen
            time.sleep(_LOOK_EVERY)
            event = look_again(db.session(), event)
    finally:
        _chairs.release()
    return event
