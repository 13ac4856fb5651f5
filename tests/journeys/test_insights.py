"""An organiser reads the figures, prints them, walks over to somebody who is alone, and takes files along."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.beats import beat
from matchmaker.services.recommend import want_lists
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
