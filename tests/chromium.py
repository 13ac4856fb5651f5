"""Chromium for the tests that need a real browser: found, or one loud line about how to get it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# How long a page is waited for, in milliseconds: a machine that does much else may need many times the usual. What never comes still fails.
PATIENCE = 90_000
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_IT = (
    "no Chromium is here, so the browser tests are left out; install it (apt install chromium) or name one in MATCHMAKER_CHROMIUM"
)


def find_chromium() -> str | None:
    named = os.environ.get("MATCHMAKER_CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def find_bare_chromium() -> str | None:
    """Chromium's own build without windows, where it is there: it draws the same pages for two thirds of the work."""
    return None if os.environ.get("MATCHMAKER_CHROMIUM") else shutil.which("chromium-headless-shell")


@contextmanager
def running_chromium(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Without a sandbox: in a container there is often none to have, and it only meets our own pages.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
