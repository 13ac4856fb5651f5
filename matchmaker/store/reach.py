"""The database as the command line reaches it: what it refuses becomes a sentence for the person who runs the service."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from matchmaker.errors import N_, SettingsError
from matchmaker.settings import Settings
from matchmaker.store.engine import make_engine, open_session
from matchmaker.store.schema import is_schema_current

FULL = ("disk is full", "No space left on device", "disk I/O error")
READ_ONLY = ("readonly database", "unable to open database file")


def open_engine(settings: Settings) -> Engine:
    if settings.database.startswith("sqlite"):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    return make_engine(settings.database, synchronous=settings.sqlite_synchronous)


def reach(engine: Engine) -> bool:
    """Whether the database answers with a current schema.

    Raises
    ------
    SettingsError
        It doesn't answer.
    """
    with plain_faults(engine):
        return is_schema_current(engine)


@contextmanager
def reached(engine: Engine) -> Iterator[Session]:
    """A session on a database that is there and up to date; whoever opens it commits.

    Raises
    ------
    SettingsError
        It doesn't answer, or its schema is another.
    """
    if not reach(engine):
        raise SettingsError(N_("The database is not up to date: run `matchmaker db upgrade` first."))
    with plain_faults(engine), open_session(engine) as session:
        yield session


@contextmanager
def plain_faults(engine: Engine) -> Iterator[None]:
    """
    Raises
    ------
    SettingsError
        The database doesn't answer, its disk is full, or it can’t be written to.
    """
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as fault:  # SQLite's own comes from BEGIN, which we send past SQLAlchemy
        address = engine.url.render_as_string(hide_password=True)
        reason = str(fault.orig if isinstance(fault, OperationalError) else fault).strip().splitlines()[0]
        if any(sign in reason for sign in FULL):
            sentence = N_("The disk is full or damaged: the database %(address)s can’t grow. Make room, then start again.")
        elif any(sign in reason for sign in READ_ONLY):
            sentence = N_("The database %(address)s can’t be written to. Run this as the user who owns it.")
        else:
            sentence = N_("The database at %(address)s does not answer: %(reason)s")
        raise SettingsError(sentence, address=address, reason=reason) from fault
