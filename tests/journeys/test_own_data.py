"""One person and what is kept of her, from the download to the code that deletes it; with real pages, worker and letters."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker.store.models.people import Person
from tests.cast import make_event
from tests.journeys.conftest import PHONE, on_postgresql
from tests.journeys.test_first_walk import code_in, letter_to
from tests.running import RunningService

pytestmark = pytest.mark.browser
OpenWindow = Callable[[tuple[int, int]], Page]
ADDRESS = "nia@example.org"
# One scan of mine and one of somebody else who uses the same phone.
KEEP_OF_TWO = """async () => {
  await import('/static/js/outbox_store.js');
  for (const account of [document.body.dataset.account, 'somebody else'])
    await globalThis.matchmakerOutbox.keep({ kind: 'scan', code: 'X', way: 'printed', event: 'elsewhere', account });
}"""
WHOSE_WAIT = """async () => {
  await import('/static/js/outbox_store.js');
  return (await globalThis.matchmakerOutbox.entries()).map((one) => one.account);
}"""


def come_in(page: Page, service: RunningService, opened: set[str]) -> None:
    page.goto(f"{service.url}/e/northlight/")
    page.get_by_label("Your name").fill("Nia Achieng")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six digits").fill(newest_code(service, "code for", opened))
    page.get_by_role("button", name="Come in").click()
    expect(page.locator("form#profile")).to_be_visible()


def newest_code(service: RunningService, subject: str, opened: set[str]) -> str:
    """Of the letter asked for just now, not of one opened before."""
    letter = letter_to(service, ADDRESS, subject, besides=opened)
    opened.add(letter.id)
    return code_in(letter)


@pytest.mark.slow
@on_postgresql
def test_taken_along_left_and_undone_signed_out_everywhere_and_deleted(service: RunningService, open_window: OpenWindow) -> None:
    with service.session() as session:
        event = make_event(session, "northlight")
        session.commit()
    assert event.slug == "northlight"
    phone, laptop, opened = open_window(PHONE), open_window(PHONE), set[str]()
    come_in(phone, service, opened)
    come_in(laptop, service, opened)

    phone.goto(f"{service.url}/e/northlight/me")
    phone.get_by_role("link", name="My data").click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download my data").click()
    packed = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    assert ADDRESS in packed.read("my-data.json").decode()

    phone.get_by_role("button", name="Leave Northlight 26").click()
    expect(phone.get_by_role("status").filter(has_text="You have left.")).to_be_visible()
    phone.get_by_role("button", name="Undo, I stay").click()
    expect(phone.get_by_role("button", name="Leave Northlight 26")).to_be_visible()

    phone.goto(f"{service.url}/me/devices")
    expect(phone.get_by_role("listitem").filter(has_text="on Linux")).to_have_count(2)
    phone.get_by_role("button", name="Sign out everywhere").click()
    expect(phone.get_by_role("status").filter(has_text="Signed out everywhere.")).to_be_visible()
    laptop.goto(f"{service.url}/e/northlight/me")
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Please sign in first")

    come_in(phone, service, opened)
    phone.goto(f"{service.url}/me/data/delete")
    phone.get_by_label("Your address").fill(ADDRESS)
    phone.get_by_role("button", name="Send me the code").click()
    phone.get_by_label("Six digits").fill(newest_code(service, "delete everything", opened))
    phone.evaluate(KEEP_OF_TWO)
    phone.get_by_role("button", name="Delete everything of mine").click()

    expect(phone.get_by_role("status").filter(has_text="Everything of yours is deleted.")).to_be_visible()
    with service.session() as session:
        assert session.execute(select(Person.email, Person.name)).all() == [("", "")]
    expect(phone).not_to_have_url(re.compile("#account"))
    assert phone.evaluate(WHOSE_WAIT) == ["somebody else"], "what others keep on the same phone stays for them"
    phone.goto(f"{service.url}/e/northlight/me")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Please sign in first")
