"""A card of one's own that was deleted comes back as it was: its words, where it was in use, and with those who had it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import CardChoice
from matchmaker.store.models.people import Card
from tests.browsers import form_to, text_of
from tests.meetings import meet, side_of

CARDS = "/e/northlight/badge/cards"
WORK = {"label": "Work", "organisation": "Analytical <Engines>", "headline": "Numbers", "email": "ada@work.example", "ticked": ["email"]}


def cards(session: Session) -> list[tuple[object, ...]]:
    session.rollback()
    rows = session.execute(select(Card.label, Card.organisation, Card.headline, Card.email, Card.shared_fields).order_by(Card.id)).all()
    session.rollback()
    return [tuple(row) for row in rows]


def in_use(session: Session) -> int:
    session.rollback()
    found = len(session.scalars(select(CardChoice.card_id)).all())
    session.rollback()
    return found


def test_a_deleted_card_comes_back_with_its_words_and_in_use_and_once(session, phone_of, ada) -> None:
    phone = phone_of(ada)
    phone.post(f"{CARDS}/new", WORK)
    phone.post(f"{CARDS}/use", {"card": "1"})
    before = cards(session)

    gone = phone.post(f"{CARDS}/1/delete")
    without = cards(session), in_use(session)
    back = [phone.post(f"{CARDS}/back", form_to(gone.text, f"{CARDS}/back")) for _ in range(2)]

    assert "The card is gone. Whoever had it keeps your name alone. Undo" in text_of(gone)
    assert without == ([], 0)
    assert [(one.status_code, one.location) for one in back] == [(303, f"{CARDS}?said=card-back")] * 2
    assert (cards(session), in_use(session)) == (before, 1)


def test_whoever_had_it_has_it_again(session, phone_of, ada, grace) -> None:
    phone = phone_of(ada)
    phone.post(f"{CARDS}/new", WORK)
    contact = meet(session, ada, grace)
    side_of(session, contact, ada).card_id = 1
    session.commit()

    gone = phone.post(f"{CARDS}/1/delete")
    emptied = text_of(phone_of(grace).get(f"/contacts/{contact}"))
    phone.post(f"{CARDS}/back", form_to(gone.text, f"{CARDS}/back"))
    again = text_of(phone_of(grace).get(f"/contacts/{contact}"))

    assert ("Numbers" in emptied, "Numbers" in again, len(cards(session))) == (False, True, 1)


def test_nobody_brings_anothers_card_back_or_takes_its_number(session, phone_of, ada, grace) -> None:
    phone_of(ada).post(f"{CARDS}/new", WORK)

    answer = phone_of(grace).post(
        f"{CARDS}/back", {**WORK, "ticked": "email", "card": "1", "label": "Mine", "used": f"{grace.event_id},x,99"}
    )

    assert answer.status_code == 303
    assert [(row[0], row[1]) for row in cards(session)] == [("Work", "Analytical <Engines>"), ("Mine", "Analytical <Engines>")]
    assert in_use(session) == 0  # she never agreed to a scan that gives a card


def test_what_was_no_card_does_not_come_back(session, phone_of, ada) -> None:
    phone = phone_of(ada)

    answers = [phone.post(f"{CARDS}/back", form).status_code for form in ({}, {**WORK, "label": "x" * 99}, {**WORK, "email": "?"})]

    assert (answers, cards(session)) == ([422] * 3, [])
