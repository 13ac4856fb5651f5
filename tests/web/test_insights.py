"""The organiser's page of figures: what it says, what it keeps to itself, and that reading it is cheap."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee
from tests.meetings import meet

LaptopOf = Callable[[Person], Phone]
PAGE = "/organise/events/northlight/insights"


@pytest.fixture
def count(session: Session, settings: Settings) -> Callable[[], None]:
    def run() -> None:
        session.commit()
        do(Workshop(settings, session.get_bind(), now=lambda: NOW), "insights")

    return run


def crowd(session: Session, event: Event, people: int) -> list[Attendee]:
    return [make_attendee(session, event, f"Person{number} Somebody") for number in range(people)]


def pair_up(session: Session, people: list[Attendee]) -> None:
    for one, other in zip(people[::2], people[1::2], strict=True):
        meet(session, one, other)


def test_the_page_tells_figures_definitions_and_whom_they_are_about(session, event, organiser, laptop_of, count) -> None:
    pair_up(session, crowd(session, event, 30)[:12])
    count()

    told = text_of(laptop_of(organiser).get(PAGE))

    assert "About everybody registered: nobody is checked in yet." in told
    assert "registered 30 had a conversation 12 had three or more – had none yet 18 pairs who talked 6" in told
    assert "One counts once two people exchanged cards by a scan, or one of them said “we have met”." in told
    assert "none yet 18 one or two not shown apart, 12 together three or more fewer than 5" in told


def test_once_somebody_is_checked_in_the_page_says_that_it_is_about_those(session, event, organiser, laptop_of, count) -> None:
    for one in crowd(session, event, 9)[:7]:
        one.checked_in_at = NOW
    count()

    told = text_of(laptop_of(organiser).get(PAGE))

    assert ("About the people who are checked in." in told, "checked in 7" in told) == (True, True)


def test_four_people_who_met_are_not_to_be_seen_nor_is_a_fifth_later(session, event, organiser, laptop_of, count) -> None:
    people = crowd(session, event, 30)
    pair_up(session, people[:4])
    count()
    laptop = laptop_of(organiser)
    before = laptop.get(PAGE).text
    pair_up(session, people[4:8])
    count()

    after = laptop.get(PAGE).text

    assert "had a conversation" in before
    assert "4 had a conversation" not in text_of(laptop.get(PAGE))
    assert before == after


def test_an_event_that_nobody_counted_yet_says_so(session, event, organiser, laptop_of) -> None:
    told = text_of(laptop_of(organiser).get(PAGE))

    assert "No figures yet They are counted within a minute" in told


@pytest.mark.parametrize("page", ["/", "/insights", "/alone"])
def test_a_page_that_looks_again_is_sent_anew_only_once_it_has_changed(session, event, organiser, laptop_of, count, page) -> None:
    pair_up(session, crowd(session, event, 30)[:12])
    count()
    laptop = laptop_of(organiser)
    address = f"/organise/events/northlight{page}"
    first = laptop.get(address)

    again = laptop.get(address, headers={"If-None-Match": first.headers["ETag"]})
    event.name = "Northlight, moved indoors"
    session.commit()
    moved = laptop.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert ('data-live="45"' in first.text, "js/live.js" in first.text) == (True, True)
    assert (again.status_code, again.data, moved.status_code) == (304, b"", 200)


def test_a_figure_is_downloaded_as_the_table_under_it(session, event, organiser, laptop_of, count) -> None:
    pair_up(session, crowd(session, event, 30)[:12])
    count()

    answer = laptop_of(organiser).get(f"{PAGE}/talks.csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="northlight-talks.csv"'
    assert answer.data.decode("utf-8-sig").splitlines() == [
        '"What","People"',
        '"none yet","18"',
        '"one or two","not shown apart, 12 together"',
        '"three or more","fewer than 5"',
    ]


@pytest.mark.parametrize("figure", ["nothing", "mixing"])
def test_a_figure_that_is_not_there_or_not_to_be_shown_is_no_file(session, event, organiser, laptop_of, count, figure) -> None:
    crowd(session, event, 8)
    count()

    assert laptop_of(organiser).get(f"{PAGE}/{figure}.csv").status_code == 404


@pytest.mark.parametrize("people", [5, 500])
def test_the_page_costs_the_same_for_5_and_for_500_people(session, event, organiser, laptop_of, count, statements, people) -> None:
    pair_up(session, crowd(session, event, people)[: people // 2 * 2])
    count()
    laptop = laptop_of(organiser)
    statements.clear()

    laptop.get(PAGE)

    assert len(statements) == 4
