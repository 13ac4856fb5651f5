"""Who scanned me: as much of them as I may see, and my card taken back with one press and an undo."""

import re

import pytest
from sqlalchemy import select

from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.safety import Block
from tests.browsers import text_of
from tests.cast import NOW, make_attendee
from tests.scanning import fields_given, new_scan_id, wear_badge

PAGE = "/e/northlight/badge/scans"


@pytest.fixture
def graces(session, settings, event, grace):
    event.sees = "first_names"
    return wear_badge(session, grace, settings.badge_key)


@pytest.fixture
def scan(session, phone_of, graces):
    def scan(attendee) -> int:
        phone_of(attendee).post(graces.path, {"scan_id": new_scan_id()})
        contact_id = session.scalars(select(Contact.id).order_by(Contact.id.desc())).first()
        session.commit()
        return contact_id

    return scan


def test_the_owner_sees_who_scanned_and_when(phone_of, ada, linus, grace, scan) -> None:
    scan(ada)
    scan(linus)

    page = text_of(phone_of(grace).get(PAGE))

    assert re.findall(r"(Linus Torvalds|Ada Lovelace) Thu 5 Nov 2026, 09:30 GMT Has your card", page) == ["Linus Torvalds", "Ada Lovelace"]


def test_of_one_who_only_asks_no_more_shows_than_the_event_shows_anyway(session, phone_of, ada, grace, scan) -> None:
    grace.exchange_mode = "ask"
    ada.organisation = "Canary Engines"
    session.commit()
    scan(ada)

    page = text_of(phone_of(grace).get(PAGE))

    assert "Ada Thu 5 Nov 2026, 09:30 GMT Asks you Answer" in page
    assert "Lovelace" not in page
    assert "Canary" not in page


def test_the_card_is_taken_back_at_once_and_given_again_by_the_undo(session, phone_of, ada, grace, scan) -> None:
    contact_id = scan(ada)
    phone = phone_of(grace)

    answer = phone.post(f"{PAGE}/{contact_id}/take-back")
    taken = fields_given(session)
    session.commit()
    page = phone.get(answer.location)
    phone.post(f"{PAGE}/{contact_id}/give-again")

    assert "Your card is taken back. Undo" in text_of(page)
    assert (grace.person_id in taken, grace.person_id in fields_given(session)) == (False, True)


def test_there_is_nothing_to_give_again_that_was_not_taken_back_and_nothing_of_others(phone_of, ada, grace, linus, scan) -> None:
    contact_id = scan(ada)

    answers = [phone_of(one).post(f"{PAGE}/{contact_id}/{what}") for one, what in ((grace, "give-again"), (linus, "take-back"))]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("by_owner", [True, False])
def test_a_blocked_one_is_not_there(session, phone_of, ada, linus, grace, scan, by_owner) -> None:
    scan(ada)
    scan(linus)
    pair = (grace.person_id, linus.person_id) if by_owner else (linus.person_id, grace.person_id)
    session.add(Block(blocker_id=pair[0], blocked_id=pair[1], created_at=NOW))

    page = text_of(phone_of(grace).get(PAGE))

    assert ("Ada Lovelace" in page, "Linus" in page) == (True, False)


def test_tries_of_a_replaced_code_are_told(phone_of, ada, grace, graces) -> None:
    phone = phone_of(grace)
    phone.post("/e/northlight/badge/renew")
    phone_of(ada).post(graces.path, {"scan_id": new_scan_id()})

    assert "A code you have replaced was tried 1 time. It opens nothing." in text_of(phone.get(PAGE))


def test_nobody_yet(phone_of, grace, graces) -> None:
    assert "Nobody yet, and that is fine" in text_of(phone_of(grace).get(PAGE))


def test_one_scan_and_three_cost_the_same(session, event, phone_of, grace, scan, statements) -> None:
    counts, phone = [], phone_of(grace)
    for names in (("Ann",), ("Ben", "Cy")):
        for name in names:
            scan(make_attendee(session, event, name))
        statements.clear()
        phone.get(PAGE)
        counts.append(len(statements))

    assert counts[0] == counts[1]
