"""Letters leave through a real SMTP server; what happens between claim and DATA is seen, and one bad letter stops nobody's."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.jobs.send_mail import CLAIM_AT_ONCE, carry_letters, send_mail
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.letter import Letter
from matchmaker.mail.mailer import Envelope, Mailer, MailError, SmtpMailer
from matchmaker.mail.message import sender_of
from matchmaker.mail.postbox import PostBox, newest_letters
from matchmaker.services.letters import WRITERS
from matchmaker.services.mail import queue_letter
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_attendee
from tests.conftest import Clock
from tests.letters import exchange, queue_met, queue_nobody
from tests.recording_mailer import RecordingMailer

SENDER = sender_of("matchmaker <letters@meet.example.org>")


@pytest.fixture
def workshop(settings: Settings, engine: Engine, clock: Clock) -> Workshop:
    return Workshop(settings, engine, clock)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[PostBox]:
    with PostBox(tmp_path / "post") as box:
        yield box


@pytest.fixture
def posting(workshop: Workshop, post: PostBox, clock: Clock) -> Workshop:
    """A workshop whose letters go to the post box."""
    return Workshop(workshop.settings.model_copy(update={"smtp_url": post.url}), workshop.engine, clock)


class Watched(RecordingMailer):
    """Does something the moment the server has said yes to sender and recipient."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    def begin(self, envelope: Envelope) -> None:
        super().begin(envelope)
        self.meanwhile()


def carry(workshop: Workshop, mailer: Mailer) -> None:
    carry_letters(workshop, SENDER, lambda: mailer, dice=lambda: 0.5)


def outcome(session: Session) -> dict[str, tuple[str, str]]:
    session.rollback()
    rows = session.execute(sa.select(OutboxLetter.address, OutboxLetter.state, OutboxLetter.server_said)).all()
    session.rollback()  # a test that looks must not hold the one writer's place on SQLite
    return {address: (state, said) for address, state, said in rows}


def states(session: Session) -> dict[str, str]:
    return {address: state for address, (state, _) in outcome(session).items()}


def test_a_letter_arrives_and_is_marked_sent(posting: Workshop, post: PostBox, session: Session, ada: Attendee, grace: Attendee) -> None:
    exchange(session, ada, grace)
    queue_met(session, ada)
    session.commit()

    send_mail(posting)

    (letter,) = newest_letters(post.directory)
    row = session.scalars(sa.select(OutboxLetter)).one()
    assert (letter.recipient, letter.subject) == ("ada@example.org", "Whom you met at Northlight 26")
    assert (row.state, row.server_said, row.finished_at) == ("sent", "250 Kept", NOW)
    assert dict(letter.headers)["Message-ID"] == row.message_id


def test_a_second_run_sends_nothing(posting: Workshop, post: PostBox, session: Session, ada: Attendee) -> None:
    queue_nobody(session, ada)
    session.commit()

    send_mail(posting)
    send_mail(posting)

    assert len(newest_letters(post.directory)) == 1


def test_without_a_relay_letters_wait(workshop: Workshop, session: Session, ada: Attendee) -> None:
    queue_nobody(session, ada)
    session.commit()

    send_mail(workshop)

    assert states(session) == {"ada@example.org": "queued"}


def test_one_bad_letter_stops_nobody_elses(workshop: Workshop, session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    linus = make_attendee(session, event, "Linus")
    for attendee in (ada, grace, linus):
        queue_nobody(session, attendee)
    queue_letter(session, kind="unheard_of", address="kind@example.org", now=NOW)
    session.flush()
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.recipient == "ada@example.org").values(address="ada@@example.org"))
    session.commit()
    mailer = RecordingMailer(refuse={"grace@example.org": MailError("550 No such user", permanent=True)})

    carry(workshop, mailer)

    assert outcome(session) == {
        "ada@@example.org": ("failed", "The letter could not be written: not one mail address"),
        "grace@example.org": ("failed", "550 No such user"),
        "kind@example.org": ("failed", "The letter could not be written: nobody writes letters of the kind 'unheard_of'"),
        "linus@example.org": ("sent", "250 kept"),
    }


