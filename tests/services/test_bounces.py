"""What came back is written down, and an address where nobody is gets no more letters that nobody asked for."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.mail.bounce import Bounce
from matchmaker.services.bounces import take_bounce
from matchmaker.services.mail import claim_letters, queue_letter
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.queries.mail import wants_none
from tests.cast import NOW

GONE = {"said": "550 No such user", "is_final": True, "nobody_there": True}


def letter_that(session: Session, state: str) -> OutboxLetter:
    queue_letter(session, kind="met", address="ada@example.org", now=NOW)
    letter = session.scalars(sa.select(OutboxLetter)).one()
    letter.state = state
    session.flush()
    return letter


@pytest.mark.parametrize("state", ["sent", "uncertain", "transmitting"])
def test_a_letter_that_came_back_has_failed_and_its_address_is_left_in_peace(session: Session, state: str) -> None:
    letter = letter_that(session, state)

    assert take_bounce(session, Bounce(letter.id, **GONE), now=NOW)

    session.refresh(letter)
    assert (letter.state, letter.server_said, letter.finished_at) == ("failed", "Came back: 550 No such user", NOW)
    assert session.execute(sa.select(Suppression.recipient, Suppression.reason)).all() == [("ada@example.org", "bounced")]
    assert session.scalar(sa.select(wants_none("ada@example.org", "invitation")))


def test_the_same_bounce_twice_is_one(session: Session) -> None:
    letter = letter_that(session, "sent")

    taken = [take_bounce(session, Bounce(letter.id, **GONE), now=NOW) for _ in range(2)]

    assert taken == [True, False]
    assert session.scalar(sa.select(sa.func.count()).select_from(Suppression)) == 1


def test_a_full_mailbox_fails_the_letter_and_stops_none(session: Session) -> None:
    letter = letter_that(session, "sent")

    assert take_bounce(session, Bounce(letter.id, "552 Full", is_final=True), now=NOW)

    session.refresh(letter)
    assert letter.state == "failed"
    assert session.scalars(sa.select(Suppression)).all() == []


@pytest.mark.parametrize("state", ["queued", "claimed", "failed", "cancelled", "suppressed"])
def test_a_letter_that_never_left_does_not_come_back(session: Session, state: str) -> None:
    letter = letter_that(session, state)

    assert not take_bounce(session, Bounce(letter.id, **GONE), now=NOW)

    session.refresh(letter)
    assert letter.state == state
    assert session.scalars(sa.select(Suppression)).all() == []


def test_what_is_not_final_or_about_no_letter_changes_nothing(session: Session) -> None:
    letter = letter_that(session, "sent")

    assert not take_bounce(session, Bounce(letter.id, "452 Later"), now=NOW)
    assert not take_bounce(session, Bounce(10**9, **GONE), now=NOW)
    assert claim_letters(session, lease="w", most=5, seconds=300, now=NOW) == []
