"""Another address: letters follow to it, and only what its owner said about letters goes along."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.services.corrections import change_address
from matchmaker.services.mail import begin_transmission, claim_letters, queue_letter
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import wants_none
from tests.cast import NOW
from tests.letters import queue_nobody

NEW = "ada@new.example"


def addresses(session: Session) -> list[tuple[str, str]]:
    return [(state, address) for state, address in session.execute(sa.select(OutboxLetter.state, OutboxLetter.address))]


@pytest.mark.parametrize(("state", "goes_to"), [("queued", NEW), ("failed", NEW), ("uncertain", NEW), ("sent", "ada@example.org")])
def test_what_may_still_leave_goes_to_the_new_address(session: Session, ada: Attendee, state: str, goes_to: str) -> None:
    queue_nobody(session, ada)
    session.execute(sa.update(OutboxLetter).values(state=state))

    change_address(session, ada.person_id, NEW, now=NOW)

    assert addresses(session) == [(state, goes_to)]


def test_a_letter_that_a_worker_holds_for_the_former_address_is_taken_from_it(session: Session, ada: Attendee) -> None:
    queue_nobody(session, ada)
    (held,) = claim_letters(session, lease="worker", most=1, seconds=300, now=NOW)

    change_address(session, ada.person_id, NEW, now=NOW)

    assert not begin_transmission(session, held, message_id="<1@here>", seconds=300, now=NOW)
    (again,) = claim_letters(session, lease="other", most=1, seconds=300, now=NOW)
    assert again.address == NEW


def test_an_address_that_got_the_same_letter_under_another_name_is_no_obstacle(session: Session, ada: Attendee) -> None:
    queue_letter(session, kind="met_nobody", address=NEW, event_id=ada.event_id, campaign="follow-up", now=NOW)
    session.execute(sa.update(OutboxLetter).values(state="sent"))
    queue_letter(
        session,
        kind="met_nobody",
        address="ada@example.org",
        event_id=ada.event_id,
        campaign="follow-up",
        person_id=ada.person_id,
        now=NOW,
    )

    change_address(session, ada.person_id, NEW, now=NOW)

    assert sorted(addresses(session)) == [("queued", NEW), ("sent", NEW)]


def test_an_unsubscription_goes_along_and_a_dead_mailbox_does_not(session: Session, ada: Attendee) -> None:
    person = session.get_one(Person, ada.person_id)
    session.add(Suppression(recipient="ada@example.org", kind="bulk", reason="bounced", created_at=NOW))
    stop_letters(session, person, "news", now=NOW)
    session.flush()

    change_address(session, ada.person_id, NEW, now=NOW)

    def stopped(address: str, kind: str) -> bool:
        return bool(session.scalar(sa.select(wants_none(address, kind))))

    assert (stopped(NEW, "mailing_news"), stopped(NEW, "invitation")) == (True, False)
    assert (stopped("ada@example.org", "mailing_news"), stopped("ada@example.org", "invitation")) == (True, True)


def test_a_word_of_one_s_own_after_a_letter_came_back_goes_along(session: Session, ada: Attendee) -> None:
    session.add(Suppression(recipient="ada@example.org", kind="bulk", reason="bounced", created_at=NOW))
    stop_letters(session, session.get_one(Person, ada.person_id), now=NOW)
    session.flush()

    change_address(session, ada.person_id, NEW, now=NOW)

    assert session.execute(sa.select(Suppression.recipient, Suppression.reason)).all() == [(NEW, "unsubscribed")]
