"""Start processes that belong together, and end all of them when one ends or somebody asks."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

PATIENCE = 10.0
TICK = 0.1
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """One process and what to call it."""

    name: str
    process: subprocess.Popen[bytes]

    @property
    def ended_how(self) -> str:
        code = self.process.returncode
        return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


class EndedEarlyError(Exception):
    """A child ended that should have gone on."""

    def __init__(self, child: Child) -> None:
        super().__init__(f"{child.name} {child.ended_how}, so everything was ended. What it said stands above.")


class AskedToEndError(Exception):
    """Ctrl-C, or a signal that asks us to end."""


class Household:
    """The children that run at the same time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._children: list[Child] = []

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child in a session of its own: a Ctrl-C in the terminal reaches us alone, and we end the children in order."""
        process = subprocess.Popen(command, env=self._environment, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509  our own words; no threads here
        self._children.append(Child(name, process))

    def check(self) -> None:
        """
        Raises
        ------
        EndedEarlyError
            One of the children has ended.
        """
        for child in self._children:
            if child.process.poll() is not None:
                raise EndedEarlyError(child)

    def watch(self) -> None:
        """Return never: the way out is one of the errors above."""
        while True:
            self.check()
            time.sleep(TICK)

    def end(self) -> None:
        """Ask all children to end, wait, and end those by force that don't."""
        for child in reversed(self._children):
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self._children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


@contextmanager
def household(environment: Mapping[str, str]) -> Iterator[Household]:
    """Children that are all ended at the end, however it comes about."""
    house = Household(environment)
    former = {name: signal.signal(name, _ask_to_end) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield house
    finally:
        for name in former:
            signal.signal(name, signal.SIG_IGN)  # a second Ctrl-C must not leave half of them running
        house.end()
        for name, handler in former.items():
            signal.signal(name, handler)


def _ask_to_end(_number: int, _frame: FrameType | None) -> None:
    raise AskedToEndError


def _die_with_parent() -> None:
    """Between fork and exec: if we are killed outright, Linux ends the child too, and its port is free again."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            os._exit(0)
