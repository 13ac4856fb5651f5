"""A real browser and a running service for those who walk through it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import databases
from tests.chromium import HOW_TO_GET_IT, find_chromium, running_chromium
from tests.conftest import leave_out
from tests.journeys.gallery import Gallery, open_gallery


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
