"""Finding somebody by name: only who allows it, folded, counted, and never more than the event shows."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.services.people_search import SEARCHES_AN_HOUR
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, Scan
from matchmaker.store.models.events import Event
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee
from tests.scanning import contact_states, new_scan_id

PhoneOf = Callable[[Attendee], Phone]
PEOPLE = "/e/northlight/people"


def found(phone: Phone, words: str) -> str:
    return text_of(phone.post(PEOPLE, {"q": words}, follow_redirects=True))


@pytest.fixture
def jose(session: Session, event: Event) -> Attendee:
    return make_attendee(session, event, "José Núñez-Ortega", headline="Maps of tides", organisation="Saltworks", searchable=True)


@pytest.mark.parametrize("words", ["jose", "NUNEZ", "Núñez ortega", "jo núñ", "nunez-ort"])
def test_a_name_is_found_without_its_capitals_and_accents(session, event, ada, jose, phone_of: PhoneOf, words: str) -> None:
    assert "One person JN José Núñez-Ortega Maps of tides" in found(phone_of(ada), words).replace("JN", "JN")


@pytest.mark.parametrize("change", [{"searchable": False}, {"listed": False}, {"paused_at": NOW}, {"status": "cancelled"}])
def test_who_does_not_allow_it_hides_pauses_or_cancelled_is_not_found(
    session: Session, event: Event, ada: Attendee, jose: Attendee, phone_of: PhoneOf, change: dict[str, object]
) -> None:
    make_attendee(session, event, "Josefine Berg", searchable=True)
    for name, value in change.items():
        setattr(jose, name, value)
    phone = phone_of(ada)

    page = found(phone, "jos")

    assert ("Josefine Berg" in page, "Núñez" in page) == (True, False)
    assert phone.get(f"{PEOPLE}/{jose.id}").data == phone.get(f"{PEOPLE}/1000000").data


def test_nobody_is_found_by_name_unless_they_turn_it_on(session, event, ada, grace, phone_of: PhoneOf) -> None:
    reader, mine = phone_of(ada), phone_of(grace)

    before = "Grace" in found(reader, "grac")
    mine.post("/e/northlight/me/safety", {"turn": "found"})
    between = "Grace Hopper" in found(reader, "grac")
    mine.post("/e/northlight/me/safety", {"turn": "not_found"})

    assert (before, between, "Grace" in found(reader, "grac")) == (False, True, False)


def test_fewer_than_two_letters_are_no_search(session, event, ada, jose, phone_of: PhoneOf) -> None:
    answer = phone_of(ada).post(PEOPLE, {"q": " j. "})

    assert (answer.status_code, "Type at least two letters of the name." in text_of(answer)) == (422, True)


def test_an_address_that_was_not_asked_for_answers_nothing(session, event, ada, grace, jose, phone_of: PhoneOf) -> None:
    """Going through names by address would not be counted."""
    asked = phone_of(ada).post(PEOPLE, {"q": "jose"}).location.removeprefix("http://localhost")

    assert "Núñez" not in text_of(phone_of(grace).get(asked))
    assert "Núñez" not in text_of(phone_of(ada).get(f"{PEOPLE}?q=jose"))
    assert "Núñez" in text_of(phone_of(ada).get(asked))


def test_searches_are_counted_by_the_hour(session, event, ada, jose, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    answers = [phone.post(PEOPLE, {"q": "jose"}).status_code for _ in range(SEARCHES_AN_HOUR + 1)]

    assert answers == [303] * SEARCHES_AN_HOUR + [429]


def test_at_most_twenty_are_shown(session, event, ada, phone_of: PhoneOf) -> None:
    for number in range(25):
        make_attendee(session, event, f"Sam{number:02} Sameson", searchable=True)

    page = found(phone_of(ada), "sam")

    assert ("20 people" in page, page.count("Sameson")) == (True, 20)


def test_where_first_names_are_seen_the_rest_of_a_name_finds_nobody(session, event, ada, jose, phone_of: PhoneOf) -> None:
    event.sees = "first_names"
    phone = phone_of(ada)

    assert "Saltworks" not in found(phone, "jose") + text_of(phone.get(f"{PEOPLE}/{jose.id}"))
    assert "Nobody to be found by this name" in found(phone, "nunez")


def test_asking_always_asks_first_even_of_one_who_shares_at_once(
    session: Session, event: Event, ada: Attendee, jose: Attendee, phone_of: PhoneOf, settings: Settings
) -> None:
    phone, scan_id = phone_of(ada), new_scan_id()

    answers = [phone.post(f"{PEOPLE}/{jose.id}/ask", {"scan_id": scan_id}) for _ in range(2)]

    contact = session.scalars(select(Contact.id)).one()
    assert [answer.location for answer in answers] == [f"/e/northlight/contacts/{contact}"] * 2
    assert (contact_states(session), session.scalars(select(Scan.way)).all()) == (["pending"], ["search"])
    session.commit()
    assert "Ada Lovelace" in text_of(phone_of(jose).get("/e/northlight/contacts"))


def test_nobody_is_asked_who_is_not_to_be_found(session, event, ada, grace, phone_of: PhoneOf) -> None:
    answer = phone_of(ada).post(f"{PEOPLE}/{grace.id}/ask", {"scan_id": new_scan_id()})

    assert (answer.status_code, contact_states(session)) == (404, [])


def test_a_search_costs_the_same_for_one_and_for_three(session, event, ada, phone_of: PhoneOf, statements) -> None:
    names = ["Una Only", "Tara Three", "Tom Three", "Ty Three"]
    for name in names:
        make_attendee(session, event, name, searchable=True)
    phone, counts = phone_of(ada), []

    for words, many in (("only", 1), ("three", 3)):
        asked = phone.post(PEOPLE, {"q": words}).location
        statements.clear()
        page = text_of(phone.get(asked))
        counts.append(len(statements))
        assert page.count("Only") + page.count("Three") == many

    assert counts == [3, 3]