def test_a_writer_that_stumbles_costs_its_own_letter_alone(
    workshop: Workshop, session: Session, ada: Attendee, grace: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_nobody(session, ada)
    queue_nobody(session, grace)
    session.commit()
    whole = WRITERS["met_nobody"]

    def stumble(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
        if row.address == "ada@example.org":
            raise OverflowError("date value out of range")
        return whole(session, row, settings=settings, now=now)

    monkeypatch.setitem(WRITERS, "met_nobody", stumble)  # type: ignore[arg-type]  # a mapping that is a dictionary
    mailer = RecordingMailer()

    carry(workshop, mailer)

    assert states(session) == {"ada@example.org": "failed", "grace@example.org": "sent"}


def test_a_later_from_the_server_is_waited_for(workshop: Workshop, session: Session, clock: Clock, ada: Attendee, grace: Attendee) -> None:
    queue_nobody(session, ada)
    queue_nobody(session, grace)
    session.commit()
    mailer = RecordingMailer(refuse={"ada@example.org": MailError("451 Later")})

    carry(workshop, mailer)
    assert outcome(session) == {"ada@example.org": ("queued", "451 Later"), "grace@example.org": ("sent", "250 kept")}

    mailer.refuse.clear()
    carry(workshop, mailer)
    assert states(session)["ada@example.org"] == "queued"
    clock.now = NOW + timedelta(seconds=10)
    carry(workshop, mailer)
    assert states(session)["ada@example.org"] == "sent"


def test_an_absent_server_costs_one_try_and_not_one_for_each_letter(
    workshop: Workshop, session: Session, event: Event, ada: Attendee, clock: Clock
) -> None:
    for number in range(CLAIM_AT_ONCE + 3):
        queue_nobody(session, make_attendee(session, event, f"Person{number}"))
    session.commit()
    away = RecordingMailer()
    tries: list[str] = []

    def refuse(envelope: Envelope) -> None:
        tries.append(envelope.recipient)
        raise MailError("ConnectionRefusedError: refused", unreachable=True)

    away.begin = refuse  # type: ignore[method-assign]
    one_line = Workshop(workshop.settings.model_copy(update={"mail_connections": 1}), workshop.engine, clock)
    carry(one_line, away)

    assert len(tries) == 1
    assert set(states(session).values()) == {"queued"}
    assert session.scalar(sa.select(sa.func.sum(OutboxLetter.attempts))) == 1


def test_a_letter_that_broke_off_is_uncertain_and_is_not_sent_again(
    workshop: Workshop, session: Session, clock: Clock, ada: Attendee
) -> None:
    queue_nobody(session, ada)
    session.commit()
    mailer = RecordingMailer(refuse_content={"ada@example.org": MailError("the line broke", uncertain=True)})

    carry(workshop, mailer)
    mailer.refuse_content.clear()
    clock.now = NOW + timedelta(days=2)
    carry(workshop, mailer)

    assert outcome(session) == {"ada@example.org": ("uncertain", "the line broke")}
    assert mailer.sent == []


def test_who_stops_letters_while_the_server_is_asked_gets_none(workshop: Workshop, session: Session, ada: Attendee) -> None:
    queue_nobody(session, ada)
    session.commit()

    def stop() -> None:
        stop_letters(session, session.get_one(Person, ada.person_id), now=NOW)
        session.commit()

    mailer = Watched(stop)
    carry(workshop, mailer)

    assert (states(session), mailer.sent, mailer.abandoned) == ({"ada@example.org": "suppressed"}, [], 1)


def test_a_card_taken_back_while_the_server_is_asked_is_not_in_the_letter(
    workshop: Workshop, session: Session, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    contact = exchange(session, ada, grace, shared=["email"])
    exchange(session, ada, linus)
    queue_met(session, ada)
    session.commit()

    def take_back() -> None:
        side = sa.update(ContactSide).where(ContactSide.contact_id == contact.id, ContactSide.person_id == grace.person_id)
        session.execute(side.values(withdrawn_at=NOW))
        session.commit()

    mailer = Watched(take_back)
    carry(workshop, mailer)

    ((_, content),) = mailer.sent
    assert b"Linus" in content
    assert b"Grace" not in content
    assert b"grace@example.org" not in content


def test_when_everything_was_taken_back_no_letter_leaves(workshop: Workshop, session: Session, ada: Attendee) -> None:
    queue_nobody(session, ada)
    session.commit()

    def cancel() -> None:
        session.execute(sa.update(Attendee).where(Attendee.id == ada.id).values(status="cancelled"))
        session.commit()

    mailer = Watched(cancel)
    carry(workshop, mailer)

    assert (states(session), mailer.sent, mailer.abandoned) == ({"ada@example.org": "suppressed"}, [], 1)


def test_a_letter_about_nothing_any_more_does_not_even_knock(workshop: Workshop, session: Session, ada: Attendee) -> None:
    queue_met(session, ada)
    session.commit()
    mailer = Watched(lambda: pytest.fail("knocked"))

    carry(workshop, mailer)

    assert states(session) == {"ada@example.org": "suppressed"}


def test_no_transaction_is_open_while_the_server_is_asked(workshop: Workshop, engine: Engine, session: Session, ada: Attendee) -> None:
    queue_nobody(session, ada)
    session.commit()
    mailer = Watched(lambda: None)
    at_transmit: list[str] = []
    keep = mailer.transmit

    def write_from_elsewhere() -> None:
        # On SQLite this would wait for five seconds and fail if the job held a transaction
        with Session(engine) as other:
            other.execute(sa.update(Event).values(place="Elsewhere"))
            other.commit()

    def transmit(content: bytes) -> str:
        write_from_elsewhere()
        with Session(engine) as other:
            at_transmit.extend(other.scalars(sa.select(OutboxLetter.state)))
        return keep(content)

    mailer.meanwhile, mailer.transmit = write_from_elsewhere, transmit  # type: ignore[method-assign]
    carry(workshop, mailer)

    assert at_transmit == ["transmitting"]
    assert states(session) == {"ada@example.org": "sent"}


def test_a_call_during_a_long_run_carries_codes_alone_and_the_run_looks_once_more(
    posting: Workshop, post: PostBox, session: Session, ada: Attendee, grace: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_nobody(session, ada)
    session.commit()
    calls: list[str] = []
    seen: list[dict[str, str]] = []

    def meanwhile(_mailer: SmtpMailer) -> None:
        # Ada's letter is done: as the run is about to end, a code and another letter are asked for, and the worker is called
        calls.append("close")
        if len(calls) == 1:
            queue_nobody(session, grace)
            queue_letter(session, kind="sign_in", address="code@example.org", now=NOW, payload={"login_link": 0})
            session.commit()
            send_mail(posting)
            seen.append(states(session))

    close = SmtpMailer.close
    monkeypatch.setattr(SmtpMailer, "close", lambda mailer: (meanwhile(mailer), close(mailer))[-1])
    send_mail(posting)

    assert seen == [{"ada@example.org": "sent", "grace@example.org": "queued", "code@example.org": "suppressed"}]
    assert states(session)["grace@example.org"] == "sent"


def test_a_dead_workers_letters_are_taken_up(workshop: Workshop, session: Session, ada: Attendee, grace: Attendee, linus: Attendee) -> None:
    for attendee in (ada, grace, linus):
        queue_nobody(session, attendee)
    dead = {"lease": "dead", "leased_until": NOW}
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.person_id == ada.person_id).values(state="claimed", **dead))
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.person_id == grace.person_id).values(state="transmitting", **dead))
    session.commit()
    mailer = RecordingMailer()

    carry(workshop, mailer)

    assert states(session) == {"ada@example.org": "sent", "grace@example.org": "uncertain", "linus@example.org": "sent"}
    assert sorted(envelope.recipient for envelope, _ in mailer.sent) == ["ada@example.org", "linus@example.org"]


