"""D25, D26, D28, D29, D30, D31: letters on both engines, through a real SMTP server."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.followup.wording import WordingError, escape_text, fill_in, read_template
from matchmaker.jobs.send_mail import carry_letters, send_mail
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.mailer import Relay, SmtpMailer
from matchmaker.mail.message import sender_of
from matchmaker.mail.postbox import PostBox
from matchmaker.mail.slots import SLOTS
from matchmaker.services.followup import close_event
from matchmaker.settings import Settings
from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.people import Person
from tests.browsers import Phone
from tests.cast import NOW, make_attendee, make_event, make_person
from tests.conftest import Clock
from tests.letters import exchange, queue_met
from tests.nasty_names import hostile_names

Send = Callable[[], list[EmailMessage]]

BREAKS = ("\r", "\n", "\r\n", "\x0b", "\x1c", "\x85", "\u2028", "\x00")
# Two kinds of link are ours: pages of this house, and the address on a card, which opens the reader's own mail program
OURS = re.compile(r"http://localhost/|mailto:(ada|grace)@example\.org(\?|$)")
WORDINGS = ("{{config}}", "{{''.__class__}}", "{a.__class__}", "${7*7}", "{% for x in y %}", "{{first_name.__class__}}", "{{7*7}}")
LINKS = ("[x](https://evil.example)", '<a href="https://evil.example">x</a>', "https://evil.example", "www.evil.example", "evil.example")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[PostBox]:
    with PostBox(tmp_path / "post") as box:
        yield box


@pytest.fixture
def send(settings: Settings, engine: Engine, clock: Clock, post: PostBox) -> Send:
    """Send what is due, and return the letters that arrived by it."""
    workshop = Workshop(settings.model_copy(update={"smtp_url": post.url}), engine, clock)

    def send_and_read() -> list[EmailMessage]:
        before = set(post.directory.glob("*.eml"))
        send_mail(workshop)
        return [read(path) for path in sorted(set(post.directory.glob("*.eml")) - before)]

    return send_and_read


def read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=default)


def went_to(letters: list[EmailMessage]) -> list[str]:
    return sorted(str(letter["X-Envelope-To"]) for letter in letters)


def close(session: Session, event: Event) -> None:
    close_event(session, event.id, now=NOW)
    session.commit()


def unsubscribe_path(letter: EmailMessage) -> str:
    match = re.fullmatch(r"<http://localhost(/u/[^>]+)>", str(letter["List-Unsubscribe"]))
    assert match is not None
    return match[1]


def html_of(letter: EmailMessage) -> str:
    part = letter.get_body(("html",))
    assert part is not None
    content: str = part.get_content()
    return content


class Anchors(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def carry_by_smtp(workshop: Workshop) -> None:
    """Two processes would each have their own turnstile; two threads of one go past it."""
    relay, sender = Relay.read(workshop.settings.smtp_url), sender_of(workshop.settings.mail_from)
    carry_letters(workshop, sender, lambda: SmtpMailer(relay, local_name=sender.domain))


def test_d25_one_click_stops_the_next_run_and_not_the_code(
    app: Flask,
    stranger: Phone,
    session: Session,
    event: Event,
    ada: Attendee,
    grace: Attendee,
    linus: Attendee,
    send: Send,
) -> None:
    exchange(session, ada, grace)
    close(session, event)
    letters = send()
    assert went_to(letters) == ["ada@example.org", "grace@example.org", "linus@example.org"]
    assert {str(letter["List-Unsubscribe-Post"]) for letter in letters} == {"List-Unsubscribe=One-Click"}
    adas = next(letter for letter in letters if letter["X-Envelope-To"] == "ada@example.org")

    # As a mail program does it: no cookie, another origin, the body of RFC 8058
    answer = app.test_client().post(
        unsubscribe_path(adas),
        data={"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
    )

    assert 200 <= answer.status_code < 300
    later = make_event(session, "later")
    for attendee in (ada, grace, linus):
        make_attendee(session, later, attendee.name, session.get_one(Person, attendee.person_id))
    close(session, later)
    assert went_to(send()) == ["grace@example.org", "linus@example.org"]
    stranger.post("/e/northlight/join", {"name": "Ada Lovelace", "email": "ada@example.org"})
    assert went_to(send()) == ["ada@example.org"]


def test_d25_a_multipart_click_counts_too(app: Flask, session: Session, event: Event, ada: Attendee, send: Send) -> None:
    close(session, event)
    (letter,) = send()

    body = {"data": {"List-Unsubscribe": "One-Click"}, "content_type": "multipart/form-data"}
    answer = app.test_client().post(unsubscribe_path(letter), **body)

    assert answer.status_code == 200
    assert session.scalars(sa.select(Suppression.recipient)).all() == ["ada@example.org"]


def test_d26_looking_ten_times_stops_nothing(app: Flask, session: Session, event: Event, ada: Attendee, send: Send) -> None:
    close(session, event)
    (letter,) = send()
    path = unsubscribe_path(letter)

    answers = [app.test_client().open(path, method=method).status_code for method in ["GET"] * 8 + ["HEAD"] * 2]

    assert answers == [200] * 10
    assert session.scalar(sa.select(sa.func.count()).select_from(Suppression)) == 0


@pytest.mark.slow
def test_d28_two_workers_send_five_hundred_letters_once_each(
    settings: Settings, database_url: str, clock: Clock, session: Session, event: Event, post: PostBox
) -> None:
    for number in range(500):
        make_attendee(session, event, f"Person{number}")
    close(session, event)
    settings = settings.model_copy(update={"smtp_url": post.url, "mail_connections": 2})
    workshops = [Workshop(settings, make_engine(database_url), clock) for _ in range(2)]

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(carry_by_smtp, workshops))

    for workshop in workshops:
        workshop.engine.dispose()
    letters = [read(path) for path in post.directory.glob("*.eml")]
    assert len(letters) == 500
    assert len({str(letter["Message-ID"]) for letter in letters}) == 500
    assert len({str(letter["X-Envelope-To"]) for letter in letters}) == 500
    assert all(len(letter.get_all("X-Envelope-To", [])) == 1 for letter in letters)


def test_d29_names_that_break_lines_add_nothing_and_stop_nobody(engine: Engine, session: Session, event: Event, send: Send) -> None:
    breaks = BREAKS if engine.dialect.name == "sqlite" else [one for one in BREAKS if one != "\x00"]  # PostgreSQL takes no NUL
    names = [f"Mallory{sign}Bcc: evil@evil.example{sign}X-Evil: 1" for sign in breaks]
    for number, name in enumerate([*names, *(f"Person {number}" for number in range(20))]):
        make_attendee(session, event, name, make_person(session, f"p{number}"))
    close(session, event)

    letters = send()

    assert len(letters) == len(names) + 20
    expected = [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Content-Language",
    ]
    for letter in letters:
        assert [name for name in letter.keys() if name != "X-Envelope-To"] == [*expected, "MIME-Version", "Content-Type"]  # noqa: SIM118  a message has no items of its own
        assert [address.addr_spec for address in letter["To"].addresses] == [letter["X-Envelope-To"]]
    assert set(session.scalars(sa.select(OutboxLetter.state))) == {"sent"}


@pytest.mark.slow
def test_d29_a_thousand_hostile_names_in_one_run(session: Session, event: Event, send: Send) -> None:
    """One half of them as addressees, the other as those they met, with their cards in a file; tests/mail has each in every header."""
    longest = Attendee.__table__.c.name.type.length
    names = [name[:longest] for name in hostile_names(1000)]
    people = [make_attendee(session, event, name, make_person(session, f"p{number}")) for number, name in enumerate(names)]
    for one, other in zip(people[::2], people[1::2], strict=True):
        exchange(session, one, other, note=other.name)
        queue_met(session, one)
    session.commit()

    letters = send()

    assert len(letters) == len(names) // 2
    expected = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post"}
    for letter in letters:
        assert sorted(letter.keys()) == sorted({*expected, "MIME-Version", "Content-Type", "Content-Language", "X-Envelope-To"})
        assert [address.addr_spec for address in letter["To"].addresses] == [letter["X-Envelope-To"]]
        assert [value.defects for _, value in letter.items() if value.defects] == []
        cards = [part.get_content() for part in letter.iter_attachments()]
        assert [card.count("BEGIN:VCARD") for card in cards] == [1]
    assert set(session.scalars(sa.select(OutboxLetter.state))) == {"sent"}


@pytest.mark.parametrize("wording", WORDINGS)
def test_d30_a_wording_is_refused_or_printed_as_it_is(wording: str) -> None:
    try:
        shown = fill_in(read_template(wording, allowed=SLOTS), {}, escape=escape_text)
    except WordingError:
        shown = wording

    assert shown == wording


@pytest.mark.parametrize("name", LINKS)
def test_d31_a_name_is_never_a_link(session: Session, event: Event, ada: Attendee, grace: Attendee, send: Send, name: str) -> None:
    session.execute(sa.update(Attendee).where(Attendee.id == grace.id).values(name=name, headline=name, organisation=name))
    exchange(session, ada, grace, note=name)
    session.execute(sa.update(Event).values(name=name))
    close(session, event)

    letters = send()

    assert len(letters) == 2
    for letter in letters:
        html = html_of(letter)
        # Two kinds of link are ours: pages of this house, and the address on a card, which opens the reader's own mail program
        assert [
            link for link in Anchors(html).found if not re.match(r"http://localhost/|mailto:(ada|grace)@example\.org(\?|$)", link)
        ] == []
        # Nor does a mail program find one in the words: a joiner stands where it would begin to see it
        words = re.sub(r"<[^>]+>", " ", html)
        assert re.findall(r"https?://|www\.|evil\.example", words) == []
