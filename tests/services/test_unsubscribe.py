"""One press ends letters for one person; only we can make the address for it."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import NotFoundError
from matchmaker.services.unsubscribe import allow_letters, has_stopped, reader_of, stop_letters, unsubscribe_token, unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.mail import Suppression
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_person

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

    allow_letters(session, person)

    assert not has_stopped(session, session.get_one(Person, person.id))
