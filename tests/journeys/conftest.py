"""A real browser and a running service for those who walk through it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import databases
from tests.chromium import PATIENCE, find_bare_chromium
from tests.conftest import ENGINES, POSTGRES_IF_THERE, engine_of, leave_out
from tests.journeys.gallery import Gallery, open_gallery
from tests.running import RunningService, running_service

PHONE = (390, 844)
LAPTOP = (1280, 800)
# Long enough to press “Undo” on a slow machine, and soon over for those who wait for the letters.
UNDO_SECONDS = "15"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def bare_chromium(chromium: Browser) -> Iterator[Browser]:
    """For walks that look at page after page; what people do is done in the whole browser."""
    path = find_bare_chromium()
    if path is None:
        yield chromium
        return
    with chromium.browser_type.launch(executable_path=path, args=["--no-sandbox"]) as browser:
        yield browser


@pytest.fixture(scope="session")
def gallery(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    folder = tmp_path_factory.mktemp("gallery")
    with open_gallery(databases.fresh_sqlite(_sqlite_template, folder), folder) as gallery:
        yield gallery


@pytest.fixture
def fresh_gallery(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """For whoever throws something away in it."""
    folder = tmp_path_factory.mktemp("gallery")
    with open_gallery(databases.fresh_sqlite(_sqlite_template, folder), folder) as gallery:
        yield gallery


def only_on(fixture: str, engine: str) -> pytest.MarkDecorator:
    """For a journey about what people see and press: once is enough, as tests of services and acceptance ask both engines.

    The journeys of one file take turns. What is about races, lost networks or the whole walk stays on both.
    """
    return pytest.mark.parametrize(fixture, [engine], indirect=True, ids=[engine.split(",", maxsplit=1)[0]])


on_sqlite = only_on("service", "sqlite")
on_postgresql = only_on("service", POSTGRES_IF_THERE)
with_sqlite = only_on("database_url", "sqlite")
with_postgresql = only_on("database_url", POSTGRES_IF_THERE)


@pytest.fixture(params=ENGINES)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningService]:
    """The whole service on a blank, migrated database, on each engine."""
    if engine_of(request.param) == "sqlite":
        with running_service(f"sqlite:///{tmp_path / 'matchmaker.db'}", tmp_path, mail_undo_seconds=UNDO_SECONDS) as running:
            yield running
        return
    if not databases.postgres_answers():
        leave_out("no PostgreSQL answers on 127.0.0.1:5432; its journeys are left out")
    with (
        databases.postgres_database(f"matchmaker_journey_{os.getpid()}", tables=False) as url,
        running_service(url, tmp_path, mail_undo_seconds=UNDO_SECONDS) as running,
    ):
        yield running


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_window(PHONE)`: another person's browser, with cookies of its own.

    A service that is slower than four seconds, as on a machine that does much else, would be answered for by the pages that a phone keeps:
    only who asks for `keeps_pages` has them.
    """
    windows: list[BrowserContext] = []

    def open_one(screen: tuple[int, int], *, keeps_pages: bool = False) -> Page:
        window = chromium.new_context(
            viewport={"width": screen[0], "height": screen[1]},
            locale="en-GB",
            accept_downloads=True,
            service_workers="allow" if keeps_pages else "block",
        )
        window.set_default_timeout(PATIENCE)
        windows.append(window)
        return window.new_page()

    yield open_one
    for window in windows:
        window.close()
