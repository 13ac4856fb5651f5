"""The general way in, the organiser's, and the way out."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.signin.secrets import link_token, sign_in_code
from matchmaker.settings import Settings
from matchmaker.store.models.signin import LoginLink, SessionRow
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_organiser, make_person


def newest_salt(session: Session) -> str:
    session.rollback()
    salt = session.scalars(select(LoginLink.salt).order_by(LoginLink.id.desc())).first()
    session.rollback()
    assert salt is not None
    return salt


def sign_in(phone: Phone, door: str, email: str, session: Session, settings: Settings, **fields: str):
    phone.post(door, {"email": email, **fields})
    return phone.post(f"{door}/code", {"code": sign_in_code(settings.signin_key, newest_salt(session))})


def test_an_organiser_is_led_to_the_page_that_was_asked_for(
    stranger: Phone, session: Session, settings: Settings, event, organiser
) -> None:
    session.commit()
    closed = stranger.get("/organise/events/northlight/roster")
    entered = sign_in(stranger, "/organise/sign-in", organiser.email, session, settings, next="/organise/events/northlight/roster")

    assert (closed.status_code, "/organise/sign-in?next=%2Forganise%2Fevents%2Fnorthlight%2Froster" in closed.text) == (401, True)
    assert (entered.status_code, entered.location) == (303, "/organise/events/northlight/roster")
    assert stranger.get(entered.location).status_code == 200


def test_without_a_wish_an_organiser_comes_to_the_events(stranger: Phone, session: Session, settings: Settings) -> None:
    olga = make_organiser(session)
    session.commit()

    assert sign_in(stranger, "/organise/sign-in", olga.email, session, settings).location == "/organise/"


@pytest.mark.parametrize("door", ["/organise/sign-in", "/sign-in"])
def test_the_page_promises_a_letter_to_those_it_knows_alone(door: str, stranger: Phone, session: Session) -> None:
    session.commit()
    stranger.post(door, {"email": "nobody@tidepool.example"})

    words = text_of(stranger.get(door))

    assert "Look into your mail nobody@tidepool.example : if we know this address, a letter with a code is on its way." in words
    assert "Good for 10 more minutes." in words


@pytest.mark.parametrize("door", ["/organise/sign-in", "/sign-in"])
def test_the_mailed_link_comes_in_by_one_button(door: str, stranger: Phone, session: Session, settings: Settings, event) -> None:
    olga = make_organiser(session, event)
    make_attendee(session, event, "Olga", olga)
    session.commit()
    stranger.post(door, {"email": olga.email})

    landing = stranger.get(f"{door}/link")
    entered = stranger.post(f"{door}/link", {"token": link_token(settings.signin_key, newest_salt(session))})

    assert "One press, and you are in" in text_of(landing)
    assert entered.location == ("/organise/" if door.startswith("/organise") else "/e/northlight/matches")


def test_somebody_of_no_event_comes_to_the_front_door(stranger: Phone, session: Session, settings: Settings) -> None:
    make_person(session, "Ada", "ada@example.org")
    session.commit()

    assert sign_in(stranger, "/sign-in", "ada@example.org", session, settings).location == "/"


def test_an_attendee_s_session_opens_no_organiser_s_page(stranger: Phone, session: Session, settings: Settings, event, organiser) -> None:
    make_attendee(session, event, "Olga", organiser)
    session.commit()

    sign_in(stranger, "/sign-in", organiser.email, session, settings)

    paths = ("/e/northlight/interests", "/organise/", "/organise/events/northlight/")
    assert [stranger.get(path).status_code for path in paths] == [200, 404, 404]


def test_signing_out_ends_the_session_and_clears_the_browser(phone_of, ada, session: Session, app: Flask, settings: Settings) -> None:
    phone = phone_of(ada)
    cookie = phone.client.get_cookie(settings.cookie_name, domain="localhost")

    answer = phone.post("/sign-out")

    copy = app.test_client()
    copy.set_cookie(settings.cookie_name, cookie.value, domain="localhost")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache", "cookies"')
    assert "Signed out. Only what was not sent yet stays on this phone, for you alone." in text_of(phone.get(answer.location))
    assert copy.get("/e/northlight/interests").status_code == 401
    assert session.scalars(select(SessionRow.id_hash)).all() == []


def test_signing_out_twice_is_signing_out(stranger: Phone) -> None:
    assert [stranger.post("/sign-out").status_code for _ in range(2)] == [303, 303]


def test_signing_in_elsewhere_leaves_the_other_browser_signed_in(app: Flask, settings: Settings, session: Session, phone_of, ada) -> None:
    first = phone_of(ada)

    sign_in(Phone(app, settings), "/sign-in", "ada@example.org", session, settings)

    assert first.get("/e/northlight/interests").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/organise/sign-in", "/sign-in/link", "/organise/sign-in/link"])
def test_pages_of_signing_in_are_kept_nowhere(path: str, stranger: Phone) -> None:
    answer = stranger.get(path)

    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == (
        "no-store",
        "no-referrer",
        "noindex",
    )


def test_first_sign_in_confirms_the_address(stranger: Phone, session: Session, settings: Settings) -> None:
    ada = make_person(session, "Ada", "ada@example.org", confirmed=False)
    session.commit()

    sign_in(stranger, "/sign-in", "ada@example.org", session, settings)

    session.refresh(ada)
    assert ada.confirmed_at == NOW
