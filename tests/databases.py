"""A fresh database for every test, on both engines, without migrating for each."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from matchmaker.store.engine import make_engine
from matchmaker.store.models.everything import METADATA

POSTGRES = os.environ.get("MATCHMAKER_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")

HOW_TO_GET_IT = (
    "no PostgreSQL answers, so its tests are left out; "
    "start one on 127.0.0.1:5432 (apt install postgresql) or name one in MATCHMAKER_TEST_POSTGRES"
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


def postgres_answers() -> bool:
    engine = sa.create_engine(POSTGRES, connect_args={"connect_timeout": 2})
    try:
        with engine.connect():
            return True
    except sa.exc.OperationalError:
        return False
    finally:
        engine.dispose()


@contextmanager
def postgres_database(name: str, *, tables: bool = True) -> Iterator[str]:
    """A database of its own, with every table or blank for migrations; dropped afterwards."""
    house = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with house.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
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


def empty_postgres(url: str) -> None:
    engine = make_engine(url)
    names = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    engine.dispose()
