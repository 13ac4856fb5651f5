"""Workers are killed with kill -9 while letters are in flight: none arrives twice, none is lost, what nobody can know is said.

Zero doubles in n kills proves at most 3/n; the long run with hundreds of kills is a suite of its own. The same harness is first
run against a broken sender, and must catch it.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.mail.postbox import free_port
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from tests.cast import make_attendee
from tests.letters import queue_nobody

KILLS = 12
LETTERS = 90
STAGES = ("knocked", "arrived", "answered")
PATIENCE_SECONDS = 180


@dataclass
class Sink:
    """A mail server that kills the worker it talks to, at the planned stage of the planned letter."""

    worker: int = 0
    stage: str = ""
    letters_to_go: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)

    visitors: int = 0

    def plan(self, worker: int, stage: str, letters_to_go: int) -> None:
        self.stage, self.letters_to_go, self.worker = stage, letters_to_go, worker

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        """Every other visitor may say three lines in one breath, as most servers allow."""
        session.host_name = hostname
        self.visitors += 1
        return [*responses[:-1], "250-PIPELINING", responses[-1]] if self.visitors % 2 else responses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        self.letters_to_go -= 1
        self._kill_at("knocked")
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        self.arrived[recipient] += 1
        self.ids.update(line for line in envelope.content.decode().splitlines() if line.startswith("Message-ID:"))
        self._kill_at("arrived")
        if self.stage == "answered" and self.letters_to_go <= 0 and self.worker:
            # After the answer is on its way, somewhere between reading it and writing it down
            threading.Timer(random.uniform(0, 0.004), self._kill_at, ["answered"]).start()
        return "250 Kept"

    def _kill_at(self, stage: str) -> None:
        if self.worker and self.stage == stage and self.letters_to_go <= 0:
            worker, self.worker = self.worker, 0
            os.kill(worker, signal.SIGKILL)
            self.kills[stage] += 1


@contextmanager
def sink_at_work() -> Iterator[tuple[Sink, str]]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port("127.0.0.1"))
    controller.start()
    try:
        yield sink, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@contextmanager
def nursery(settings: Settings, smtp_url: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    env = {
        **os.environ,
        "MATCHMAKER_DATA_DIR": str(settings.data_dir),
        "MATCHMAKER_DATABASE_URL": settings.database_url,
        "MATCHMAKER_SMTP_URL": smtp_url,
        "MATCHMAKER_MAIL_LEASE_SECONDS": "1",
        "MATCHMAKER_MAIL_CONNECTIONS": "1",  # so that one kill leaves at most one letter uncertain
        "MATCHMAKER_MAIL_FROM": "letters@meet.example.org",
        "MATCHMAKER_LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    program = [sys.executable, str(Path(__file__).with_name("mail_nursery.py")), *words]
    process = subprocess.Popen(program, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def new_worker(process: subprocess.Popen[str]) -> int:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def open_letters(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(sa.select(sa.func.count()).where(OutboxLetter.state.in_(("queued", "claimed", "transmitting")))) or 0


def wait_until(done: object) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():  # type: ignore[operator]
        assert time.monotonic() < deadline, "the workers take too long"
        time.sleep(0.01)


def kill_workers(engine: Engine, sink: Sink, process: subprocess.Popen[str], *, stages: list[str], dice: random.Random) -> None:
    """One worker for each planned death, then one that lives and finishes."""
    for stage in stages:
        worker = new_worker(process)
        sink.plan(worker, stage, dice.randint(1, 5))
        wait_until(lambda: sink.worker == 0)
    new_worker(process)
    wait_until(lambda: open_letters(engine) == 0)


def fill(session: Session, event: Event, letters: int) -> None:
    for number in range(letters):
        queue_nobody(session, make_attendee(session, event, f"Person{number}"))
    session.commit()


def test_killed_workers_send_nothing_twice_and_lose_nothing(settings: Settings, engine: Engine, session: Session, event: Event) -> None:
    fill(session, event, LETTERS)
    dice = random.Random(27)

    with sink_at_work() as (sink, url), nursery(settings, url) as process:
        kill_workers(engine, sink, process, stages=[STAGES[kill % 3] for kill in range(KILLS)], dice=dice)

    rows = dict(list(session.execute(sa.select(OutboxLetter.recipient, OutboxLetter.state))))
    states = Counter(rows.values())
    print(f"{sum(sink.kills.values())} kills in flight {dict(sink.kills)}: {dict(states)}, doubles: 0 of {LETTERS}")
    assert sum(sink.kills.values()) == KILLS
    assert [recipient for recipient, times in sink.arrived.items() if times > 1] == []
    assert states["sent"] + states["uncertain"] == LETTERS
    assert states["uncertain"] <= KILLS
    # What is called sent has arrived, and what has not arrived is never called sent
    assert [recipient for recipient, state in rows.items() if state == "sent" and not sink.arrived[recipient]] == []
    assert len(sink.ids) == len(sink.arrived)


def test_the_harness_catches_a_sender_that_sends_again_what_was_on_its_way(
    settings: Settings, engine: Engine, session: Session, event: Event
) -> None:
    fill(session, event, 20)

    with sink_at_work() as (sink, url), nursery(settings, url, "broken") as process:
        kill_workers(engine, sink, process, stages=["arrived"] * 3, dice=random.Random(27))

    assert max(sink.arrived.values()) > 1
