"""A call made by one process is done by another, over each kind of queue."""

import pickle
import time
from pathlib import Path

import pytest
from huey import Huey

from matchmaker.errors import SettingsError
from matchmaker.jobs.queue import answer_calls, make_queue, make_wake
from matchmaker.settings import Settings, load_settings, write_missing_keys
from tests import databases
from tests.conftest import leave_out


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    write_missing_keys(tmp_path)
    return load_settings(data_dir=tmp_path, queue_url=queue_address(request.param))


def queue_address(kind: str) -> str:
    if kind == "postgresql":
        if not databases.postgres_answers():
            leave_out("no PostgreSQL answers on 127.0.0.1:5432; its queue is left out")
        return databases.POSTGRES.replace("+psycopg", "")
    if kind == "redis" and not databases.redis_answers():
        leave_out(databases.HOW_TO_GET_REDIS)
    return databases.REDIS if kind == "redis" else ""


def work_until(worker: Huey, done: list[str]) -> None:
    consumer = worker.create_consumer(workers=1, periodic=False, initial_delay=0.01, max_delay=0.05)
    consumer.start()
    until = time.monotonic() + 60
    while not done and time.monotonic() < until:
        time.sleep(0.02)
    consumer.stop(graceful=True)


def test_a_call_from_the_pages_reaches_the_worker(settings: Settings) -> None:
    done: list[str] = []
    worker = make_queue(settings)
    worker.flush()
    answer_calls(worker, done.append)

    make_wake(make_queue(settings))("send_mail")

    work_until(worker, done)
    assert done == ["send_mail"]


def test_what_others_put_into_the_queue_is_neither_read_nor_in_the_way(settings: Settings, tmp_path: Path) -> None:
    done: list[str] = []
    worker = make_queue(settings)
    worker.flush()
    answer_calls(worker, done.append)
    worker.storage.enqueue(pickle.dumps(Bomb(str(tmp_path / "went off"))))

    make_wake(make_queue(settings))("send_mail")

    work_until(worker, done)
    assert done == ["send_mail"]
    assert not (tmp_path / "went off").exists()


class Bomb:
    """A pickle may name any function there is; whoever reads it calls that."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (self.path, "w")


def test_an_unknown_kind_of_queue_stops_the_start(tmp_path: Path) -> None:
    write_missing_keys(tmp_path)
    with pytest.raises(SettingsError, match="MATCHMAKER_QUEUE_URL"):
        make_queue(load_settings(data_dir=tmp_path, queue_url="amqp://localhost"))
