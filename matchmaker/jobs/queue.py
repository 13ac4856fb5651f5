"""The queue that hurries the workers: SQLite on one machine, PostgreSQL or Redis for many, one API."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey

from matchmaker.errors import N_, SettingsError
from matchmaker.settings import Settings

NAME = "matchmaker"
TASK = "do"


def make_queue(settings: Settings) -> Huey:
    """The queue behind `settings.queue`.

    Raises
    ------
    SettingsError
        The address is of a kind we don't know.
    """
    parts = urlsplit(settings.queue)
    if parts.scheme == "sqlite":
        path = Path(parts.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=str(path), timeout=10)
    if parts.scheme in {"redis", "rediss"}:
        return RedisHuey(NAME, url=settings.queue)
    if parts.scheme in {"postgres", "postgresql"}:
        return PostgresHuey(NAME, dsn=settings.queue)
    raise SettingsError(N_("MATCHMAKER_QUEUE_URL must start with sqlite:, postgresql: or redis:."))


def answer_calls(queue: Huey, do: Callable[[str], None]) -> Callable[[str], None]:
    """Let this process do what is called for; returns the call.

    Huey knows a task by its function's module and name, so the caller and the doer must both get theirs from here.
    """

    def call(word: str) -> None:
        do(word)

    task = queue.task(name=TASK)(call)

    def enqueue(word: str) -> None:
        task(word)

    return enqueue


def make_wake(queue: Huey) -> Callable[[str], None]:
    """For those who only ask: the work itself is known to the worker alone."""

    def refuse(_word: str) -> None:
        raise RuntimeError("Work is done by `matchmaker work`, not by who asks for it.")

    return answer_calls(queue, refuse)
