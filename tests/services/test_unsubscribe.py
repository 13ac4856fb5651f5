"""One press ends letters for one person; only we can make the address for it."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import TOPICS
from matchmaker.errors import NotFoundError
from matchmaker.services.unsubscribe import (
    BULK_KINDS,
    allow_letters,
    has_stopped,
    reader_of,
    stop_letters,
    topic_of,
    unsubscribe_token,
    unsubscribe_url,
)
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import wants_none
from tests.cast import NOW, make_attendee, make_person

KEY = b"k" * 32


def test_the_address_leads_to_its_person(session: Session, settings: Settings) -> None:
    person = make_person(session, "Ada")

    url = unsubscribe_url(settings, person.id)

    assert re.fullmatch(rf"http://localhost/u/{person.id}-[\w-]{{22}}", url)
    assert reader_of(session, url.rpartition("/")[2], key=settings.mail_key).id == person.id


def test_nobody_guesses_or_borrows_a_token(session: Session) -> None:
    ada, grace = make_person(session, "Ada"), make_person(session, "Grace")
    mark = unsubscribe_token(KEY, ada.id).partition("-")[2]
    forged = [
        f"{grace.id}-{mark}",
        f"{ada.id}-{mark[:-1]}",
        f"{ada.id}-",
        f"{ada.id}",
        "",
        "-",
        f"０-{mark}",
        f"{'9' * 30}-{mark}",
        f"x-{mark}",
    ]

    for token in [*forged, unsubscribe_token(b"another key", ada.id), unsubscribe_token(KEY, 10**9)]:
        with pytest.raises(NotFoundError):
            reader_of(session, token, key=KEY)


def test_stopping_twice_is_stopping_once(session: Session) -> None:
    person, other = make_person(session, "Ada"), make_person(session, "Grace")

    stop_letters(session, person, now=NOW)
    stop_letters(session, person, now=NOW)

    assert session.scalar(sa.select(sa.func.count()).select_from(Suppression)) == 1
    assert (has_stopped(session, person), has_stopped(session, other)) == (True, False)


def test_whoever_stopped_can_have_letters_again(session: Session) -> None:
    person = make_person(session, "Ada")
    stop_letters(session, person, now=NOW)

    allow_letters(session, person, now=NOW)

    assert not has_stopped(session, session.get_one(Person, person.id))


def test_one_press_ends_one_topic_and_leaves_the_other(session: Session, settings: Settings) -> None:
    person = make_person(session, "Ada")
    token = unsubscribe_url(settings, person.id, "met").rpartition("/")[2]
    assert (topic_of(token), reader_of(session, token, key=settings.mail_key).id) == ("follow_up", person.id)

    stop_letters(session, person, topic_of(token), now=NOW)

    unwanted = {kind for kind in BULK_KINDS if session.scalar(sa.select(wants_none(person.email_key, kind)))}
    assert unwanted == {"met", "met_nobody", "mailing_follow_up"}
    assert not has_stopped(session, person)


def test_every_kind_one_may_stop_has_a_token_of_its_topic_that_opens_no_other(session: Session, settings: Settings) -> None:
    person = make_person(session, "Ada")

    for kind in BULK_KINDS:
        token = unsubscribe_url(settings, person.id, kind).rpartition("/")[2]
        assert topic_of(token) == TOPICS[kind]
        for other in {"i", "f", "p", "w", "n", "e", ""} - {token[0]}:
            with pytest.raises(NotFoundError):
                reader_of(session, other + token[1:], key=settings.mail_key)


def test_who_had_stopped_everything_and_wants_one_topic_again_gets_that_alone(session: Session) -> None:
    person = make_person(session, "Ada")
    stop_letters(session, person, now=NOW)

    allow_letters(session, person, "invitation", now=NOW)

    assert (has_stopped(session, person, "invitation"), has_stopped(session, person, "follow_up")) == (False, True)


def test_who_stopped_letters_stays_so_when_a_file_brings_them_in_again(session: Session, event: Event) -> None:
    ada = make_attendee(session, event, "Ada", make_person(session, "ada"))
    person = session.get_one(Person, ada.person_id)
    key = person.email_key
    stop_letters(session, person, "invitation", now=NOW)
    session.delete(ada)
    session.flush()
    session.delete(person)
    session.flush()

    make_attendee(session, event, "Ada", make_person(session, "ada"))

    assert session.scalar(sa.select(wants_none(key, "invitation")))
    assert session.scalars(sa.select(Person.email_key)).all() == [key]
