"""An organiser reads the figures, prints them, walks over to somebody who is alone, and takes files along."""

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.beats import beat
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from tests.cast import NOW, give_interests, make_attendee, make_event, make_organiser
from tests.journeys.conftest import LAPTOP, PHONE, with_postgresql, with_sqlite
from tests.journeys.furnishing import sign_in
from tests.journeys.gallery import open_doors
from tests.journeys.looking import PICTURES
from tests.meetings import meet

pytestmark = pytest.mark.browser

DESK = "/organise/events/northlight"


@pytest.fixture
def hall(database_url: str, tmp_path: Path) -> Iterator[tuple[Workshop, str, str]]:
    """A hall of forty, thirty of whom have talked; Ada has not. The service with the cookies of the organiser and of Ada."""
    with open_doors(database_url, tmp_path) as workshop:
        with Session(workshop.engine, expire_on_commit=False) as session:
            event = make_event(session)
            people = [make_attendee(session, event, f"Person{number} Talker", checked_in_at=NOW) for number in range(38)]
            for one, other in zip(people[:30:2], people[1:30:2], strict=True):
                meet(session, one, other)
            ada, grace = (make_attendee(session, event, name, checked_in_at=NOW) for name in ("Ada Lovelace", "Grace Hopper"))
            for one in (ada, grace):
                give_interests(session, one, talk=["Tide tables"])
            organiser = make_organiser(session, event)
            beat(session, "worker", now=NOW)
            want_lists(session, event.id)
            cookies = sign_in(session, organiser.id, "organiser"), sign_in(session, ada.person_id, "attendee")
            session.commit()
        do(workshop, "recommend")
        do(workshop, "insights")
        yield (workshop, *cookies)


def open_as(workshop: Workshop, cookie: str, page: Page) -> Page:
    settings = workshop.settings
    page.context.add_cookies([{"name": settings.cookie_name, "value": cookie, "url": settings.base_url}])
    return page


def five_more_talk(workshop: Workshop) -> None:
    with Session(workshop.engine) as session:
        people = list(session.scalars(select(Attendee).where(Attendee.name.like("Person%")).order_by(Attendee.id)))
        for one, other in zip(people[30:35], people[:5], strict=True):
            meet(session, one, other)
        session.commit()
    do(workshop, "insights")


@with_sqlite
def test_figures_are_read_taken_along_and_printed(hall: tuple[Workshop, str, str], open_window: Callable[..., Page]) -> None:
    workshop, organiser, _ada = hall
    page = open_as(workshop, organiser, open_window(LAPTOP))
    page.goto(f"{workshop.settings.base_url}{DESK}/")
    expect(page.locator(".fig__n")).to_have_text("10")
    page.get_by_role("link", name="All figures").click()

    talks = page.get_by_role("region", name="Conversations").first
    talks.get_by_text("As a table").click()
    expect(talks.get_by_role("row", name="none yet 10")).to_be_visible()
    with page.expect_download() as taken:
        talks.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(StringIO(Path(taken.value.path()).read_text(encoding="utf-8-sig"))))
    expect(page.locator(".web")).to_be_visible()
    page.emulate_media(media="print")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "insights-printed.png", full_page=True)

    assert rows[:2] == [["What", "People"], ["none yet", "10"]]
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator(".line").first).to_be_visible()


@with_sqlite
def test_what_the_worker_counts_comes_by_itself(hall: tuple[Workshop, str, str], open_window: Callable[..., Page]) -> None:
    workshop, organiser, _ada = hall
    today, page = (open_as(workshop, organiser, open_window(LAPTOP)) for _ in range(2))
    for window, address in ((today, "/"), (page, "/insights")):
        window.clock.install()
        window.goto(f"{workshop.settings.base_url}{DESK}{address}")
    talks = page.get_by_role("region", name="Conversations").first
    talks.get_by_text("As a table").click()
    page.evaluate("document.querySelector('main').scrollIntoView(); document.querySelector('main').wasHere = true")
    place = page.evaluate("scrollY")
    expect(talks.get_by_role("row", name="none yet 10")).to_be_visible()

    five_more_talk(workshop)
    for window in (today, page):
        window.clock.run_for(46_000)

    expect(today.locator(".fig__n")).to_have_text("5")
    expect(talks.get_by_role("row", name="none yet 5")).to_be_visible()
    expect(talks.locator("summary")).to_be_focused()
    assert page.evaluate("[document.querySelector('main').wasHere, scrollY]") == [True, place]


@with_sqlite
def test_who_is_signed_out_elsewhere_reads_that_the_page_stands_still(
    hall: tuple[Workshop, str, str], open_window: Callable[..., Page]
) -> None:
    workshop, organiser, _ada = hall
    page = open_as(workshop, organiser, open_window(LAPTOP))
    page.clock.install(time="2026-10-10T19:14:00Z")
    page.goto(f"{workshop.settings.base_url}{DESK}/alone")

    page.context.clear_cookies()
    page.clock.run_for(46_000)

    expect(page.get_by_role("status")).to_have_text(re.compile("^This is how it was at 2[0-9]:1[0-9]: nobody is signed in here any more"))


@with_postgresql
def test_who_agreed_to_be_helped_is_introduced_by_a_host(hall: tuple[Workshop, str, str], open_window: Callable[..., Page]) -> None:
    workshop, organiser, ada = hall
    phone, laptop = open_as(workshop, ada, open_window(PHONE)), open_as(workshop, organiser, open_window(LAPTOP))
    laptop.goto(f"{workshop.settings.base_url}{DESK}/alone")
    expect(laptop.get_by_text("Nobody waits for you")).to_be_visible()

    phone.goto(f"{workshop.settings.base_url}/e/northlight/me/safety")
    phone.get_by_role("region", name="A host may introduce me").get_by_role("button", name="Turn on").click()
    expect(phone.get_by_text("A host may introduce you to somebody now.")).to_be_visible()
    laptop.goto(f"{workshop.settings.base_url}{DESK}/")
    laptop.get_by_role("link", name="1 person would be glad of an introduction").click()
    expect(laptop.get_by_role("heading", name="Ada Lovelace")).to_be_visible()
    expect(laptop.get_by_text("Both bring up “Tide tables”.")).to_be_visible()
    laptop.get_by_role("button", name="I introduced them").click()

    expect(laptop.get_by_text("Olga Organiser introduced Ada Lovelace and Grace Hopper")).to_be_visible()
    expect(laptop.get_by_role("heading", name="Ada Lovelace")).to_have_count(0)
    laptop.get_by_role("button", name="Take back").click()
    expect(laptop.get_by_role("heading", name="Ada Lovelace")).to_be_visible()
    phone.get_by_role("region", name="A host may introduce me").get_by_role("button", name="Turn off").click()
    laptop.reload()
    expect(laptop.get_by_role("heading", name="Ada Lovelace")).to_have_count(0)


@pytest.mark.parametrize("form", ["CSV", "XLSX"])
@with_postgresql
def test_a_file_of_attendees_is_asked_for_and_taken_along(
    hall: tuple[Workshop, str, str], open_window: Callable[..., Page], form: str
) -> None:
    workshop, organiser, _ada = hall
    page = open_as(workshop, organiser, open_window(LAPTOP))
    page.goto(f"{workshop.settings.base_url}{DESK}/exports")
    page.get_by_role("button", name=f"Attendees as {form}").click()

    expect(page.get_by_role("row", name=f"Attendees {form} 40")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download").click()

    assert taken.value.suggested_filename == f"northlight-attendees.{form.lower()}"
    assert Path(taken.value.path()).stat().st_size > 1000
