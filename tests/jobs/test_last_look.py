"""Whatever is taken back before a letter is on its way is not in it, at whichever moment of the way that happens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.jobs.send_mail import carry_letters
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.mailer import Envelope
from matchmaker.mail.message import sender_of
from matchmaker.services.contact_answers import withdraw
from matchmaker.services.erasure import erase_person
from matchmaker.services.personal_letters import send_personal
from matchmaker.services.safety import block_person
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.followup import reader_at
from tests.cast import NOW, make_attendee
from tests.letters import exchange, queue_met, queue_nobody
from tests.meetings import side_of
from tests.recording_mailer import RecordingMailer

SENDER = sender_of("matchmaker <letters@meet.example.org>")
MOMENTS = range(1, 8)


@dataclass(frozen=True)
class Two:
    """Whom a letter goes to, and whom it names."""

    reader: Attendee
    named: Attendee
    contact: Contact


Change = Callable[[Session, Two], None]


def block(session: Session, two: Two) -> None:
    block_person(session, two.named.person_id, two.reader.person_id, now=NOW)


def be_blocked(session: Session, two: Two) -> None:
    block_person(session, two.reader.person_id, two.named.person_id, now=NOW)


def erase_named(session: Session, two: Two) -> None:
    erase_person(session, two.named.person_id, now=NOW)


def erase_reader(session: Session, two: Two) -> None:
    erase_person(session, two.reader.person_id, now=NOW)


def take_back(session: Session, two: Two) -> None:
    withdraw(session, two.contact.id, event_id=two.named.event_id, person_id=two.named.person_id, now=NOW)


def close_the_way(session: Session, two: Two) -> None:
    """The reader takes their card back, and with it the way to write to them."""
    withdraw(session, two.contact.id, event_id=two.reader.event_id, person_id=two.reader.person_id, now=NOW)


def unsubscribe(session: Session, two: Two) -> None:
    stop_letters(session, session.get_one(Person, two.reader.person_id), now=NOW)


def send_met(session: Session, two: Two) -> None:
    queue_met(session, two.reader)


def send_word(session: Session, two: Two) -> None:
    side_of(session, two.contact.id, two.named).may_follow_up = True
    session.flush()
    writer = reader_at(session, two.named.event_id, two.named.person_id)
    assert writer is not None
    send_personal(session, writer, two.contact.id, subject="Our talk", body="Dear reader,\n\nmaps", now=NOW)


EVERYWHERE = (block, be_blocked, erase_named, erase_reader, unsubscribe)
CASES = [*((send_met, change) for change in (*EVERYWHERE, take_back)), *((send_word, change) for change in (*EVERYWHERE, close_the_way))]


@dataclass
class Meanwhile:
    """A clock that does something when it is asked for the time once more, and a server to whom something may happen, too.

    Between the server's yes to the address and the letter, the worker looks at its clock more than once.
    """

    engine: Engine
    act: Callable[[Session], None]
    moment: int
    asked: int = 0
    was_in_time: bool = False

    def __call__(self) -> datetime:
        self.asked += 1
        if self.asked == self.moment:
            self.do()
        return NOW

    def do(self) -> None:
        with Session(self.engine) as session:
            waits = sa.select(OutboxLetter.id).where(OutboxLetter.state.in_(("queued", "claimed")))
            self.was_in_time = session.scalar(waits.limit(1)) is not None
            self.act(session)
            session.commit()


class Watched(RecordingMailer):
    """A server that says yes to sender and recipient, whereupon something happens."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def begin(self, envelope: Envelope) -> None:
        super().begin(envelope)
        self.meanwhile()


def meet(session: Session, event: Event, number: int) -> Two:
    """Two who met, and a third whom the reader met too, so that there is something left to write about."""
    reader, named = make_attendee(session, event, f"Reader{number}"), make_attendee(session, event, f"Named{number}")
    exchange(session, reader, make_attendee(session, event, f"Third{number}"))
    return Two(reader, named, exchange(session, reader, named))


@pytest.mark.parametrize(("send", "change"), CASES)
def test_at_no_moment_before_it_leaves_is_anything_missed(
    settings: Settings, engine: Engine, session: Session, event: Event, send: Callable[[Session, Two], None], change: Change
) -> None:
    settings = settings.model_copy(update={"mail_connections": 1})
    in_time = 0
    for moment in MOMENTS:
        two = meet(session, event, moment)
        send(session, two)
        session.commit()

        clock = Meanwhile(engine, lambda session, two=two: change(session, two), moment)
        mailer = RecordingMailer()
        carry_letters(Workshop(settings, engine, clock), SENDER, lambda mailer=mailer: mailer, dice=lambda: 0.5)

        in_time += clock.was_in_time
        if clock.was_in_time:
            assert_named_by_none(mailer, two, reader_wants_any=send is send_met and change not in {erase_reader, unsubscribe})
    assert in_time >= 3


@pytest.mark.parametrize(("send", "change"), CASES)
def test_nothing_is_missed_that_happens_while_the_server_is_asked(
    settings: Settings, engine: Engine, session: Session, event: Event, send: Callable[[Session, Two], None], change: Change
) -> None:
    two = meet(session, event, 1)
    send(session, two)
    session.commit()
    mailer = Watched(Meanwhile(engine, lambda session: change(session, two), 0).do)

    carry_letters(Workshop(settings, engine, lambda: NOW), SENDER, lambda: mailer, dice=lambda: 0.5)

    assert_named_by_none(mailer, two, reader_wants_any=send is send_met and change not in {erase_reader, unsubscribe})


@pytest.mark.parametrize("change", [erase_reader, unsubscribe])
def test_who_met_nobody_and_is_gone_meanwhile_gets_nothing(
    settings: Settings, engine: Engine, session: Session, event: Event, change: Change
) -> None:
    two = meet(session, event, 1)
    alone = replace(two, reader=make_attendee(session, event, "Alone"))
    queue_nobody(session, alone.reader)
    session.commit()
    mailer = Watched(Meanwhile(engine, lambda session: change(session, alone), 0).do)

    carry_letters(Workshop(settings, engine, lambda: NOW), SENDER, lambda: mailer, dice=lambda: 0.5)

    assert (mailer.sent, mailer.abandoned) == ([], 1)


def assert_named_by_none(mailer: RecordingMailer, two: Two, *, reader_wants_any: bool) -> None:
    contents = [content for _, content in mailer.sent]
    assert len(contents) == int(reader_wants_any)
    # Long words are broken by quoted-printable
    assert all(two.named.name.encode() not in content.replace(b"=\r\n", b"") for content in contents)
    assert all(b"Third" in content for content in contents)
