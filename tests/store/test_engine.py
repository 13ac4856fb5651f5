"""Transactions that lose nothing, and readers that can't write."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.store.engine import make_engine, reading
from matchmaker.store.models.events import Event
from tests.cast import make_event

WRITERS, ROUNDS = 4, 25


def add_up(engine: Engine, event_id: int) -> None:
    """Read, think, write: what loses updates without a write lock taken first."""
    for _ in range(ROUNDS):
        with engine.begin() as connection:
            lock = " FOR UPDATE" if engine.dialect.name == "postgresql" else ""
            count = connection.exec_driver_sql(f"SELECT lists_wanted FROM event WHERE id = {event_id}{lock}").scalar_one()
            connection.exec_driver_sql(f"UPDATE event SET lists_wanted = {count + 1} WHERE id = {event_id}")


def total_after_writers(engine: Engine, session: Session) -> int:
    event = make_event(session)
    session.commit()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda _: add_up(engine, event.id), range(WRITERS)))
    session.expire_all()
    return session.scalars(sa.select(Event.lists_wanted)).one()


def test_parallel_writers_lose_no_update(engine: Engine, session: Session) -> None:
    assert total_after_writers(engine, session) == WRITERS * ROUNDS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_writers_lose_updates_without_our_begin(database_url: str, session: Session) -> None:
    """The check above can fail: SQLAlchemy's own engine loses updates or finds the database locked."""
    plain = sa.create_engine(database_url, connect_args={"check_same_thread": False, "timeout": 5})

    try:
        total = total_after_writers(plain, session)
    except sa.exc.OperationalError:
        total = 0

    assert total < WRITERS * ROUNDS
    plain.dispose()


def test_a_reader_cannot_write(engine: Engine, session: Session) -> None:
    make_event(session)
    session.commit()

    with Session(reading(engine)) as reader, pytest.raises(sa.exc.DBAPIError):
        reader.execute(sa.update(Event).values(name="changed"))

    session.expire_all()
    assert session.scalars(sa.select(Event.name)).one() == "Northlight 26"


def test_a_writer_can_write_after_a_reader_gave_the_connection_back(database_url: str, session: Session) -> None:
    one = make_engine(database_url)
    make_event(session)
    session.commit()
    with Session(reading(one)) as reader:
        reader.scalars(sa.select(Event.name)).one()

    with Session(one) as writer:
        writer.execute(sa.update(Event).values(name="changed"))
        writer.commit()

    session.expire_all()
    assert session.scalars(sa.select(Event.name)).one() == "changed"
    one.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_readers_and_writers_keep_what_sqlite_has_compiled(database_url: str) -> None:
    """A PRAGMA between two transactions would throw away all compiled statements of its connection: most of a page's work."""
    engine, said = make_engine(database_url), []

    for kind in (reading(engine), engine) * 2:
        with kind.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
            connection.connection.dbapi_connection.set_trace_callback(said.append)  # type: ignore[union-attr]

    assert said == ["ROLLBACK", "ROLLBACK", "BEGIN", "SELECT 1", "ROLLBACK", "BEGIN IMMEDIATE", "SELECT 1", "ROLLBACK"]
    engine.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_is_set_up_on_every_connection(engine: Engine) -> None:
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "busy_timeout", "synchronous", "foreign_keys", "secure_delete")
        }

    assert settings == {"journal_mode": "wal", "busy_timeout": 20_000, "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
