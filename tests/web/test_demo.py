"""The demo's own doors."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.app import create_app
from matchmaker.domain.demo import doors
from matchmaker.domain.demo.event import ORGANISER_EMAIL, ORGANISER_NAME, SLUG
from matchmaker.domain.demo.people import ATTENDEE, invent_people, person_called
from matchmaker.settings import Settings
from matchmaker.store.models.signin import SessionRow
from tests.browsers import Phone, text_of
from tests.cast import make_attendee, make_event, make_organiser, make_person


@pytest.fixture
def addresses(session: Session, settings: Settings) -> dict[str, str]:
    """The demo event with the two people its doors are for; tests/services/test_demo.py has the whole evening."""
    event = make_event(session, SLUG, is_demo=True)
    organiser = make_organiser(session, event, ORGANISER_NAME)
    organiser.email = organiser.email_key = ORGANISER_EMAIL
    people = invent_people()
    shown = people[person_called(people, ATTENDEE)]
    make_attendee(session, event, shown.name, make_person(session, shown.name, shown.email))
    session.commit()
    return {who: f"/demo/{who}/{doors.door_token(settings.signin_key, who)}" for who in (doors.ORGANISER, doors.ATTENDEE)}


def sessions(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(SessionRow)) or 0


def test_opening_the_address_shows_a_button_and_signs_nobody_in(session: Session, stranger: Phone, addresses: dict[str, str]) -> None:
    page = stranger.get(addresses[doors.ATTENDEE])

    assert page.status_code == 200
    assert "Come in as Giulia Montanari" in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert sessions(session) == 0


def test_pressing_the_button_leads_to_the_matches(stranger: Phone, addresses: dict[str, str]) -> None:
    answer = stranger.post(addresses[doors.ATTENDEE])

    assert (answer.status_code, answer.headers["Location"]) == (303, "/e/marram-tech-night/matches")


def test_the_organiser_comes_in_to_the_event(stranger: Phone, addresses: dict[str, str]) -> None:
    answer = stranger.post(addresses[doors.ORGANISER])

    assert (answer.status_code, answer.headers["Location"]) == (303, "/organise/events/marram-tech-night/")
    assert stranger.get(answer.headers["Location"]).status_code == 200


def test_the_address_works_as_often_as_it_is_opened(session: Session, app: Flask, settings: Settings, addresses: dict[str, str]) -> None:
    for _ in range(2):
        assert Phone(app, settings).post(addresses[doors.ATTENDEE]).status_code == 303

    assert sessions(session) == 2


@pytest.mark.parametrize("path", ["/demo/attendee/x", "/demo/owner/x", "/demo/organiser/"])
def test_a_guessed_address_is_not_there(session: Session, stranger: Phone, addresses: dict[str, str], path: str) -> None:
    assert (stranger.get(path).status_code, stranger.post(path).status_code) == (404, 404)
    assert sessions(session) == 0


def test_a_real_service_has_no_such_door(session: Session, settings: Settings, addresses: dict[str, str]) -> None:
    real = settings.model_copy(update={"demo": False})
    visitor = Phone(create_app(real, wake=print), real)

    answers = [visitor.get(addresses[doors.ORGANISER]), visitor.post(addresses[doors.ORGANISER])]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert sessions(session) == 0


def test_a_form_from_another_site_opens_nothing(session: Session, stranger: Phone, addresses: dict[str, str]) -> None:
    answer = stranger.post(addresses[doors.ORGANISER], headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert sessions(session) == 0
