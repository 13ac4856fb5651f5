"""A letter about an introduction is looked at once more when the server has said yes to its address."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.jobs.send_mail import carry_letters
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.contact_answers import withdraw
from matchmaker.services.erasure import erase_person
from matchmaker.services.proposals import propose_again, take_proposal_back
from matchmaker.services.safety import block_person
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from tests.cast import NOW
from tests.jobs.test_last_look import SENDER, Meanwhile, Watched
from tests.proposals import contacts_between, introduce, knows_both, say
from tests.recording_mailer import RecordingMailer


@dataclass(frozen=True)
class Three:
    """Ada proposes, the letter goes to Grace, and the other one is Linus."""

    ada: Attendee
    grace: Attendee
    linus: Attendee
    proposal: int


Change = Callable[[Session, Three], object]


def take_card_back(session: Session, three: Three) -> None:
    (contact,) = contacts_between(session, three.grace, three.linus)
    withdraw(session, contact.id, event_id=three.linus.event_id, person_id=three.linus.person_id, now=NOW)


def take_back(session: Session, three: Three) -> None:
    take_proposal_back(session, three.proposal, event_id=three.ada.event_id, person_id=three.ada.person_id, now=NOW)


def hold(session: Session, three: Three, kind: str) -> None:
    """Only the letter of this kind to Grace is left to go."""
    other = sa.or_(OutboxLetter.kind != kind, OutboxLetter.person_id != three.grace.person_id)
    session.execute(sa.update(OutboxLetter).where(other).values(state="cancelled"))
    session.commit()


def carried(settings: Settings, engine: Engine, three: Three, change: Change) -> tuple[int, int]:
    mailer = Watched(Meanwhile(engine, lambda session: change(session, three), 0).do)
    carry_letters(Workshop(settings, engine, lambda: NOW), SENDER, lambda: mailer, dice=lambda: 0.5)
    return len(mailer.sent), mailer.abandoned


EVERYWHERE: tuple[Change, ...] = (
    lambda session, three: erase_person(session, three.grace.person_id, now=NOW),
    lambda session, three: stop_letters(session, session.get_one(Person, three.grace.person_id), now=NOW),
)


@pytest.mark.parametrize(
    "change",
    [
        *EVERYWHERE,
        take_card_back,
        lambda session, three: block_person(session, three.grace.person_id, three.linus.person_id, now=NOW),
        lambda session, three: block_person(session, three.linus.person_id, three.grace.person_id, now=NOW),
        lambda session, three: erase_person(session, three.linus.person_id, now=NOW),
    ],
)
def test_no_card_leaves_that_was_taken_back_while_the_server_was_asked(
    settings, engine, session, ada, grace, linus, change: Change
) -> None:
    three = Three(ada, grace, linus, introduce(session, ada, knows_both(session, ada, grace, linus), settings))
    for one in (grace, linus):
        say(session, three.proposal, one, "yes")
    hold(session, three, "introduction_made")

    assert carried(settings, engine, three, change) == (0, 1)


@pytest.mark.parametrize(
    "change",
    [
        *EVERYWHERE,
        take_back,
        lambda session, three: block_person(session, three.ada.person_id, three.grace.person_id, now=NOW),
        lambda session, three: say(session, three.proposal, three.grace, "no"),
    ],
)
def test_no_question_leaves_that_is_none_any_more(settings, engine, session, ada, grace, linus, change: Change) -> None:
    three = Three(ada, grace, linus, introduce(session, ada, knows_both(session, ada, grace, linus), settings))
    hold(session, three, "introduction_asked")

    assert carried(settings, engine, three, change) == (0, 1)


def test_the_letters_that_leave_say_what_they_must(settings, engine, session, ada, grace, linus) -> None:
    three = Three(ada, grace, linus, introduce(session, ada, knows_both(session, ada, grace, linus), settings))
    session.commit()
    mailer = RecordingMailer()

    carry_letters(Workshop(settings, engine, lambda: NOW), SENDER, lambda: mailer, dice=lambda: 0.5)

    contents = [content.replace(b"=\r\n", b"") for _envelope, content in mailer.sent]
    assert [b"Linus" in content and b"Grace" in content for content in contents] == [False, False]
    assert all(b"Ada Lovelace" in content and b"List-Unsubscribe" in content for content in contents)
    assert three.proposal


@pytest.mark.parametrize("seen", ["while it was taken back", "before"])
def test_taking_back_and_undoing_it_asks_each_once(settings, engine, session, ada, grace, linus, seen: str) -> None:
    three = Three(ada, grace, linus, introduce(session, ada, knows_both(session, ada, grace, linus), settings))
    hold(session, three, "introduction_asked")
    mine = {"event_id": ada.event_id, "person_id": ada.person_id, "now": NOW}
    workshop, mailer = Workshop(settings, engine, lambda: NOW), RecordingMailer()

    def carry() -> None:
        session.commit()
        carry_letters(workshop, SENDER, lambda: mailer, dice=lambda: 0.5)

    if seen == "before":
        carry()
    take_proposal_back(session, three.proposal, **mine)
    carry()
    propose_again(session, three.proposal, **mine)
    carry()

    assert [envelope.recipient for envelope, _ in mailer.sent] == ["grace@example.org"]
