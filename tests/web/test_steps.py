"""Opening and closing as an organiser does it, and what others see meanwhile."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_organiser

LaptopOf = Callable[[Person], Phone]
PhoneOf = Callable[[Attendee], Phone]
HOME = "/organise/events/northlight/"


@pytest.fixture
def draft(session: Session) -> Event:
    return make_event(session, opened_at=None)


@pytest.fixture
def olga(session: Session, draft: Event) -> Person:
    return make_organiser(session, draft)


def test_a_draft_says_to_everybody_else_that_it_is_not_open_yet(session: Session, draft: Event, stranger: Phone, phone_of: PhoneOf) -> None:
    ada = phone_of(make_attendee(session, draft, "Ada Lovelace"))

    answers = [
        stranger.get("/e/northlight/"),
        ada.get("/e/northlight/matches"),
        stranger.post("/e/northlight/join", {"email": "a@b.example"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert all("Not open yet" in text_of(answer) and "Northlight" not in answer.text for answer in answers)


def test_the_team_sees_the_attendees_page_of_a_draft(olga: Person, laptop_of: LaptopOf) -> None:
    page = laptop_of(olga).get("/e/northlight/")

    assert (page.status_code, "Only the team sees this page so far" in text_of(page)) == (200, True)


def test_the_first_page_leads_through_what_is_left_and_opening_lets_people_in(
    session: Session, olga: Person, laptop_of: LaptopOf, stranger: Phone
) -> None:
    laptop = laptop_of(olga)
    before = text_of(laptop.get(HOME))

    answer = laptop.post(f"{HOME}steps/open")

    after = text_of(laptop.get(answer.location))
    assert "What is left before opening" in before
    assert "4 things are left; they can be done later too." in before
    assert "The event is open." in after
    assert "What is left before opening" not in after
    assert stranger.get("/e/northlight/").status_code == 200
    assert session.scalars(select(DeedRow.deed)).all() == ["event.opened"]


def test_a_draft_says_who_may_join_it(session: Session, draft: Event, olga: Person, laptop_of: LaptopOf) -> None:
    laptop = laptop_of(olga)
    by_address = text_of(laptop.get(HOME))
    draft.join_code = "Harbour lights 7"
    session.commit()
    by_code = text_of(laptop.get(HOME))

    assert "Everybody with the address may join" in by_address
    assert "Everybody with the address may join" not in by_code
    assert "Everybody who knows a code" in by_code


def test_an_open_event_says_what_to_give_out(session: Session, draft: Event, olga: Person, laptop_of: LaptopOf) -> None:
    draft.join_code = "Harbour lights 7"
    session.commit()
    laptop = laptop_of(olga)
    before = text_of(laptop.get(HOME))
    laptop.post(f"{HOME}steps/open")
    page = laptop.get(HOME)

    assert "Harbour lights 7" not in before
    assert "The event’s page is http://localhost/e/northlight/" in text_of(page)
    assert "The event’s code Harbour lights 7" in text_of(page)
    assert 'data-copy="http://localhost/e/northlight/"' in page.text


def test_opening_and_closing_are_undone_from_the_same_page(
    session: Session, event: Event, organiser: Person, laptop_of: LaptopOf, stranger: Phone
) -> None:
    laptop, seen = laptop_of(organiser), []
    for path in ("letters/close", "steps/reopen", "steps/draft", "steps/open"):
        laptop.post(HOME + path)
        seen.append(stranger.get("/e/northlight/").status_code)

    assert seen == [200, 200, 403, 200]
    assert session.scalars(select(DeedRow.deed).order_by(DeedRow.id)).all() == [
        "event.closed",
        "event.reopened",
        "event.drafted",
        "event.opened",
    ]


def test_no_invitation_leads_into_a_draft(olga: Person, laptop_of: LaptopOf) -> None:
    answer = laptop_of(olga).post("/organise/events/northlight/roster/invite")

    assert (answer.status_code, "Open it on its first page, then invite." in text_of(answer)) == (422, True)


def test_the_roster_of_a_draft_says_why_nobody_is_invited_yet(session: Session, draft: Event, olga: Person, laptop_of: LaptopOf) -> None:
    make_attendee(session, draft, "Ada Lovelace", first_signed_in_at=None)
    laptop = laptop_of(olga)

    roster, today = laptop.get("/organise/events/northlight/roster"), laptop.get("/organise/events/northlight/")

    assert "The event is still a draft, so an invitation would lead nowhere." in text_of(roster)
    assert "/roster/invite" not in roster.text
    assert "Invite" not in text_of(today)


def test_the_first_page_of_a_closed_event_asks_for_nothing_any_more(session: Session, laptop_of: LaptopOf) -> None:
    event = make_event(session, closed_at=NOW, check_in_on=True)
    make_attendee(session, event, "Ada Lovelace")

    today = text_of(laptop_of(make_organiser(session, event)).get("/organise/events/northlight/"))

    assert "The event is closed" in today
    asks = ("Check people in", "Invite", "follow-ups sent", "Interests filled", "Print the badges", "What is left", "Nobody alone")
    assert [words for words in asks if words in today] == []
    assert "What was done Done: Attendees brought in Roster Done: The event is closed Letters" in today


def test_once_an_event_is_closed_nobody_is_named_as_alone(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    for name in ("Ada Lovelace", "Grace Hopper"):
        make_attendee(session, event, name, may_be_introduced=True)
    laptop = laptop_of(organiser)
    before = text_of(laptop.get(f"{HOME}alone"))

    laptop.post(f"{HOME}letters/close")

    after = text_of(laptop.get(f"{HOME}alone"))
    assert ("Ada Lovelace" in before, "Ada Lovelace" in after) == (True, False)
    assert "The event is closed Whoever was still alone is shown while the event runs" in after
