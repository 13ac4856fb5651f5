"""The page that stops letters: looking changes nothing, one press from anywhere does."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.services.unsubscribe import unsubscribe_token
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import Suppression
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of


@pytest.fixture
def address(session: Session, settings: Settings, ada: Attendee) -> str:
    session.commit()
    return f"/u/{unsubscribe_token(settings.mail_key, ada.person_id)}"


def stopped(session: Session) -> list[str]:
    session.rollback()
    found = list(session.scalars(sa.select(Suppression.recipient)))
    session.rollback()
    return found


def test_looking_asks_and_changes_nothing(stranger: Phone, session: Session, address: str) -> None:
    answer = stranger.get(address)

    assert answer.status_code == 200
    assert "a…@example.org gets invitations" in text_of(answer)
    assert "ada@" not in answer.text
    assert answer.headers.getlist("Set-Cookie") == []
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert stopped(session) == []


@pytest.mark.parametrize(("chosen", "read", "asked", "speaks"), [("ar", "de", "en", "ar"), ("", "de", "en", "de"), ("", "", "ar", "ar")])
def test_the_page_speaks_as_letters_to_its_reader_do(
    stranger: Phone, session: Session, ada: Attendee, address: str, chosen: str, read: str, asked: str, speaks: str
) -> None:
    person = session.get_one(Person, ada.person_id)
    person.locale, person.letter_language = chosen, read
    session.commit()

    answer = stranger.get(address, headers={"Accept-Language": asked})

    assert f'<html lang="{speaks}"' in answer.text
    assert answer.headers["Content-Language"] == speaks


def test_a_press_on_the_page_stops_letters_and_another_one_brings_them_back(app: Flask, session: Session, address: str) -> None:
    browser = app.test_client()

    pressed = browser.post(address)
    assert (pressed.status_code, stopped(session)) == (200, ["ada@example.org"])
    assert "No more letters" in text_of(pressed)

    again = re.search(r'name="(again)" value="(1)"', pressed.text)
    assert again is not None
    back = browser.post(address, data={again[1]: again[2]})
    assert (back.status_code, stopped(session)) == (200, [])


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_we_never_made_leads_nowhere(app: Flask, session: Session, address: str, method: str) -> None:
    answers = [getattr(app.test_client(), method)(path) for path in (address[:-1], address + "x", "/u/1-abc", "/u/x")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert stopped(session) == []


def test_a_letters_own_address_ends_its_topic_and_offers_the_rest(app: Flask, session: Session, settings: Settings, ada: Attendee) -> None:
    session.commit()
    address = f"/u/{unsubscribe_token(settings.mail_key, ada.person_id, 'invitation')}"
    browser = app.test_client()

    assert "gets invitations to events" in text_of(browser.get(address))
    pressed = browser.post(address, data={"List-Unsubscribe": "One-Click"})
    assert "gets no more invitations from here" in text_of(pressed)
    assert kinds(session) == ["invitation"]

    assert re.search(r'name="all" value="1"', pressed.text)
    everything = browser.post(address, data={"all": "1"})
    assert "no more invitations and no follow-ups" in text_of(everything)
    assert kinds(session) == ["bulk", "invitation"]

    browser.post(address, data={"again": "1"})
    assert kinds(session) == ["follow_up", "introduction", "news", "personal", "warm"]


def kinds(session: Session) -> list[str]:
    session.rollback()
    found = sorted(session.scalars(sa.select(Suppression.kind)))
    session.rollback()
    return found
