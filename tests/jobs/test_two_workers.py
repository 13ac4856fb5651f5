"""Two workers as they really run, over each kind of queue: called, both carry; one is killed, and the other carries the rest."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.jobs.queue import make_queue, make_wake
from matchmaker.mail.postbox import free_port
from matchmaker.settings import Settings, load_settings, write_missing_keys
from matchmaker.store.engine import make_engine
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.work import WorkerBeat
from tests import databases
from tests.cast import make_attendee, make_event
from tests.conftest import leave_out
from tests.letters import queue_nobody

LETTERS = 60
KILL_AT = 15  # letters
PATIENCE_SECONDS = 180
# Queue, database
HOUSES = [("sqlite", "sqlite"), ("postgresql", "postgresql"), ("redis", "postgresql"), ("redis", "sqlite")]


@dataclass
class Sink:
    """A mail server that kills whoever brings it the planned letter; workers sign with their own names."""

    workers: dict[str, int] = field(default_factory=dict)
    arrived: Counter[str] = field(default_factory=Counter)
    carried: Counter[str] = field(default_factory=Counter)
    killed: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        with self.lock:
            self.arrived[recipient] += 1
            self.carried[envelope.mail_from] += 1
            if not self.killed and sum(self.arrived.values()) >= KILL_AT:
                self.killed = envelope.mail_from
                os.kill(self.workers[self.killed], signal.SIGKILL)
        return "250 Kept"


@contextmanager
def house(queue: str, database: str, folder: Path) -> Iterator[Settings]:
    """A blank service with this queue and this database."""
    write_missing_keys(folder)
    with ExitStack() as stack:
        if "postgresql" in {queue, database} and not databases.postgres_answers():
            leave_out(databases.HOW_TO_GET_IT)
        if queue == "redis" and not databases.redis_answers():
            leave_out(databases.HOW_TO_GET_REDIS)
        if database == "postgresql":
            url = stack.enter_context(databases.postgres_database(f"matchmaker_two_{os.getpid()}"))
        else:
            (folder / "template").mkdir()
            url = databases.fresh_sqlite(databases.sqlite_template(folder / "template"), folder)
        address = {"sqlite": "", "postgresql": url.replace("+psycopg", ""), "redis": databases.REDIS}[queue]
        yield load_settings(data_dir=folder, base_url="http://localhost", database_url=url, queue_url=address)


@contextmanager
def two_workers(settings: Settings, sink: Sink, folder: Path) -> Iterator[None]:
    controller = Controller(sink, hostname="127.0.0.1", port=free_port("127.0.0.1"))
    controller.start()
    processes = []
    try:
        for name in ("one@meet.example.org", "other@meet.example.org"):
            env = {
                **os.environ,
                "MATCHMAKER_DATA_DIR": str(settings.data_dir),
                "MATCHMAKER_DATABASE_URL": settings.database_url,
                "MATCHMAKER_QUEUE_URL": settings.queue_url,
                "MATCHMAKER_SMTP_URL": f"smtp://127.0.0.1:{controller.port}",
                "MATCHMAKER_MAIL_LEASE_SECONDS": "2",
                "MATCHMAKER_MAIL_CONNECTIONS": "1",
                "MATCHMAKER_MAIL_FROM": name,
                "MATCHMAKER_BASE_URL": "http://localhost",
            }
            with (folder / f"{name}.log").open("wb") as log:
                words = [sys.executable, "-c", "from matchmaker.cli import main; main()", "work"]
                processes.append(subprocess.Popen(words, env=env, stdout=log, stderr=subprocess.STDOUT, cwd=Path(__file__).parents[2]))
            sink.workers[name] = processes[-1].pid
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
        controller.stop()


def count(engine: Engine, statement: sa.Select[tuple[int]]) -> int:
    with Session(engine) as session:
        return session.scalar(statement) or 0


def wait_until(engine: Engine, statement: sa.Select[tuple[int]], wanted: int, *, meanwhile: object = None) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while count(engine, statement) != wanted:
        assert time.monotonic() < deadline, "the workers take too long"
        if callable(meanwhile):
            meanwhile()
        time.sleep(0.3)


@pytest.mark.slow
@pytest.mark.parametrize(("queue", "database"), HOUSES)
def test_two_workers_and_one_death(queue: str, database: str, tmp_path: Path) -> None:
    sink = Sink()
    with house(queue, database, tmp_path) as settings:
        engine = make_engine(settings.database)
        calls = make_queue(settings)
        calls.flush()
        wake = make_wake(calls)
        with two_workers(settings, sink, tmp_path):
            # Both have swept once by the time their second sign of life comes: from here on only a call makes them look
            wait_until(engine, sa.select(sa.func.count()).select_from(WorkerBeat), 2)
            time.sleep(2)
            with Session(engine) as session:
                event = make_event(session)
                for number in range(LETTERS):
                    queue_nobody(session, make_attendee(session, event, f"Person{number}"))
                session.commit()
            still_open = sa.select(sa.func.count()).where(OutboxLetter.state.in_(("queued", "claimed", "transmitting")))
            wait_until(engine, still_open, 0, meanwhile=lambda: wake("send_mail"))
        with Session(engine) as session:
            states = Counter(session.scalars(sa.select(OutboxLetter.state)))
        engine.dispose()

    print(f"{queue} queue, {database}: {dict(states)}, carried {dict(sink.carried)}, killed {sink.killed}")
    assert sink.killed
    assert [recipient for recipient, times in sink.arrived.items() if times > 1] == []
    assert states["sent"] + states["uncertain"] == LETTERS
    assert states["uncertain"] <= 1
    assert sum(sink.carried[name] for name in sink.workers if name != sink.killed) > 0
