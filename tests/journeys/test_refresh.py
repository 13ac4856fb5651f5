"""The script that looks again while a page waits for the worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.gallery import Gallery

pytestmark = pytest.mark.browser

SHELL = '<!doctype html><html lang="en"><title>t</title>{main}<script type="module" src="/static/js/refresh.js"></script></html>'
WAITING = '<main data-refresh="0.05"><p>{words}</p></main>'
READY = "<main><p>Here they are</p></main>"


@pytest.fixture
def page(gallery: Gallery, chromium: Browser) -> Iterator[Page]:
    with gallery.window(chromium, "stranger", width=390, height=844) as window:  # left open it would ask for ever
        yield window.new_page()


def answer_with(page: Page, *bodies: str | int) -> list[str]:
    """Answer /waiting with one body after the other, the last one for ever; a number is a status of a broken server."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        body = bodies[min(len(asked), len(bodies) - 1)]
        asked.append(route.request.resource_type)
        if isinstance(body, int):
            route.fulfill(status=body, body="<html><main>Broken</main></html>", content_type="text/html")
        else:
            route.fulfill(body=SHELL.format(main=body), content_type="text/html")

    page.route("**/waiting", answer)
    return asked


def test_a_waiting_page_shows_what_is_new_and_ends_with_the_whole_page(gallery: Gallery, page: Page) -> None:
    asked = answer_with(page, WAITING.format(words="Looking"), WAITING.format(words="Still looking"), READY)

    page.goto(f"{gallery.base_url}/waiting")

    expect(page.locator("main")).to_have_text("Here they are")
    assert asked == ["document", "fetch", "fetch", "document"]


def test_a_server_that_stumbles_is_asked_again(gallery: Gallery, page: Page) -> None:
    answer_with(page, WAITING.format(words="Looking"), 502, 500, READY)

    page.goto(f"{gallery.base_url}/waiting")

    expect(page.locator("main")).to_have_text("Here they are")


def test_a_page_that_waits_for_nothing_asks_nothing(gallery: Gallery, page: Page) -> None:
    asked = answer_with(page, READY)

    page.goto(f"{gallery.base_url}/waiting")
    page.wait_for_timeout(400)

    assert asked == ["document"]


def test_an_unchanged_page_is_left_alone(gallery: Gallery, page: Page) -> None:
    answer_with(page, WAITING.format(words="Looking"))
    page.goto(f"{gallery.base_url}/waiting")
    page.evaluate("document.querySelector('main').wasHere = true")

    page.wait_for_timeout(500)

    assert page.evaluate("document.querySelector('main').wasHere") is True
