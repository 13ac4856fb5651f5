"""What an organiser throws away of a letter to many comes back with one press, as it was, and once."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.domain.mailings.audience import Audience
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mailings import Mailing, MailingWording
from matchmaker.store.models.people import Person
from tests.browsers import Phone, form_to, text_of
from tests.cast import make_event, make_organiser
from tests.mailings import say_in, write_to

LETTERS = "/organise/events/northlight/letters"
BACK = f"{LETTERS}/mailings/back"
LaptopOf = Callable[[Person], Phone]


def letters(session: Session) -> list[tuple[object, ...]]:
    session.rollback()
    found = session.execute(sa.select(Mailing.name, Mailing.based_on, Mailing.audience, Mailing.state, Mailing.created_at)).all()
    session.rollback()
    return [tuple(row) for row in found]


def words(session: Session) -> list[tuple[object, ...]]:
    session.rollback()
    columns = (MailingWording.language, MailingWording.position, MailingWording.subject, MailingWording.body)
    found = session.execute(sa.select(*columns).order_by(MailingWording.position)).all()
    session.rollback()
    return [tuple(row) for row in found]


def test_a_draft_thrown_away_comes_back_with_every_word_and_once(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    mailing = write_to(
        session, event, organiser, audience=Audience(checked_in="yes", group="Speakers"), key="tomorrow", body="One\n\n<b>Two"
    )
    say_in(session, mailing, "de", "Hallo „Welt“", "Guten\nTag")
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)
    before, said_before = letters(session), words(session)

    gone = laptop.post(f"{home}/delete")
    without = letters(session), words(session)
    back = [laptop.post(BACK, form_to(gone.text, BACK)) for _ in range(2)]

    assert (gone.status_code, "The draft is thrown away. Undo" in text_of(gone), without) == (200, True, ([], []))
    assert "data-refresh" not in gone.text
    assert [one.status_code for one in back] == [303, 303]
    assert (laptop.get(back[0].location).status_code, back[0].location == back[1].location) == (200, True)
    assert "The letter is back, as it was." in text_of(laptop.get(back[0].location))
    assert letters(session) == before
    assert [(language, subject, body) for language, _, subject, body in words(session)] == [
        (language, subject, body) for language, _, subject, body in said_before
    ]


def test_a_version_dropped_comes_back_where_it_stood(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    mailing = write_to(session, event, organiser, body="Hello\n\n{{first_name}} & <you>")
    say_in(session, mailing, "de", "Hallo", "Hallo")
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)
    before = words(session)

    gone = laptop.post(f"{home}/drop", {"language": "en-GB"})
    without = words(session)
    back = [laptop.post(f"{home}/versions/back", form_to(gone.text, f"{home}/versions/back")) for _ in range(2)]

    assert (gone.status_code, "The version in English is dropped. Undo" in text_of(gone)) == (200, True)
    assert f'<form method="post" action="{home}/edit" class="stack stack--l mailing"' in gone.text
    assert without == [("de", 9, "Hallo", "Hallo")]
    assert [(one.status_code, one.location) for one in back] == [(303, f"{home}/edit?said=version-back&language=en-GB")] * 2
    assert words(session) == before


def test_a_version_written_anew_meanwhile_stays(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    mailing = write_to(session, event, organiser)
    say_in(session, mailing, "de", "Hallo", "Hallo")
    home = f"{LETTERS}/mailings/{mailing.id}"
    laptop = laptop_of(organiser)

    undo = form_to(laptop.post(f"{home}/drop", {"language": "de"}).text, f"{home}/versions/back")
    session.rollback()
    say_in(session, session.get_one(Mailing, mailing.id), "de", "Neu", "Neu")
    session.commit()
    laptop.post(f"{home}/versions/back", undo)

    assert ("de", 9, "Neu", "Neu") in words(session)


@pytest.mark.parametrize(
    "letter",
    [
        "",
        "{",
        "[]",
        "3",
        '{"based_on": "spam"}',
        '{"based_on": []}',
        '{"based_on": "blank", "versions": 5}',
        '{"based_on": "blank", "versions": [["xx", "a", "b"]]}',
        '{"based_on": "blank", "versions": [["de", "a"]]}',
        '{"based_on": "blank", "versions": [["de", {}, []]]}',
        '{"based_on": "blank", "name": "x", "versions": []}',
        json.dumps({"based_on": "blank", "name": "x" * 81, "versions": [["de", "a", "b"]]}),
        json.dumps({"based_on": "blank", "name": "x", "versions": [["de", "a" * 999, "b"]]}),
        json.dumps({"based_on": "blank", "name": "x", "versions": [["de", "a", "b" * 10_001]]}),
        json.dumps({"based_on": "blank", "name": "x", "versions": [["de", "a", "b"]], "audience": {"met": "me"}}),
        json.dumps({"based_on": "blank", "name": "x", "versions": [["de", "a", "b"]], "audience": {"met": "nobody", "group": "Speakers"}}),
        json.dumps({"based_on": "blank", "name": "x", "versions": [["de", "a", "b"]], "audience": {"group": "g" * 400}}),
        "[" * 5000,
    ],
)
def test_only_what_could_have_been_a_draft_comes_back(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, letter: str
) -> None:
    answer = laptop_of(organiser).post(BACK, {"letter": letter})

    assert (answer.status_code, letters(session)) == (400, [])


def test_strange_signs_and_times_are_taken_as_plain_words(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    said = {"based_on": "blank", "name": "A\x00\ud800b", "versions": [["de", "a\x00\ud800", "b\x00"]], "made": "0001-01-01T00:00:00+14:00"}

    answer = laptop_of(organiser).post(BACK, {"letter": json.dumps(said)})

    assert answer.status_code == 303
    assert [(row[0], row[2]) for row in letters(session)] == [("A b", {})]
    assert words(session) == [("de", 0, "a", "b")]


def test_nothing_comes_back_to_another_events_letters(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee
) -> None:
    elsewhere = make_event(session, "southlight")
    mailing = write_to(session, elsewhere, make_organiser(session, elsewhere, "Odile"))
    session.commit()

    answer = laptop_of(organiser).post(
        f"{LETTERS}/mailings/{mailing.id}/versions/back", {"language": "de", "subject": "x", "body": "x", "position": "1"}
    )

    assert (answer.status_code, len(words(session))) == (404, 1)
