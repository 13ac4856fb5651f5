"""A call made by one process is done by another, over each kind of queue."""

import time
from pathlib import Path

import pytest

from matchmaker.errors import SettingsError
from matchmaker.jobs.queue import answer_calls, make_queue, make_wake
from matchmaker.settings import Settings, load_settings
from tests import databases
from tests.conftest import leave_out


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        return load_settings(data_dir=tmp_path)
    if not databases.postgres_answers():
        leave_out("no PostgreSQL answers on 127.0.0.1:5432; its queue is left out")
    return load_settings(data_dir=tmp_path, queue_url=databases.POSTGRES.replace("+psycopg", ""))


def test_a_call_from_the_pages_reaches_the_worker(settings: Settings) -> None:
    done: list[str] = []
    worker = make_queue(settings)
    worker.flush()
    answer_calls(worker, done.append)
    consumer = worker.create_consumer(workers=1, periodic=False, initial_delay=0.01, max_delay=0.05)
    consumer.start()

    make_wake(make_queue(settings))("send_mail")

    until = time.monotonic() + 20
    while not done and time.monotonic() < until:
        time.sleep(0.02)
    consumer.stop(graceful=True)
    assert done == ["send_mail"]


def test_an_unknown_kind_of_queue_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="MATCHMAKER_QUEUE_URL"):
        make_queue(load_settings(data_dir=tmp_path, queue_url="amqp://localhost"))
