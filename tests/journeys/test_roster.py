"""From a workbook to a running roster and back again, in a real browser: choose, look, put right, bring in, undo; and a seat's link."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.gallery import Gallery
from tests.workbooks import xlsx

pytestmark = pytest.mark.browser

ROSTER = "/organise/events/{empty}/roster"
ROWS = (
    ("Ticket", "Who", "Contact", "What brings you here?"),
    ("k1", "Wren Achterberg", "wren@tidepool.example", "Tide tables"),
    ("k2", "Nobody Yet", "", ""),
    ("k3", "Ifor Pugh", "ifor@ferrylane.example", "Choirs; Cycle lanes"),
)


@pytest.fixture
def desk(gallery: Gallery, chromium: Browser) -> Iterator[Page]:
    with gallery.window(chromium, "organiser", width=1280, height=800) as window:
        yield window.new_page()


def test_a_workbook_comes_in_with_columns_put_right_and_goes_again(gallery: Gallery, desk: Page, tmp_path: Path) -> None:
    file = tmp_path / "guests.xlsx"
    file.write_bytes(xlsx(ROWS))
    desk.goto(gallery.address(ROSTER))

    desk.get_by_label("The attendee file").set_input_files(file)
    desk.get_by_role("button", name="Look at the file").click()
    expect(desk.get_by_role("heading", name="Nothing is saved yet")).to_be_visible()
    for column, meaning in (("Ticket", "Ticket number"), ("Who", "Name"), ("Contact", "E-mail"), ("What brings you here?", "Looks for")):
        desk.get_by_label(column, exact=True).select_option(meaning)
    desk.get_by_role("button", name="Read it this way").click()
    expect(desk.get_by_text("No e-mail address.")).to_be_visible()
    desk.get_by_role("button", name="Bring in 2 people").click()
    expect(desk.get_by_role("heading", name="2 people are in")).to_be_visible()
    with desk.expect_download() as rejected:
        desk.get_by_role("button", name="Download 1 row").click()
    assert "Nobody Yet" in rejected.value.path().read_text(encoding="utf-8-sig")

    desk.get_by_role("button", name="Undo this import").click()
    expect(desk.get_by_role("heading", name="The import is undone")).to_be_visible()
    desk.get_by_role("link", name="To the roster").click()
    expect(desk.get_by_text("0 people are coming.")).to_be_visible()


def test_pasted_rows_are_looked_at_without_a_file(gallery: Gallery, desk: Page) -> None:
    desk.goto(gallery.address(ROSTER))
    desk.get_by_text("Paste from a spreadsheet").click()
    desk.get_by_label("Rows, with their headers above them").fill("Name\tE-mail\nWren\twren@tidepool.example\n")

    desk.get_by_role("button", name="Look at the rows").click()

    expect(desk.get_by_role("button", name="Bring in 1 person")).to_be_visible()


def test_a_seat_s_link_opens_the_form_and_keeps_its_secret_out_of_the_address(gallery: Gallery, chromium: Browser) -> None:
    page = gallery.window(chromium, "stranger", width=390, height=844).new_page()
    page.goto(gallery.address("/e/{slug}/seat#{seat}"))

    page.get_by_label("Your name").fill("Nia Okoye")
    page.get_by_label("Your e-mail address").fill("nia.okoye@tidepool.example")
    assert not page.evaluate("location.hash")
    page.get_by_role("button", name="Send me a code").click()

    expect(page.get_by_text(re.compile("Six digits"))).to_be_visible()
