"""Processes that belong together end together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matchmaker.cli.children import AskedToEndError, EndedEarlyError, household

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def children_of(pid: int) -> list[int]:
    said = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(line) for line in said.split()]


def new_children() -> list[int]:
    """Those that this test started; a browser's driver of an earlier test may still live."""
    return [pid for pid in children_of(os.getpid()) if pid not in before]


def run_until_it_ends(*commands: tuple[str, list[str]], ask: signal.Signals | None = None) -> None:
    """Start these and watch them; `started` tells whose processes they were."""
    with household(os.environ) as house:
        for name, command in commands:
            house.start(name, command)
        started.extend(new_children())
        if ask is not None:
            os.kill(os.getpid(), ask)
        house.watch()
    raise AssertionError


started: list[int] = []
before: list[int] = []


@pytest.fixture(autouse=True)
def _nothing_started_yet() -> None:
    started.clear()
    before[:] = children_of(os.getpid())


def test_when_one_ends_it_is_named_and_the_other_is_ended() -> None:
    with pytest.raises(EndedEarlyError, match=r"^The worker ended with exit code 3, so everything was ended\."):
        run_until_it_ends(("The pages", SLEEPER), ("The worker", [sys.executable, "-c", "raise SystemExit(3)"]))

    assert started != []
    assert [pid for pid in started if lives(pid)] == []


def test_a_child_that_was_shot_is_told_apart() -> None:
    with pytest.raises(EndedEarlyError, match=r"^The pages ended by SIGKILL"):
        run_until_it_ends(("The pages", [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_children(number: signal.Signals) -> None:
    with pytest.raises(AskedToEndError):
        run_until_it_ends(("The pages", SLEEPER), ask=number)

    assert started != []
    assert [pid for pid in started if lives(pid)] == []


def test_afterwards_signals_mean_what_they_meant_before() -> None:
    before = signal.getsignal(signal.SIGTERM)

    with household(os.environ):
        assert signal.getsignal(signal.SIGTERM) != before

    assert signal.getsignal(signal.SIGTERM) == before


def test_a_child_that_does_not_listen_is_ended_by_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.cli.children.PATIENCE", 0.2)

    with household(os.environ) as house:
        house.start("The worker", STUBBORN)
        (pid,) = new_children()
        time.sleep(0.5)

    assert not lives(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was shot")
def test_children_end_even_when_the_parent_is_shot() -> None:
    program = (
        "import os, sys\nfrom matchmaker.cli.children import household\n"
        "with household(os.environ) as house:\n"
        "    house.start('The pages', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "    print('ready', flush=True)\n"
        "    house.watch()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"
    (child,) = children_of(parent.pid)

    parent.kill()
    parent.wait()

    deadline = time.monotonic() + 30
    while lives(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lives(child)
    parent.stdout.close()
