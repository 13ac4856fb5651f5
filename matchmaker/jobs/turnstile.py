"""One run at a time: who comes meanwhile is not kept waiting, and the run looks once more before it ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turnstile:
    """Shared by the threads of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy = False
        self._somebody_came = False

    def enter(self) -> bool:
        """Whether this caller is the one who runs; otherwise the one who does is told that somebody came."""
        with self._lock:
            if self._busy:
                self._somebody_came = True
                return False
            self._busy = True
            return True

    @contextmanager
    def rounds(self) -> Iterator[Iterator[None]]:
        """For the one who entered: as many rounds as it takes until nobody came during the last one."""
        try:
            yield self._rounds()
        finally:
            with self._lock:
                self._busy = self._somebody_came = False

    def _rounds(self) -> Iterator[None]:
        while True:
            yield
            with self._lock:
                if not self._somebody_came:
                    self._busy = False
                    return
                self._somebody_came = False
