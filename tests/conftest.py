"""What every test may ask for: a store on both engines, the cast, the app, the shared data."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.app import create_app
from matchmaker.settings import Settings, load_settings, write_missing_keys
from matchmaker.store.engine import make_engine, reading
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests import databases
from tests.browsers import Phone
from tests.cast import NOW, make_attendee, make_event, make_organiser
from tests.compiled_once import compile_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_SKIPS = os.environ.get("MATCHMAKER_NO_SKIPS") == "1"
ENGINES = ("sqlite", "postgresql")
POSTGRES_IF_THERE = "postgresql, or sqlite where there is none"

compile_once()

# How long one example takes says more of the machine's other work than of ours.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


def leave_out(reason: str) -> None:
    """Skip, loudly; where everything must run, fail instead."""
    if NO_SKIPS:
        pytest.fail(f"Left out, though nothing may be: {reason}")
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line about what this machine could not show, and how to get it."""
    reasons = sorted({str(report.longrepr[2]).removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])})
    if reasons:
        terminalreporter.write_line(f"NOT EVERYTHING WAS TESTED: {'; '.join(reasons)}.", red=True, bold=True)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(os.environ.get("MATCHMAKER_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not folder.is_dir():
        leave_out("the shared data sets are not here; MATCHMAKER_DATA may name their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One per process, for journeys and acceptance alike: a second one cannot start beside it."""
    from tests.chromium import HOW_TO_GET_IT, find_chromium, running_chromium  # not for those that open no page

    path = find_chromium()
    if path is None:
        leave_out(HOW_TO_GET_IT)
        raise AssertionError
    with running_chromium(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def _postgres_url() -> Iterator[str | None]:
    if not databases.postgres_answers():
        yield None
        return
    with databases.postgres_database(f"matchmaker_test_{os.getpid()}") as url:
        yield url


def engine_of(wanted: str) -> str:
    if wanted == POSTGRES_IF_THERE:
        return "postgresql" if databases.postgres_answers() else "sqlite"
    return wanted


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if engine_of(request.param) == "sqlite":
        return databases.fresh_sqlite(request.getfixturevalue("_sqlite_template"), tmp_path)
    url: str | None = request.getfixturevalue("_postgres_url")
    if url is None:
        leave_out(databases.HOW_TO_GET_IT)
        raise AssertionError
    databases.empty_postgres(url)
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Commit before another session (a request, a job) shall see it: SQLite has one writer at a time."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    write_missing_keys(tmp_path)
    return load_settings(data_dir=tmp_path, database_url=database_url, base_url="http://localhost", demo=True)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Bell:
    """Stands for the queue: notes who was called."""

    words: list[str] = field(default_factory=list)

    def __call__(self, word: str) -> None:
        self.words.append(word)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def app(settings: Settings, bell: Bell, clock: Clock) -> Iterator[Flask]:
    app = create_app(settings, wake=bell, clock=clock)
    app.testing = True
    yield app
    with app.app_context():
        from matchmaker.web.database import db

        db.engine.dispose()


@pytest.fixture
def stranger(app: Flask, settings: Settings) -> Phone:
    return Phone(app, settings)


@pytest.fixture
def phone_of(app: Flask, settings: Settings, session: Session) -> Callable[[Attendee], Phone]:
    """The phone of a signed-in attendee. Commits what the test has prepared so far."""

    def sign_in(attendee: Attendee) -> Phone:
        return Phone(app, settings).sign_in(session, attendee.person_id, purpose="attendee", now=NOW)

    return sign_in


@pytest.fixture
def laptop_of(app: Flask, settings: Settings, session: Session) -> Callable[[Person], Phone]:
    """The laptop of a signed-in organiser. Commits what the test has prepared so far."""

    def sign_in(person: Person) -> Phone:
        return Phone(app, settings).sign_in(session, person.id, purpose="organiser", now=NOW)

    return sign_in


@pytest.fixture
def event(session: Session) -> Event:
    return make_event(session)


@pytest.fixture
def organiser(session: Session, event: Event) -> Person:
    return make_organiser(session, event)


@pytest.fixture
def ada(session: Session, event: Event) -> Attendee:
    return make_attendee(session, event, "Ada Lovelace")


@pytest.fixture
def grace(session: Session, event: Event) -> Attendee:
    return make_attendee(session, event, "Grace Hopper")


@pytest.fixture
def linus(session: Session, event: Event) -> Attendee:
    return make_attendee(session, event, "Linus Torvalds")


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement the app sends, BEGIN and PRAGMA left out; clear it before what you count."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            seen.append(statement)

    from matchmaker.web.database import db

    with app.app_context():
        engines = {db.engine, reading(db.engine)}
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", note)
