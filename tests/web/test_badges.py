"""The organiser's page of badges: the first page as it will be, the wish for a sheet, the download."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.jobs.badges import make_badges
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.beats import beat
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.queries.badge_sheets import newest_sheet
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_organiser
from tests.conftest import Bell, Clock

PAGE = "/organise/events/northlight/badges"
LaptopOf = Callable[[Person], Phone]


@pytest.fixture
def work(settings: Settings, engine: Engine, clock: Clock) -> Callable[[], None]:
    return lambda: make_badges(Workshop(settings, engine, clock))


def test_the_page_counts_badges_and_pages_and_shows_the_first(
    laptop_of: LaptopOf, organiser: Person, ada: Attendee, grace: Attendee
) -> None:
    page = laptop_of(organiser).get(PAGE)

    assert "2 badges, 1 page." in text_of(page)
    assert "Make the sheet for 2 people" in text_of(page)
    assert ">Ada Lovelace</text>" in page.text
    assert ">Grace Hopper</text>" in page.text


def test_nine_people_need_two_pages(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    for name in ("A", "B", "C", "D", "E", "F", "G", "H", "I"):
        make_attendee(session, event, f"{name} Name")

    page = laptop_of(organiser).get(PAGE)

    assert "9 badges, 2 pages." in text_of(page)
    assert page.text.count(" Name</text>") == 8


def test_the_page_is_kept_by_no_cache(laptop_of: LaptopOf, organiser: Person, ada: Attendee) -> None:
    headers = laptop_of(organiser).get(PAGE).headers

    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_an_event_without_people_shows_the_way_to_the_roster(laptop_of: LaptopOf, organiser: Person) -> None:
    page = laptop_of(organiser).get(PAGE)

    assert "Nobody to print for yet" in text_of(page)
    assert 'href="/organise/events/northlight/roster"' in page.text
    assert "Make the sheet" not in page.text


def test_asking_for_a_sheet_wakes_the_worker_and_says_that_it_is_being_made(
    laptop_of: LaptopOf, organiser: Person, ada: Attendee, bell: Bell
) -> None:
    laptop = laptop_of(organiser)

    answer = laptop.post(f"{PAGE}/sheet")

    assert (answer.status_code, answer.location, bell.words) == (303, PAGE, ["badges"])
    page = laptop.get(PAGE)
    assert "Making 1 badge." in text_of(page)
    assert 'data-refresh="1"' in page.text
    assert f'href="{PAGE}">Look again</a>' in page.text
    assert "Make the sheet" not in page.text


def test_asking_twice_makes_one_sheet(laptop_of: LaptopOf, session: Session, organiser: Person, ada: Attendee, event: Event) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    session.rollback()
    first = newest_sheet(session, event.id)
    session.rollback()

    laptop.post(f"{PAGE}/sheet")

    session.rollback()
    assert newest_sheet(session, event.id) == first


def test_asking_for_a_sheet_of_nobody_is_answered_with_a_sentence(laptop_of: LaptopOf, organiser: Person, bell: Bell) -> None:
    answer = laptop_of(organiser).post(f"{PAGE}/sheet")

    assert answer.status_code == 422
    assert "Nobody is registered yet, so there is no badge to print." in text_of(answer)
    assert bell.words == []


def test_a_made_sheet_is_downloaded_under_the_events_name(
    laptop_of: LaptopOf, organiser: Person, ada: Attendee, work: Callable[[], None]
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    work()

    page = laptop.get(PAGE)
    link = page.text.split(f'href="{PAGE}/sheets/')[1].split('"')[0]
    answer = laptop.get(f"{PAGE}/sheets/{link}")

    assert "The sheet for 1 person is ready." in text_of(page)
    assert "data-refresh" not in page.text
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="badges-northlight.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Ada Lovelace" in pypdf.PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_who_came_in_after_a_sheet_was_made_is_told_about(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, work: Callable[[], None]
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    work()
    make_attendee(session, event, "Grace Hopper")
    session.commit()

    assert "1 badge is new or changed since." in text_of(laptop.get(PAGE))


def test_a_sheet_of_an_event_that_emptied_says_so(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, work: Callable[[], None]
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    ada.status = "cancelled"
    session.commit()
    work()
    make_attendee(session, event, "Grace Hopper")
    session.commit()

    assert "Nobody is registered any more, so there was no badge to print." in text_of(laptop.get(PAGE))


def test_a_sheet_is_gone_after_a_day_and_can_be_made_again(
    laptop_of: LaptopOf, session: Session, organiser: Person, event: Event, ada: Attendee, work: Callable[[], None], clock: Clock
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    work()
    session.rollback()
    made = newest_sheet(session, event.id)
    session.rollback()
    assert made is not None
    clock.now = NOW + timedelta(hours=23, minutes=59)
    work()
    kept = laptop.get(f"{PAGE}/sheets/{made.id}.pdf").status_code
    clock.now = NOW + timedelta(hours=24, minutes=1)
    work()
    clock.now = NOW

    page = laptop.get(PAGE)
    assert "The last sheet was thrown away after a day" in text_of(page)
    assert "Make the sheet for 1 person" in text_of(page)
    assert (kept, laptop.get(f"{PAGE}/sheets/{made.id}.pdf").status_code) == (200, 404)


def test_another_events_sheet_is_not_found(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, work: Callable[[], None]
) -> None:
    elsewhere = make_event(session, "elsewhere")
    otto = make_organiser(session, elsewhere, "Otto Other")
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    work()
    session.rollback()
    sheet = newest_sheet(session, event.id)
    assert sheet is not None

    theirs = laptop_of(otto)
    answers = [
        theirs.get(f"/organise/events/{slug}/badges/sheets/{number}.pdf")
        for slug in ("elsewhere", "northlight")
        for number in (sheet.id, 987654)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


def test_names_that_need_a_pen_or_are_set_small_are_named(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    for number, name in enumerate(["王小明", "李娜", "김민준", "あきら", "தமிழ்", "Միրա", "Wolfeschlegelsteinhausenbergerdorff" * 3]):
        make_attendee(session, event, name)
        event.description = str(number)

    said = text_of(laptop_of(organiser).get(PAGE))

    assert "6 names use letters that our typefaces don’t have:" in said
    assert "and 1 more" in said
    assert "There the badge has a line to write the name by hand." in said
    assert "One name is too long for 24 pt and is set smaller" in said


def test_a_silent_worker_is_told_about_and_a_living_one_is_not(
    laptop_of: LaptopOf, session: Session, organiser: Person, ada: Attendee
) -> None:
    laptop = laptop_of(organiser)
    silent = text_of(laptop.get(PAGE))
    beat(session, "here:1", now=NOW)
    session.commit()

    assert "No worker has been seen for 30 seconds." in silent
    assert "No worker" not in text_of(laptop.get(PAGE))


def test_looking_changes_nothing(laptop_of: LaptopOf, session: Session, organiser: Person, event: Event, ada: Attendee, bell: Bell) -> None:
    laptop_of(organiser).get(PAGE)

    assert newest_sheet(session, event.id) is None
    assert bell.words == []


def test_the_page_asks_the_database_as_often_for_one_as_for_three(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, statements: list[str]
) -> None:
    laptop = laptop_of(organiser)
    statements.clear()
    laptop.get(PAGE)
    one = len(statements)
    make_attendee(session, event, "Grace Hopper")
    make_attendee(session, event, "Linus Torvalds")
    session.commit()
    statements.clear()

    laptop.get(PAGE)

    assert (len(statements), one) == (8, 8)
