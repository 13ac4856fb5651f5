"""A fresh database for every test, on both engines, without migrating for each."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from matchmaker.store.engine import make_engine
from matchmaker.store.models.everything import METADATA

POSTGRES = os.environ.get("MATCHMAKER_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")

HOW_TO_GET_IT = (
    "no PostgreSQL answers, so its tests are left out; "
    "start one on 127.0.0.1:5432 (apt install postgresql) or name one in MATCHMAKER_TEST_POSTGRES"
)

REDIS = os.environ.get("MATCHMAKER_TEST_REDIS", "redis://127.0.0.1:6379/15")
HOW_TO_GET_REDIS = (
    "no Redis answers, so its queue is left out; "
    "start one on 127.0.0.1:6379 (apt install redis), with pip install redis, or name one in MATCHMAKER_TEST_REDIS"
)


def sqlite_template(folder: Path) -> Path:
    path = folder / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    METADATA.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


def fresh_sqlite(template: Path, folder: Path) -> str:
    path = folder / "matchmaker.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


@cache
def postgres_answers() -> bool:
    """Asked once a process. Where nothing listens that is said at once; where it listens, a busy machine has time to answer."""
    engine = sa.create_engine(POSTGRES, connect_args={"connect_timeout": 20})
    try:
        with engine.connect():
            return True
    except sa.exc.OperationalError:
        return False
    finally:
        engine.dispose()


def redis_answers() -> bool:
    try:
        import redis  # an extra that nobody needs who does not use it
    except ImportError:
        return False
    with redis.Redis.from_url(REDIS, socket_connect_timeout=2) as line:
        try:
            return bool(line.ping())
        except redis.RedisError:
            return False


@contextmanager
def postgres_database(name: str, *, tables: bool = True) -> Iterator[str]:
    """A database of its own, with every table or blank for migrations; dropped afterwards."""
    house = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with house.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        # Nobody pulls the plug of a test: a commit need not wait for the disk. All else is as in earnest.
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    url = sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    if tables:
        engine = make_engine(url)
        METADATA.create_all(engine)
        engine.dispose()
    try:
        yield url
    finally:
        with house.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        house.dispose()


@cache
def _broom(url: str) -> Engine:
    return make_engine(url, pool_size=1)


def empty_postgres(url: str) -> None:
    """No row is left, and every table counts from one again.

    Row by row from the tables that hold some: TRUNCATE would give every table a new file, which takes longer than most tests.
    """
    names = [table.name for table in METADATA.sorted_tables]
    holds_some = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names)
    with _broom(url).begin() as connection:
        filled = set(connection.exec_driver_sql(holds_some).scalars())
        for name in reversed(names):
            if name in filled:
                _sweep(connection, name)
        connection.exec_driver_sql(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename), start_value, false) FROM pg_sequences WHERE last_value IS NOT NULL"
        )


def _sweep(connection: sa.Connection, name: str) -> None:
    only_grows = name == "deed"  # its trigger refuses what we are about to do
    if only_grows:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    connection.exec_driver_sql(f'DELETE FROM "{name}"')
    if only_grows:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
