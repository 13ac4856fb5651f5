"""A real browser and a running service for those who walk through it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import databases
from tests.chromium import HOW_TO_GET_IT, find_chromium, running_chromium
from tests.conftest import ENGINES, leave_out
from tests.journeys.gallery import Gallery, open_gallery
from tests.running import RunningService, running_service

PHONE = (390, 844)
LAPTOP = (1280, 800)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        leave_out(HOW_TO_GET_IT)
        raise AssertionError
    with running_chromium(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def gallery(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    folder = tmp_path_factory.mktemp("gallery")
    with open_gallery(databases.fresh_sqlite(_sqlite_template, folder), folder) as gallery:
        yield gallery


@pytest.fixture(params=ENGINES)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningService]:
    """The whole service on a blank, migrated database, on each engine."""
    if request.param == "sqlite":
        with running_service(f"sqlite:///{tmp_path / 'matchmaker.db'}", tmp_path) as running:
            yield running
        return
    if not databases.postgres_answers():
        leave_out("no PostgreSQL answers on 127.0.0.1:5432; its journeys are left out")
    with (
        databases.postgres_database(f"matchmaker_journey_{os.getpid()}", tables=False) as url,
        running_service(url, tmp_path) as running,
    ):
        yield running


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_window(PHONE)`: another person's browser, with cookies of its own."""
    windows: list[BrowserContext] = []

    def open_one(screen: tuple[int, int]) -> Page:
        window = chromium.new_context(viewport={"width": screen[0], "height": screen[1]}, locale="en-GB", accept_downloads=True)
        window.set_default_timeout(30_000)
        windows.append(window)
        return window.new_page()

    yield open_one
    for window in windows:
        window.close()
