"""The whole service as it really runs: gunicorn, the worker and a real SMTP post box, each a process or thread of its own."""

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.mail.postbox import PostBox
from matchmaker.settings import Settings, load_settings, write_missing_keys
from matchmaker.store.engine import make_engine
from matchmaker.store.schema import upgrade_schema

COMMAND = [sys.executable, "-c", "from matchmaker.cli import main; main()"]
START_SECONDS = 240.0


@dataclass(frozen=True)
class RunningService:
    url: str
    settings: Settings
    engine: Engine
    environment: dict[str, str]

    def session(self) -> Session:
        """Commit before the service shall see it."""
        return Session(self.engine, expire_on_commit=False)

    def send(self, cookie: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """What a browser with this session's cookie is answered, redirects followed."""
        data = urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(f"{self.url}{path}", data, {"Cookie": f"{self.settings.cookie_name}={cookie}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `matchmaker …` beside the service."""
        return subprocess.run([*COMMAND, *words], env=self.environment, capture_output=True, text=True, timeout=120, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def at_once(jobs: list[Callable[[], tuple[int, str]]]) -> list[tuple[int, str]]:
    """Do everything in the same moment, as near as threads come to it."""
    gate = threading.Barrier(len(jobs))
    answers: list[tuple[int, str]] = [(0, "")] * len(jobs)

    def run(place: int, job: Callable[[], tuple[int, str]]) -> None:
        gate.wait()
        answers[place] = job()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@contextmanager
def running_service(
    database_url: str, folder: Path, *, worker: bool = True, serve: tuple[str, ...] = (), **changes: str
) -> Iterator[RunningService]:
    """Migrate the blank database, start everything, end everything.

    `serve` are more words for `matchmaker serve`; `changes` are settings as in the environment, without prefix.
    """
    write_missing_keys(folder)
    if not (folder / "compiled").exists():
        (folder / "compiled").symlink_to(_compiled_by_others())
    port = free_port()
    with PostBox(folder / "post") as post:
        values = {
            "BASE_URL": f"http://localhost:{port}",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "SMTP_URL": post.url,
            "POST_DIR": str(folder / "post"),
            "DEMO": "1",
            **{name.upper(): value for name, value in changes.items()},
        }
        environment = {**os.environ, **{f"MATCHMAKER_{name}": value for name, value in values.items()}}
        settings = load_settings(**{name.lower(): value for name, value in values.items()})
        engine = make_engine(settings.database)
        upgrade_schema(engine)
        processes = [_start(environment, folder / "serve.log", "serve", "--port", str(port), *serve)]
        if worker:
            processes.append(_start(environment, folder / "work.log", "work"))
        try:
            _wait_until_it_answers(settings.base_url, processes[0], folder / "serve.log")
            yield RunningService(settings.base_url, settings, engine, environment)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                _end(process)
            engine.dispose()


@cache
def _compiled_by_others() -> Path:
    """Each service starts with what the ones before it compiled: all run the same templates."""
    folder = tempfile.TemporaryDirectory(prefix="matchmaker-compiled-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _start(environment: dict[str, str], log: Path, *words: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen([*COMMAND, *words], env=environment, stdout=output, stderr=subprocess.STDOUT)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The service ended at once:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=30):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"The service did not answer in {START_SECONDS} s:\n{log.read_text()}")
