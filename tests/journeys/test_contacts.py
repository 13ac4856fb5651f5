"""A contact that lasts: two events, one person, a note, tags, a promise, found again, taken along; and all of it without a network."""

import csv
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.search import fold
from matchmaker.store.models.contacts import Promise
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_attendee, make_event
from tests.journeys.conftest import PHONE, with_postgresql, with_sqlite
from tests.journeys.furnishing import sign_in
from tests.journeys.gallery import open_doors
from tests.meetings import meet, side_of

pytestmark = pytest.mark.browser

YEAR = timedelta(days=365)


@dataclass
class Doors:
    url: str
    cookie: dict[str, str]
    session: Session
    now_id: int
    then_id: int
    ada: object

    def open(self, page: Page, path: str) -> None:
        page.goto(self.url + path)


@pytest.fixture
def doors(database_url: str, session: Session, tmp_path: Path, ada, grace, linus) -> Iterator[Doors]:
    """Ada met Grace at two events, and Linus at one; the service runs, and nothing else is there."""
    grace.headline, grace.organisation, grace.phone = "Writes compilers", "Navy", "+44 (0)20 7946 0018"
    there = make_event(
        session, "southlight", name="Southlight 25", starts_at=NOW - YEAR, ends_at=NOW - YEAR + timedelta(hours=8), closed_at=NOW
    )
    before = [make_attendee(session, there, one.name, session.get_one(Person, one.person_id)) for one in (ada, grace)]
    then_id, now_id = meet(session, *before, at=NOW - YEAR), meet(session, ada, grace)
    meet(session, ada, linus, at=NOW - timedelta(minutes=5))
    value = sign_in(session, ada.person_id, "attendee")
    session.commit()
    with open_doors(database_url, tmp_path) as workshop:
        settings = workshop.settings
        yield Doors(
            settings.base_url, {"name": settings.cookie_name, "value": value, "url": settings.base_url}, session, now_id, then_id, ada
        )


@pytest.fixture
def page(doors: Doors, open_window: Callable[..., Page]) -> Page:
    page = open_window(PHONE, keeps_pages=True)
    page.context.add_cookies([doors.cookie])  # type: ignore[list-item]
    return page


