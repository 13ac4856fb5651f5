"""A slow line: the page is there and used, its script comes later, and what was done meanwhile counts all the same."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.gallery import Gallery
from tests.journeys.walk import EVENT
from tests.photographs import gps_photo

pytestmark = pytest.mark.browser

Late = Callable[[str, str, str], tuple[Page, Callable[[], None]]]


@pytest.fixture
def open_late(gallery: Gallery, chromium: Browser) -> Iterator[Late]:
    """`open_late(who, path, script)`: the page without its script, and what lets the script come."""
    windows = []

    def open_one(who: str, path: str, script: str) -> tuple[Page, Callable[[], None]]:
        window = gallery.window(chromium, who, width=390, height=844)
        windows.append(window)
        page, held = window.new_page(), list[Route]()
        address = re.compile(rf"/static/js/{script}[.]js")

        def hold(route: Route) -> None:
            held.append(route)

        page.route(address, hold)
        with page.expect_request(address):
            page.goto(gallery.address(path), wait_until="commit")
        for _ in range(1_000):  # until all of the page is there, and its script alone is not
            if page.evaluate("document.readyState") != "loading":
                break
            page.wait_for_timeout(20)

        def let_it_come() -> None:
            with page.expect_event("domcontentloaded"):  # module scripts have run by then
                held[0].continue_()

        return page, let_it_come

    yield open_one
    for window in windows:
        window.close()


def test_the_address_of_a_new_event_follows_a_name_typed_before(open_late: Late) -> None:
    page, let_it_come = open_late("newcomer", "/organise/events/new?from=empty", "events")
    page.get_by_label("Name", exact=True).fill("Nörthlight 26")
    assert page.locator("#slug").input_value() == ""

    let_it_come()

    expect(page.locator("#slug")).to_have_value("northlight-26")
    expect(page.locator("#time_zone")).to_have_value("Europe/London")
    page.get_by_label("Name", exact=True).fill("Southlight")
    expect(page.locator("#slug")).to_have_value("southlight")


def test_an_address_typed_before_stays_as_it_is(open_late: Late) -> None:
    page, let_it_come = open_late("newcomer", "/organise/events/new?from=empty", "events")
    page.get_by_label("Short address").fill("mine")

    let_it_come()
    page.get_by_label("Name", exact=True).fill("Northlight 26")

    expect(page.locator("#slug")).to_have_value("mine")


def test_a_list_turned_before_is_sorted_when_its_script_comes(open_late: Late) -> None:
    page, let_it_come = open_late("attendee", f"{EVENT}/matches?tune=1", "matches")
    page.locator("#difference").fill("1")
    expect(page.locator("[data-turned]")).to_be_hidden()

    let_it_come()

    expect(page.locator("[data-turned]")).to_be_visible()
    expect(page).to_have_url(re.compile("difference=1"))


def test_contacts_looked_for_before_are_found_when_the_script_comes(open_late: Late) -> None:
    page, let_it_come = open_late("keeper", "/contacts", "contacts")
    everybody = page.locator("[data-row]:visible").count()
    page.locator("#q").fill("fife")

    let_it_come()

    expect(page.locator("[data-found]")).to_contain_text("1")
    assert 0 < page.locator("[data-row]:visible").count() < everybody


def test_a_photo_chosen_before_is_shown_when_the_script_comes(open_late: Late) -> None:
    page, let_it_come = open_late("guest", f"{EVENT}/interests/photo", "photo")
    page.locator("#photo").set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": gps_photo(600, 400)})
    assert page.locator("[data-shown] img").count() == 0

    let_it_come()

    expect(page.locator("[data-shown] img")).to_have_attribute("src", re.compile("^data:image/jpeg"))
