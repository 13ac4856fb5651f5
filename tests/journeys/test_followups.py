"""The morning after in a real browser: the one question, copying, and figures that only their owner sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.contacts import FollowUpAct
from tests.cast import NOW
from tests.journeys.conftest import PHONE, with_postgresql, with_sqlite
from tests.journeys.furnishing import sign_in
from tests.journeys.gallery import open_doors
from tests.journeys.looking import findings, sideways
from tests.meetings import meet, side_of

pytestmark = pytest.mark.browser


@dataclass
class Doors:
    url: str
    cookie: dict[str, str]
    session: Session
    grace_id: int
    linus_id: int

    def acts(self, contact_id: int) -> set[str]:
        self.session.rollback()
        return set(self.session.scalars(select(FollowUpAct.act).where(FollowUpAct.contact_id == contact_id)))


@pytest.fixture
def doors(database_url: str, session: Session, tmp_path: Path, ada, grace, linus) -> Iterator[Doors]:
    """Ada met Grace, and noted it, and Linus, of whom she noted nothing."""
    with_grace, with_linus = meet(session, ada, grace), meet(session, ada, linus, at=NOW - timedelta(minutes=5))
    side_of(session, with_grace, ada).note = "Van routes in Fife"
    value = sign_in(session, ada.person_id, "attendee")
    session.commit()
    with open_doors(database_url, tmp_path) as workshop:
        settings = workshop.settings
        cookie = {"name": settings.cookie_name, "value": value, "url": settings.base_url}
        yield Doors(f"{settings.base_url}/e/northlight/followups", cookie, session, with_grace, with_linus)


@pytest.fixture
def phone(open_window, doors: Doors) -> Page:
    page: Page = open_window(PHONE)
    page.context.add_cookies([doors.cookie])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(doors.url)
    return page


def stop_the_clock(page: Page) -> None:
    """What is said for a few seconds alone stays as long as a slow machine needs to hear it."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))


@with_sqlite
def test_the_one_question_is_answered_in_the_list_and_its_draft_is_copied(phone: Page, doors: Doors) -> None:
    to_linus = phone.locator(f"#to-{doors.linus_id}")

    to_linus.get_by_label("What did you two talk about?").fill("Kernels and kelp")
    with phone.expect_response(lambda answer: answer.url.endswith("/note")):
        to_linus.get_by_role("button", name="Put it into the draft").click()
    expect(to_linus.get_by_text("I kept a line of it: “Kernels and kelp”")).to_be_visible()
    stop_the_clock(phone)
    with phone.expect_response(lambda answer: answer.url.endswith("/acts")) as told:
        to_linus.get_by_role("button", name="Copy").click()

    expect(to_linus.get_by_role("button", name="Copied.")).to_be_visible()
    expect(phone.get_by_role("status").filter(has_text="Copied.")).to_have_count(1)
    assert phone.evaluate("navigator.clipboard.readText()").startswith("Dear Linus,")
    phone.clock.run_for(5_000)
    expect(to_linus.get_by_role("button", name="Copy")).to_be_visible()
    assert told.value.status == 204
    assert doors.acts(doors.linus_id) == {"copied"}


@with_postgresql
def test_what_is_looked_at_and_taken_along_is_counted_for_its_reader_alone(phone: Page, doors: Doors) -> None:
    to_grace, to_linus = phone.locator(f"#to-{doors.grace_id}"), phone.locator(f"#to-{doors.linus_id}")
    expect(to_grace.get_by_text("Dear Grace,")).to_be_visible()  # the first stands open by itself, which nobody did

    with phone.expect_response(lambda answer: answer.url.endswith(f"{doors.linus_id}/acts")):
        to_linus.get_by_text("The draft to Linus").click()
    with phone.expect_response(lambda answer: answer.url.endswith(f"{doors.grace_id}/acts")), phone.expect_download() as file:
        to_grace.get_by_role("link", name="As a file").click()

    assert (doors.acts(doors.linus_id), doors.acts(doors.grace_id)) == ({"opened"}, {"filed"})
    message = message_from_bytes(Path(file.value.path()).read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    assert "Van routes in Fife" in message.get_content()
    phone.reload()
    for line in ("Drafts opened: 2", "Taken along: 1", "Written: 0"):
        expect(phone.get_by_text(line)).to_be_visible()
    assert findings(phone) == []
    phone.set_viewport_size({"width": 320, "height": 640})
    assert sideways(phone) == 0


@with_sqlite
def test_a_drafts_own_page_counts_as_opened_once_it_was_looked_at(phone: Page, doors: Doors) -> None:
    with phone.expect_response(lambda answer: answer.url.endswith("/acts")):
        phone.goto(f"{doors.url}/{doors.grace_id}")

    assert doors.acts(doors.grace_id) == {"opened"}


@with_postgresql
def test_copying_works_where_a_browser_hands_out_no_clipboard(phone: Page, doors: Doors) -> None:
    phone.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    phone.reload()
    to_grace = phone.locator(f"#to-{doors.grace_id}")
    stop_the_clock(phone)

    to_grace.get_by_role("button", name="Copy").click()

    expect(to_grace.get_by_role("button", name="Copied.")).to_be_focused()
