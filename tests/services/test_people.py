"""A person is one address."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.services.people import add_organiser, find_or_add_person
from matchmaker.store.models.people import OrganiserAccount, Person
from tests.cast import NOW, make_person


def test_an_address_is_added_once(session: Session) -> None:
    first = find_or_add_person(session, "ada@example.org", name="Ada Lovelace", now=NOW)

    again = find_or_add_person(session, "ada@example.org", name="Countess", now=NOW)

    assert (again.id, again.name) == (first.id, "Ada Lovelace")
    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_person_without_a_name_gets_one(session: Session) -> None:
    make_person(session, "", "ada@example.org")

    assert find_or_add_person(session, "ada@example.org", name="Ada", now=NOW).name == "Ada"


def test_an_organiser_is_added_once(session: Session) -> None:
    added = [add_organiser(session, "olga@example.org", name="Olga", now=NOW) for _ in range(2)]

    assert added == [True, False]
    assert session.scalar(select(func.count()).select_from(OrganiserAccount)) == 1


def test_an_attendee_can_become_an_organiser(session: Session) -> None:
    ada = make_person(session, "Ada", "ada@example.org")

    add_organiser(session, "ada@example.org", name="", now=NOW)

    assert session.scalars(select(OrganiserAccount.person_id)).all() == [ada.id]
