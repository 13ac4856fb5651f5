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
