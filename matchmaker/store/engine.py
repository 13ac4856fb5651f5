"""Makes every engine (web, jobs, command line) and sets what SQLite needs."""

from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

_READ_ONLY = "matchmaker_read_only"
# SQLite has one writer at a time and no queue: of fifty scans in one moment on a slow machine, the unluckiest waits longest. It is
# better late than refused; a phone that has waited for four seconds keeps its scan by itself.
_WRITERS_WAIT_MS = 20_000
# On SQLite readers have connections of their own: whether one may write is a setting of the connection, and each change of it
# throws away all statements compiled on it, which is most of a page's work.
_READERS: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


def make_engine(url: str, *, synchronous: Literal["FULL", "NORMAL"] = "FULL", pool_size: int = 5) -> Engine:
    """An engine whose write transactions never lose updates.

    SQLite begins a writing transaction with BEGIN IMMEDIATE: a plain BEGIN that reads and then writes loses updates
    or fails with "database is locked". What only reads goes through `reading`.
    """
    if url.startswith("sqlite"):
        engine, reader = (
            create_engine(url, connect_args={"timeout": _WRITERS_WAIT_MS / 1000, "check_same_thread": False}) for _ in range(2)
        )
        _prepare_sqlite(engine, synchronous, begin="BEGIN IMMEDIATE")
        _prepare_sqlite(reader, synchronous, begin="BEGIN", also=("query_only=ON",))
        event.listen(engine, "engine_disposed", lambda _engine: reader.dispose())
        _READERS[engine] = reader
        return engine
    engine = create_engine(url, pool_pre_ping=True, pool_size=pool_size, max_overflow=pool_size)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def reading(engine: Engine) -> Engine:
    """The same database, with transactions that can't write."""
    return _READERS.get(engine) or engine.execution_options(**{_READ_ONLY: True})


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


def _prepare_sqlite(engine: Engine, synchronous: str, *, begin: str, also: tuple[str, ...] = ()) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN would be a plain one
        for pragma in (
            "journal_mode=WAL",
            f"busy_timeout={_WRITERS_WAIT_MS}",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "journal_size_limit=67108864",
            *also,
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        # Straight to the driver: through every layer, it would cost more than the page's own statements.
        driver: Any = connection.connection.dbapi_connection
        driver.execute(begin)


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_READ_ONLY):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