# A page's policy forbids what Playwright's own waiting for functions does.
def wait_until(page: Page, question: str, *, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not page.evaluate(question):
        assert time.monotonic() < until, question
        page.wait_for_timeout(100)


def is_kept(path: str) -> str:
    pages = "(await caches.keys()).filter((name) => name.startsWith('pages-'))"
    return f"async () => {{ for (const name of {pages}) if (await (await caches.open(name)).match('{path}')) return true; return false; }}"


def saved(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return download.value.path().read_bytes()


@with_postgresql
def test_from_a_note_to_the_address_book(doors: Doors, page: Page) -> None:
    doors.open(page, "/contacts")
    expect(page.locator("[data-people] > li")).to_have_count(2)
    row = page.get_by_role("listitem").filter(has_text="Grace Hopper")
    expect(row).to_contain_text("Met once before.")
    row.get_by_role("link", name="Grace Hopper").click()
    page.wait_for_url("**/contacts/*")  # with its script, which makes tags of what is typed

    expect(page.get_by_role("link", name="+44 (0)20 7946 0018")).to_have_attribute("href", "tel:+442079460018")
    page.get_by_label("What did you talk about?").fill("Moths in the relay")
    tags = page.get_by_label("Your tags")
    tags.fill("moths,")
    tags.press_sequentially("Navy days")
    tags.press("Enter")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("status").filter(has_text="Your note is kept.")).to_be_visible()
    row = page.get_by_role("listitem").filter(has_text="Grace Hopper")
    expect(row).to_contain_text("Follow-up welcome.")
    expect(row.get_by_role("list", name="Your tags").get_by_role("listitem")).to_have_text(["moths", "Navy days"])

    row.get_by_role("link", name="Grace Hopper").click()
    page.wait_for_url("**/contacts/*")
    page.get_by_role("button", name="Take moths away").click()
    page.get_by_role("button", name="Keep the note").click()
    page.wait_for_url("**/contacts?said=*")
    page.get_by_role("link", name="Grace Hopper").click()
    page.wait_for_url("**/contacts/*")
    page.get_by_text("Promise something").click()
    page.get_by_role("textbox", name="What you promised").fill("The relay log")
    page.get_by_label("By when").fill("2026-11-13")
    page.get_by_role("button", name="Keep the promise here").click()
    expect(page.get_by_text("You promised: The relay log, by Fri 13 Nov 2026")).to_be_visible()
    page.get_by_role("button", name="I was in touch today").click()
    expect(page.get_by_text("Last in touch Thu 5 Nov 2026.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Not in touch since you met, Thu 5 Nov 2026.")).to_be_visible()

    doors.open(page, "/contacts")
    cards = {card.fn.value: card for card in vobject.readComponents(saved(page, "All to my phone").decode())}
    assert set(cards) == {"Grace Hopper", "Linus Torvalds"}
    assert cards["Grace Hopper"].note.value.splitlines() == [
        "Met at Northlight 26, Thu 5 Nov 2026.",
        "Met at Southlight 25, Wed 5 Nov 2025.",
    ]
    rows = list(csv.DictReader(saved(page, "All as a table").decode("utf-8-sig").splitlines()))
    assert [(row["Name"], row["Your note"], row["Your tags"], row["You promised"]) for row in rows] == [
        ("Grace Hopper", "Moths in the relay", "Navy days", "The relay log (2026-11-13)"),
        ("Grace Hopper", "", "Navy days", ""),
        ("Linus Torvalds", "", "", ""),
    ]


@with_sqlite
def test_looking_for_somebody_hides_rows_at_once_and_asks_nobody(doors: Doors, page: Page) -> None:
    doors.open(page, "/contacts")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    people = page.locator("[data-people] > li:visible h2")

    page.get_by_label("Search your contacts").press_sequentially("comp")
    expect(people).to_have_text(["Grace Hopper"])
    page.get_by_label("Search your contacts").fill("ＴÓRVALDS")
    expect(people).to_have_text(["Linus Torvalds"])
    page.get_by_label("Search your contacts").fill("zebra")
    expect(page.get_by_text("Nobody found")).to_be_visible()
    page.get_by_label("Search your contacts").fill("")
    expect(people).to_have_text(["Grace Hopper", "Linus Torvalds"])
    page.get_by_role("link", name="Promises").click()
    expect(people).to_have_count(0)
    page.get_by_role("link", name=re.compile("^All · ")).click()
    page.get_by_text("Narrow and sort").click()
    page.get_by_label("Event").select_option("southlight")
    expect(people).to_have_text(["Grace Hopper"])

    assert [url for url in asked if "/contacts" in url] == []


@with_sqlite
def test_the_browser_folds_words_as_the_service_does(doors: Doors, page: Page) -> None:
    words = [
        "José  NÚÑEZ",
        "Ömer IŞIK",
        "İpek",
        "ırmak",
        "Straße",
        "Søren Łukasz",
        "ﬁne ｗｉｄｅ",
        "مُحَمَّد",
        "백혜진",
        "ΣΩΚΡΆΤΗΣ",
        "Æsop Œuvre Þórr",
        " a\nb ",
    ]
    doors.open(page, "/contacts")
    script = page.locator("script[src*='contacts.js']").get_attribute("src")

    folded = page.evaluate("async ([script, words]) => { const { fold } = await import(script); return words.map(fold); }", [script, words])

    assert folded == [fold(word) for word in words]


@with_postgresql
def test_the_book_opens_and_a_note_is_kept_without_a_network(doors: Doors, page: Page) -> None:
    here = f"/contacts/{doors.now_id}"
    doors.open(page, "/contacts")
    wait_until(page, "Boolean(navigator.serviceWorker?.controller)")
    for path in (here, "/contacts"):
        doors.open(page, path)
        wait_until(page, is_kept(path))
    page.context.set_offline(True)

    doors.open(page, "/contacts")
    page.get_by_label("Search your contacts").press_sequentially("navy")
    expect(page.locator("[data-people] > li:visible h2")).to_have_text(["Grace Hopper"])
    doors.open(page, here)
    page.get_by_label("What did you talk about?").fill("Kept on the train")
    page.get_by_label("Your tags").fill("trains, moths")
    page.get_by_role("button", name="Keep the note").click()
    safe = page.get_by_text("Safe on this phone. It goes out when there is a network.")
    expect(safe).to_be_visible()
    page.get_by_text("Promise something").click()
    page.get_by_role("textbox", name="What you promised").fill("The timetable")
    page.get_by_role("button", name="Keep the promise here").click()
    expect(safe).to_have_count(2)
    page.get_by_role("button", name="I was in touch today").click()
    expect(safe).to_have_count(3)
    page.get_by_text("Peace and quiet").click()
    page.get_by_role("button", name="Let go").click()
    expect(safe).to_have_count(4)

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, "async () => (await (await import('/static/js/outbox.js')).waiting()).length === 0")
    doors.session.rollback()
    assert doors.session.scalars(select(Promise.text)).all() == ["The timetable"]
    mine = side_of(doors.session, doors.now_id, doors.ada)  # type: ignore[arg-type]
    assert (mine.touched_at, mine.let_go_at) == (NOW, NOW)
    sides = [side_of(doors.session, contact_id, doors.ada) for contact_id in (doors.now_id, doors.then_id)]  # type: ignore[arg-type]
    assert [(side.note, side.tags) for side in sides] == [("Kept on the train", ["trains", "moths"]), ("", ["trains", "moths"])]


@with_sqlite
def test_a_page_that_the_back_button_brings_as_it_was_left_keeps_notes_again(doors: Doors, page: Page) -> None:
    # The page that would follow never comes, so that this one stays as a browser holds it for the back button.
    page.route(
        "**/contacts?said=*", lambda route: route.fulfill(status=204) if route.request.is_navigation_request() else route.continue_()
    )
    doors.open(page, f"/e/northlight/contacts/{doors.now_id}")

    for note in ("First words", "Second words"):
        page.fill("#note", note)
        with page.expect_request(lambda request: request.is_navigation_request() and "said=" in request.url):
            page.get_by_role("button", name="Keep the note").click()
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    page.unroute_all()
    doors.open(page, f"/e/northlight/contacts/{doors.now_id}")
    assert page.input_value("#note") == "Second words"
