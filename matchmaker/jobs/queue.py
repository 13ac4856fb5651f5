"""The queue that hurries the workers: SQLite on one machine, PostgreSQL or Redis for many, one API."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import reload
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from matchmaker.errors import N_, SettingsError
from matchmaker.settings import Settings

if TYPE_CHECKING:
    from huey import Huey

NAME = "matchmaker"
TASK = "do"
DRIVERS = {"sqlite": "", "redis": "redis", "rediss": "redis", "postgres": "psycopg", "postgresql": "psycopg"}


def make_queue(settings: Settings) -> "Huey":
    """The queue behind `settings.queue`.

    Raises
    ------
    SettingsError
        The address is of a kind we don't know.
    """
    parts = urlsplit(settings.queue)
    if parts.scheme not in DRIVERS:
        raise SettingsError(N_("MATCHMAKER_QUEUE_URL must start with sqlite:, postgresql: or redis:."))
    driver = DRIVERS[parts.scheme]
    storage = _huey_storage(driver)
    if driver == "redis":
        return _queue(settings, storage.RedisStorage, url=settings.queue)
    if driver == "psycopg":
        return _queue(settings, storage.PostgresStorage, dsn=settings.queue)
    path = Path(parts.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return _queue(settings, storage.SqliteStorage, filename=str(path), timeout=10)


def _queue(settings: Settings, storage: type, **where: Any) -> "Huey":
    from huey import Huey  # noqa: PLC0415  after its stores, as is said there
    from huey.serializer import SignedSerializer  # noqa: PLC0415  as above

    # Calls travel as pickles, and whoever may write to a Redis could otherwise have the worker run anything
    seal = SignedSerializer(secret=settings.session_key, salt=NAME)
    return Huey(NAME, storage_class=storage, serializer=seal, **where)


def _huey_storage(driver: str) -> ModuleType:
    """Huey's stores, loaded with this driver alone: by itself it loads each one it finds, which takes 16 MB of every process."""
    with _hidden({"redis", "psycopg"} - {driver}):
        from huey import storage  # noqa: PLC0415  only while the others are hidden

        # A process with a second queue of another kind
        is_missing = {"redis": storage.Redis, "psycopg": storage.psycopg, "": storage}[driver] is None
        return reload(storage) if is_missing else storage


@contextmanager
def _hidden(names: set[str]) -> Iterator[None]:
    """Let nobody find these modules for a moment, unless they are loaded already."""
    hidden = names - sys.modules.keys()
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # says "not there"
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def answer_calls(queue: "Huey", do: Callable[[str], None]) -> Callable[[str], None]:
    """Let this process do what is called for; returns the call.

    Huey knows a task by its function's module and name, so the caller and the doer must both get theirs from here.
    """

    def call(word: str) -> None:
        do(word)

    task = queue.task(name=TASK)(call)

    def enqueue(word: str) -> None:
        task(word)

    return enqueue


def make_wake(queue: "Huey") -> Callable[[str], None]:
    """For those who only ask: the work itself is known to the worker alone."""

    def refuse(_word: str) -> None:
        raise RuntimeError("Work is done by `matchmaker work`, not by who asks for it.")

    return answer_calls(queue, refuse)
