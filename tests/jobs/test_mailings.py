"""Letters to many leave through a real SMTP server: at their moment, each once, and not one after a pause or a taking back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.mailings.audience import Audience
from matchmaker.jobs.loop import JOBS, SLOW_JOBS
from matchmaker.jobs.mailings import keep_time, start_mailings
from matchmaker.jobs.send_mail import carry_letters
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.mailer import Envelope, MailError, Relay, SmtpMailer
from matchmaker.mail.message import sender_of
from matchmaker.mail.postbox import PostBox, newest_letters
from matchmaker.services.mailing_halts import pause, resume, take_back
from matchmaker.services.mailing_runs import Confirmation, schedule
from matchmaker.services.steps import make_draft, open_event
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.mailings import Mailing
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_attendee
from tests.conftest import Clock
from tests.mailings import facts_of, say_in, send, write_to
from tests.recording_mailer import RecordingMailer

SENDER = sender_of("matchmaker <letters@meet.example.org>")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[PostBox]:
    with PostBox(tmp_path / "post") as box:
        yield box


@pytest.fixture
def workshop(settings: Settings, engine: Engine, clock: Clock, post: PostBox) -> Workshop:
    return Workshop(settings.model_copy(update={"smtp_url": post.url, "mail_connections": 1}), engine, clock)


def arrived(post: PostBox) -> list[str]:
    return sorted(letter.recipient.split("@")[0] for letter in newest_letters(post.directory))


def states(session: Session) -> dict[str, str]:
    session.rollback()
    found = session.execute(sa.select(OutboxLetter.recipient, OutboxLetter.state)).all()
    session.rollback()
    return {recipient.split("@")[0]: state for recipient, state in found}


def some_people(session: Session, event: Event, count: int) -> list[str]:
    names = [f"person{number:02}" for number in range(count)]
    for name in names:
        make_attendee(session, event, name)
    return names


class Interrupted(SmtpMailer):
    """Does something the moment a real server has said yes to the sender and recipient of one letter."""

    def __init__(self, url: str, at: int, meanwhile: Callable[[], None]) -> None:
        super().__init__(Relay.read(url), local_name="meet.example.org")
        self.begun, self.at, self.meanwhile = 0, at, meanwhile

    def begin(self, envelope: Envelope) -> None:
        super().begin(envelope)
        self.begun += 1
        if self.begun == self.at:
            self.meanwhile()


def test_after_a_pause_nothing_more_leaves_and_the_rest_goes_once(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person
) -> None:
    names = some_people(session, event, 8)
    mailing = write_to(session, event, organiser)
    place, number, by = event.id, mailing.id, organiser.id
    send(session, event, mailing, organiser, seen=8)
    session.commit()

    def pause_it() -> None:
        with workshop.session() as other:
            pause(other, place, number, by=by, now=workshop.now())
            other.commit()

    carry_letters(workshop, SENDER, lambda: Interrupted(post.url, 4, pause_it))

    assert arrived(post) == names[:3]
    keep_time(workshop)
    assert arrived(post) == names[:3]
    assert sorted(states(session).values()) == ["queued"] * 5 + ["sent"] * 3
    with workshop.session() as other:
        resume(other, place, number, by=by, now=workshop.now())
        other.commit()
    keep_time(workshop)
    keep_time(workshop)
    assert arrived(post) == names


def test_a_letter_put_back_while_its_mailing_is_paused_stays(workshop: Workshop, session: Session, event: Event, organiser: Person) -> None:
    """Its server said “later” to what had begun before the pause: the row is due again, and is held at the last moment."""
    some_people(session, event, 1)
    mailing = write_to(session, event, organiser)
    send(session, event, mailing, organiser, seen=1)
    mailing.state = "paused"
    session.commit()
    mailer = RecordingMailer()

    carry_letters(workshop, SENDER, lambda: mailer)
    carry_letters(workshop, SENDER, lambda: mailer)

    assert (mailer.sent, mailer.abandoned, states(session)) == ([], 1, {"person00": "queued"})


def test_nothing_leaves_for_an_event_that_is_a_draft_again_and_the_rest_goes_once_it_is_open(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person
) -> None:
    names = some_people(session, event, 8)
    mailing = write_to(session, event, organiser)
    place, facts = event.id, facts_of(event)
    send(session, event, mailing, organiser, seen=8)
    session.commit()

    def make_it_a_draft() -> None:
        with workshop.session() as other:
            make_draft(other, place)
            other.commit()

    carry_letters(workshop, SENDER, lambda: Interrupted(post.url, 4, make_it_a_draft))
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.recipient == "person05@example.org").values(next_try_at=NOW))
    session.commit()

    keep_time(workshop)  # one that is due all the same, as a server may have said “later” to it, is held at the last moment
    assert arrived(post) == names[:3]
    assert sorted(states(session).values()) == ["queued"] * 5 + ["sent"] * 3
    with workshop.session() as other:
        open_event(other, facts, now=workshop.now())
        other.commit()
    keep_time(workshop)
    keep_time(workshop)
    assert arrived(post) == names


def test_taken_back_within_the_minute_no_letter_leaves(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person, clock: Clock
) -> None:
    some_people(session, event, 3)
    mailing = write_to(session, event, organiser)
    place, number, by = event.id, mailing.id, organiser.id
    send(session, event, mailing, organiser, seen=3, undo=60)
    session.commit()
    clock.now = NOW + timedelta(seconds=59)
    keep_time(workshop)
    assert arrived(post) == []

    take_back(session, place, number, by=by, now=clock.now)
    session.commit()
    clock.now = NOW + timedelta(hours=2)
    keep_time(workshop)

    assert (arrived(post), states(session)) == ([], {})


def test_not_taken_back_they_leave_after_the_minute(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person, clock: Clock
) -> None:
    names = some_people(session, event, 3)
    send(session, event, write_to(session, event, organiser), organiser, seen=3, undo=60)
    session.commit()

    clock.now = NOW + timedelta(seconds=60)
    keep_time(workshop)

    assert arrived(post) == names


def test_taking_back_in_the_middle_stops_what_a_worker_holds(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person
) -> None:
    names = some_people(session, event, 5)
    mailing = write_to(session, event, organiser)
    place, number, by = event.id, mailing.id, organiser.id
    send(session, event, mailing, organiser, seen=5)
    session.commit()

    def take_it_back() -> None:
        with workshop.session() as other:
            take_back(other, place, number, by=by, now=workshop.now())
            other.commit()

    carry_letters(workshop, SENDER, lambda: Interrupted(post.url, 3, take_it_back))

    assert arrived(post) == names[:2]
    assert states(session) == dict.fromkeys(names[:2], "sent")
    assert session.get_one(Mailing, number, populate_existing=True).taken_back == 3


def test_a_server_that_is_away_for_a_letter_taken_back_stops_nobody(
    workshop: Workshop, session: Session, event: Event, organiser: Person
) -> None:
    some_people(session, event, 2)
    mailing = write_to(session, event, organiser)
    place, number, by = event.id, mailing.id, organiser.id
    send(session, event, mailing, organiser, seen=2)
    session.commit()

    class Away(RecordingMailer):
        def begin(self, envelope: Envelope) -> None:
            del envelope
            with workshop.session() as other:
                take_back(other, place, number, by=by, now=workshop.now())
                other.commit()
            raise MailError("421 Later", unreachable=True)

    carry_letters(workshop, SENDER, Away)

    assert states(session) == {}


@pytest.mark.parametrize("way", ["said later", "said never", "broke off"])
def test_a_letter_taken_back_while_the_server_reads_it_is_not_tried_again(
    workshop: Workshop, session: Session, event: Event, organiser: Person, clock: Clock, way: str
) -> None:
    some_people(session, event, 1)
    mailing = write_to(session, event, organiser)
    place, number, by = event.id, mailing.id, organiser.id
    send(session, event, mailing, organiser, seen=1)
    session.commit()
    told = {"said later": {}, "said never": {"permanent": True}, "broke off": {"uncertain": True}}[way]

    class Reading(RecordingMailer):
        def transmit(self, content: bytes) -> str:
            del content
            with workshop.session() as other:
                take_back(other, place, number, by=by, now=workshop.now())
                other.commit()
            raise MailError("451 or worse", **told)

    carry_letters(workshop, SENDER, Reading)
    clock.now = NOW + timedelta(hours=1)
    mailer = RecordingMailer()
    carry_letters(workshop, SENDER, lambda: mailer)

    assert mailer.sent == []
    assert list(states(session).values()) == {"said later": [], "said never": ["failed"], "broke off": ["uncertain"]}[way]


def test_a_scheduled_letter_begins_at_its_moment_in_the_events_zone_to_those_who_are_there_then(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person, clock: Clock
) -> None:
    event.time_zone = "America/New_York"
    make_attendee(session, event, "ada")
    german = make_attendee(session, event, "Greta")
    session.get_one(Person, german.person_id).locale = "de"
    mailing = write_to(session, event, organiser)
    number, by = mailing.id, organiser.id
    say_in(session, mailing, "de", "Von {{event}}", "Guten Tag.")
    session.flush()
    moment = schedule(session, facts_of(event), number, at="2026-11-05T08:00", by=by, confirmed=Confirmation(2), now=NOW)
    assert moment == NOW.replace(hour=13, minute=0)
    make_attendee(session, event, "late")
    session.commit()

    clock.now = moment - timedelta(seconds=1)
    keep_time(workshop)
    assert arrived(post) == []
    clock.now = moment
    keep_time(workshop)
    start_mailings(workshop)
    keep_time(workshop)

    assert arrived(post) == ["ada", "greta", "late"]
    subjects = {letter.recipient.split("@")[0]: letter.subject for letter in newest_letters(post.directory)}
    assert subjects == {"ada": "From Northlight 26", "greta": "Von Northlight 26", "late": "From Northlight 26"}


def test_one_that_cannot_begin_holds_up_no_other(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person
) -> None:
    make_attendee(session, event, "ada")
    empty, draft, good = (write_to(session, event, organiser) for _ in range(3))
    empty.audience = Audience(checked_in="yes").as_json()
    for mailing in (empty, good):
        mailing.state, mailing.goes_at = "scheduled", NOW
    session.commit()

    keep_time(workshop)

    assert arrived(post) == ["ada"]
    found = dict(session.execute(sa.select(Mailing.id, Mailing.state)).all())  # type: ignore[arg-type]  # pairs
    assert found == {empty.id: "draft", draft.id: "draft", good.id: "going"}


def test_who_stops_news_while_letters_leave_gets_none(
    workshop: Workshop, post: PostBox, session: Session, event: Event, organiser: Person
) -> None:
    names = some_people(session, event, 3)
    send(session, event, write_to(session, event, organiser), organiser, seen=3)
    session.commit()

    def stop_them() -> None:
        with workshop.session() as other:
            person = other.scalars(sa.select(Person).where(Person.email_key == "person02@example.org")).one()
            stop_letters(other, person, "news", now=NOW)
            other.commit()

    carry_letters(workshop, SENDER, lambda: Interrupted(post.url, 3, stop_them))

    assert arrived(post) == names[:2]
    assert states(session)["person02"] == "suppressed"


def test_the_worker_keeps_the_time() -> None:
    assert (JOBS["mailings"], SLOW_JOBS["moments"]) == (start_mailings, keep_time)
