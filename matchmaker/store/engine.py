"""Makes every engine (web, jobs, command line) and sets what SQLite needs."""

from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

READ_ONLY = "matchmaker_read_only"


def make_engine(url: str, *, synchronous: Literal["FULL", "NORMAL"] = "FULL", pool_size: int = 5) -> Engine:
    """An engine whose write transactions never lose updates.

    SQLite begins a writing transaction with BEGIN IMMEDIATE: a plain BEGIN that reads and then writes loses updates
    or fails with "database is locked". A connection with the execution option `READ_ONLY` begins plainly and can't write.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 5.0, "check_same_thread": False})
        _prepare_sqlite(engine, synchronous)
        return engine
    engine = create_engine(url, pool_pre_ping=True, pool_size=pool_size, max_overflow=pool_size)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def reading(engine: Engine) -> Engine:
    """The same pool, with transactions that can't write."""
    return engine.execution_options(**{READ_ONLY: True})


def empty_write_ahead_log(engine: Engine) -> None:
    """Move what SQLite's log still holds into the file, where deleted rows are overwritten, and cut the log to nothing."""
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def open_session(engine: Engine) -> Session:
    """A session for those outside the web and the jobs, such as the command line; they commit it themselves."""
    return Session(engine)


def _is_read_only(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(READ_ONLY))


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN would be a plain one
        for pragma in (
            "journal_mode=WAL",
            "busy_timeout=5000",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "journal_size_limit=67108864",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # query_only belongs to the pooled connection, not to the transaction: each begin sets it anew. Straight to the
        # driver, as two more statements through every layer would cost more than the page's own.
        driver: Any = connection.connection.dbapi_connection
        if _is_read_only(connection):
            driver.execute("PRAGMA query_only=ON")
            driver.execute("BEGIN")
        else:
            driver.execute("PRAGMA query_only=OFF")
            driver.execute("BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if _is_read_only(connection):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
