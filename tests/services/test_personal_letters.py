"""A letter that the service carries: to whom, how often, and what stops it on its way."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.errors import BadInputError, ConflictError, NotFoundError, TooManyError
from matchmaker.jobs.send_mail import send_mail
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.letter import Letter
from matchmaker.mail.message import message_bytes, sender_of
from matchmaker.mail.postbox import PostBox
from matchmaker.services.contact_answers import withdraw
from matchmaker.services.contact_care import ask_no_follow_up
from matchmaker.services.letter_page import letter_page
from matchmaker.services.letters import write_letter
from matchmaker.services.mail import begin_transmission, claim_letters
from matchmaker.services.personal_letters import LETTERS_AN_HOUR, send_personal
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import PersonalLetter
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from matchmaker.store.queries.events import figures_of
from matchmaker.store.queries.followup import Reader, reader_at
from tests.cast import NOW, make_attendee
from tests.letters import exchange
from tests.meetings import meet, side_of


def welcome(session: Session, writer: Attendee, other: Attendee) -> int:
    """They met, and the other said that a follow-up is welcome."""
    contact_id = exchange(session, writer, other).id
    side_of(session, contact_id, writer).may_follow_up = True
    session.flush()
    return contact_id


def as_writer(session: Session, attendee: Attendee) -> Reader:
    reader = reader_at(session, attendee.event_id, attendee.person_id)
    assert reader is not None
    return reader


def send(session: Session, attendee: Attendee, contact_id: int, *, body: str = "Dear Grace,\n\nmaps", at=NOW) -> None:
    send_personal(session, as_writer(session, attendee), contact_id, subject="Our talk", body=body, now=at)


def letter(session: Session, settings: Settings) -> Letter | None:
    return write_letter(session, session.scalars(sa.select(OutboxLetter.id)).one(), settings=settings, now=NOW)


def test_it_goes_to_their_own_address_and_is_answered_to_the_writer(session, settings, ada, grace) -> None:
    contact_id = welcome(session, ada, grace)

    send(session, ada, contact_id)

    found = letter(session, settings)
    assert found is not None
    assert (found.to_address, found.to_name, found.subject) == ("grace@example.org", "Grace Hopper", "Our talk")
    assert found.reply_to == ("Ada Lovelace", "ada@example.org")
    assert found.unsubscribe_url is not None
    assert found.text.startswith("Dear Grace,\n\nmaps\n")
    assert f"http://localhost/e/northlight/contacts/{contact_id}" in found.text
    assert side_of(session, contact_id, ada).touched_at == NOW


@pytest.mark.parametrize("said", [None, False])
def test_whoever_did_not_say_it_is_welcome_gets_none(session, ada, grace, said: bool | None) -> None:
    contact_id = exchange(session, ada, grace).id
    side_of(session, contact_id, ada).may_follow_up = said

    with pytest.raises(ConflictError, match="said that a follow-up is welcome"):
        send(session, ada, contact_id)

    assert session.scalars(sa.select(OutboxLetter.id)).all() == []


def test_whoever_kept_their_address_gets_none(session, ada, grace) -> None:
    contact_id = meet(session, ada, grace, shared=("phone",))
    side_of(session, contact_id, ada).may_follow_up = True

    with pytest.raises(ConflictError):
        send(session, ada, contact_id)


def test_a_strangers_contact_is_not_there(session, ada, grace, linus) -> None:
    contact_id = welcome(session, grace, linus)

    with pytest.raises(NotFoundError):
        send(session, ada, contact_id)


@pytest.mark.parametrize(
    ("subject", "body", "field"), [("", "x", "subject"), ("s" * 151, "x", "subject"), ("s", " \n", "body"), ("s", "b" * 5001, "body")]
)
def test_a_letter_says_something_and_has_an_end(session, ada, grace, subject: str, body: str, field: str) -> None:
    contact_id = welcome(session, ada, grace)

    with pytest.raises(BadInputError) as caught:
        send_personal(session, as_writer(session, ada), contact_id, subject=subject, body=body, now=NOW)

    assert [fault.field for fault in caught.value.faults] == [field]


def test_one_letter_a_day_to_each(session, ada, grace) -> None:
    contact_id = welcome(session, ada, grace)
    send(session, ada, contact_id)
    session.commit()

    with pytest.raises(ConflictError, match="today"):
        send(session, ada, contact_id)
    session.rollback()
    send(session, ada, contact_id, at=NOW + timedelta(days=1))

    assert session.scalar(sa.select(sa.func.count()).select_from(PersonalLetter)) == 2


def test_letters_to_many_end_within_the_hour(session, event: Event, ada) -> None:
    contacts = [welcome(session, ada, make_attendee(session, event, f"Guest{number}")) for number in range(LETTERS_AN_HOUR + 1)]
    for contact_id in contacts[:-1]:
        send(session, ada, contact_id)

    with pytest.raises(TooManyError):
        send(session, ada, contacts[-1])


def _block(session: Session, ada: Attendee, grace: Attendee, _contact: int) -> None:
    session.add(Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW))


def _ask_for_peace(session: Session, _ada: Attendee, grace: Attendee, contact: int) -> None:
    ask_no_follow_up(session, contact, person_id=grace.person_id, wanted=True)


def _take_back(session: Session, _ada: Attendee, grace: Attendee, contact: int) -> None:
    withdraw(session, contact, event_id=grace.event_id, person_id=grace.person_id, now=NOW)


def _take_writer_out(_session: Session, ada: Attendee, _grace: Attendee, _contact: int) -> None:
    ada.status = "cancelled"


def _pause(_session: Session, _ada: Attendee, grace: Attendee, _contact: int) -> None:
    grace.paused_at = NOW


Change = Callable[[Session, Attendee, Attendee, int], None]


@pytest.mark.parametrize("change", [_block, _ask_for_peace, _take_back, _take_writer_out, _pause])
def test_what_happens_on_the_way_stops_it(session, settings, ada, grace, change: Change) -> None:
    contact_id = welcome(session, ada, grace)
    send(session, ada, contact_id)

    change(session, ada, grace, contact_id)
    session.flush()

    assert letter(session, settings) is None


def test_whoever_wants_no_letters_is_left_in_peace_right_before_it_leaves(session, ada, grace) -> None:
    send(session, ada, welcome(session, ada, grace))
    claim = claim_letters(session, lease="a", most=1, seconds=60, now=NOW)[0]

    stop_letters(session, session.get_one(Person, grace.person_id), now=NOW)

    assert not begin_transmission(session, claim, message_id="<1@x>", seconds=60, now=NOW)
    assert session.scalars(sa.select(OutboxLetter.state)).one() == "suppressed"


def test_no_organiser_sees_who_wrote_to_whom(session, event: Event, ada, grace) -> None:
    send(session, ada, welcome(session, ada, grace))
    session.execute(sa.update(OutboxLetter).values(state="failed"))

    assert letter_page(session, event, page=1).lines == ()
    assert "grace@example.org" not in repr(figures_of(session, event.id))
    assert figures_of(session, event.id).letters_failed == 0


def test_words_of_the_writer_are_no_header_and_no_link(session, settings, event: Event, grace) -> None:
    evil = make_attendee(session, event, "Eve\r\nBcc: all@example.org")
    contact_id = welcome(session, evil, grace)
    send_personal(
        session,
        as_writer(session, evil),
        contact_id,
        subject="Hi\r\nBcc: all@example.org",
        body="See https://evil.example {{address}}",
        now=NOW,
    )

    found = letter(session, settings)
    assert found is not None
    message = message_from_bytes(message_bytes(found, sender=sender_of("m <m@example.org>"), message_id="<1@x>", now=NOW), policy=default)
    assert message["Bcc"] is None
    assert len(message.get_all("Reply-To")) == 1
    assert "https://evil.example" not in found.text
    assert "{{address}}" in found.text


def test_it_arrives(session, engine: Engine, settings, clock, tmp_path, ada, grace) -> None:
    send(session, ada, welcome(session, ada, grace), at=clock())
    session.commit()

    with PostBox(tmp_path / "post") as box:
        send_mail(Workshop(settings.model_copy(update={"smtp_url": box.url}), engine, clock))
        (path,) = box.directory.glob("*.eml")

    message = message_from_bytes(path.read_bytes(), policy=default)
    assert (message["X-Envelope-To"], message["Reply-To"]) == ("grace@example.org", "Ada Lovelace <ada@example.org>")