def test_the_pace_holds_and_the_rest_waits_for_the_next_minute(
    workshop: Workshop, session: Session, event: Event, ada: Attendee, clock: Clock
) -> None:
    for number in range(7):
        queue_nobody(session, make_attendee(session, event, f"Person{number}"))
    session.commit()
    paced = Workshop(workshop.settings.model_copy(update={"mail_per_minute": 5}), workshop.engine, clock)
    mailer = RecordingMailer()

    carry(paced, mailer)
    carry(paced, mailer)
    assert len(mailer.sent) == 5
    clock.now = NOW + timedelta(minutes=1)
    carry(paced, mailer)
    assert len(mailer.sent) == 7


def test_each_letter_leaves_with_a_bounce_address_of_its_own(workshop: Workshop, session: Session, ada: Attendee, clock: Clock) -> None:
    queue_nobody(session, ada)
    session.commit()
    signed = Workshop(workshop.settings.model_copy(update={"mail_bounces": "back@meet.example.org"}), workshop.engine, clock)
    mailer = RecordingMailer()

    carry(signed, mailer)

    ((envelope, content),) = mailer.sent
    assert re.fullmatch(r"back\+1-[0-9a-f]{16}@meet\.example\.org", envelope.sender)
    assert b"From: matchmaker <letters@meet.example.org>" in content
