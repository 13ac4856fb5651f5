"""A bar on stderr for whatever lasts longer than a second."""

import sys
import threading
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

import click

T = TypeVar("T")

PATIENCE = 1.0
PAUSE_ON_SCREEN, PAUSE_IN_A_LOG = 0.2, 5.0
WIDTH = 30


class Progress:
    """Silent for the first second; then a bar on a screen, or a line now and then in a log."""

    def __init__(self, label: str, total: int, *, patience: float = PATIENCE) -> None:
        self.label, self.total, self.done = label, total, 0
        self.patience = patience
        self._drawn = False
        self._over = threading.Event()
        self._drawer = threading.Thread(target=self._draw_now_and_then, daemon=True)

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self._drawer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._drawer.join()
        if self._drawn:
            self._draw()
            if _is_screen():
                click.echo(err=True)

    def through(self, items: Iterable[T]) -> Iterator[T]:
        for item in items:
            yield item
            self.done += 1

    def _draw_now_and_then(self) -> None:
        pause = self.patience
        while not self._over.wait(pause):
            self._drawn = True
            self._draw()
            pause = PAUSE_ON_SCREEN if _is_screen() else PAUSE_IN_A_LOG

    def _draw(self) -> None:
        share = self.done / self.total if self.total else 1.0
        seconds = time.monotonic() - self._started
        line = f"{self.label} [{'#' * int(share * WIDTH):-<{WIDTH}}] {self.done} of {self.total} people, {seconds:.0f} s"
        click.echo(f"\r{line}" if _is_screen() else line, nl=not _is_screen(), err=True)


def _is_screen() -> bool:
    return sys.stderr.isatty()
