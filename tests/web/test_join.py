"""An event's own address: what it says to whom, and the way in."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.signin.secrets import invitation_token, sign_in_code
from matchmaker.services.beats import beat
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.signin import LoginLink, SessionRow
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_person

FORM = {"email": "nia@tidepool.example", "name": "Nia Okoye"}


@pytest.fixture
def open_event(event, session):
    session.commit()
    return event


def invitation(settings: Settings, attendee: Attendee) -> str:
    ids = {"event_id": attendee.event_id, "attendee_id": attendee.id, "person_id": attendee.person_id}
    return invitation_token(settings.signin_key, **ids)


def test_an_open_event_says_what_it_is_and_asks_for_name_and_address(stranger: Phone, session: Session, event, ada) -> None:
    event.description = "Talks in the morning.\nTime to meet after lunch."
    session.commit()

    page = stranger.get("/e/northlight/")

    words = text_of(page)
    assert page.status_code == 200
    assert "Thu 5 Nov 2026, 08:30 GMT Saltmarsh Hall 1 person" in words
    assert "Your name As people call you. It stands on your badge. Your e-mail address Send me a code" in words
    assert "Your address stays private until you hand it over yourself." in words
    assert "Talks in the morning." in words


def test_an_event_of_first_names_says_so(stranger: Phone, session: Session) -> None:
    make_event(session, sees="first_names")
    session.commit()

    words = text_of(stranger.get("/e/northlight/"))

    assert "Others see your first name and what you write about yourself; your full name only once you exchange cards." in words


def test_by_invitation_only_the_address_is_asked_for(stranger: Phone, session: Session) -> None:
    make_event(session, join_policy="invited")
    session.commit()

    page = stranger.get("/e/northlight/")

    assert "Come in by invitation Type the address your invitation went to." in text_of(page)
    assert 'name="name"' not in page.text


def test_a_closed_event_says_that_it_is_over(stranger: Phone, session: Session) -> None:
    make_event(session, closed_at=NOW)
    session.commit()

    assert "This event is over Whoever was here still finds their contacts and notes." in text_of(stranger.get("/e/northlight/"))


def test_the_code_is_typed_on_the_same_page(stranger: Phone, open_event, session: Session, bell) -> None:
    beat(session, "worker", now=NOW)
    session.commit()

    asked = stranger.post("/e/northlight/join", FORM)
    page = stranger.get(asked.location)

    assert (asked.status_code, asked.location, bell.words) == (303, "/e/northlight/", ["send_mail"])
    assert (
        "Your code is in your mail Sent to nia@tidepool.example . Not yours? Six digits Good until 09:40 GMT. "
        "The link in the same mail works too. Come in " in text_of(page)
    )
    assert "Nothing there after a minute? Send it again" in text_of(page)
    assert "held up" not in text_of(page)


def test_without_a_worker_the_page_says_that_the_letter_waits(stranger: Phone, open_event) -> None:
    stranger.post("/e/northlight/join", FORM)

    assert "The post is held up: nobody has carried letters for a while." in text_of(stranger.get("/e/northlight/"))


def test_by_invitation_the_page_promises_nothing(stranger: Phone, session: Session) -> None:
    make_event(session, join_policy="invited")
    session.commit()

    stranger.post("/e/northlight/join", FORM)

    words = text_of(stranger.get("/e/northlight/"))
    assert "Look into your mail nia@tidepool.example : if we know this address, a letter with a code is on its way." in words


def test_another_browser_sees_no_code_field_and_no_address(app: Flask, settings: Settings, stranger: Phone, open_event) -> None:
    stranger.post("/e/northlight/join", FORM)

    page = Phone(app, settings).get("/e/northlight/")

    assert "Six digits" not in page.text
    assert "tidepool" not in page.text


def test_not_yours_goes_back_to_the_address(stranger: Phone, open_event) -> None:
    stranger.post("/e/northlight/join", FORM)

    assert "Your e-mail address" in text_of(stranger.get("/e/northlight/?other=1"))


def test_asked_for_again_it_says_so_and_writes_a_new_letter(stranger: Phone, open_event, session: Session) -> None:
    stranger.post("/e/northlight/join", FORM)
    again = stranger.post("/e/northlight/join", {**FORM, "again": "1"})

    assert "Asked for again. Only the newest code counts." in text_of(stranger.get(again.location))
    assert len(session.scalars(select(OutboxLetter.id)).all()) == 2


def test_a_form_with_faults_comes_back_as_it_was_typed(stranger: Phone, open_event, session: Session) -> None:
    page = stranger.post("/e/northlight/join", {"email": "nia@tidepool", "name": " ", "next": "/e/northlight/badge"})

    words = text_of(page)
    assert page.status_code == 422
    assert "2 things need another look" in words
    assert words.count("Type your name, as people call you.") == 2
    assert words.count("The address has no ending, such as .org.") == 2
    assert 'value="nia@tidepool"' in page.text
    assert 'name="next" value="/e/northlight/badge"' in page.text
    assert session.scalars(select(LoginLink.id)).all() == []


def test_a_wrong_code_says_how_many_tries_are_left(stranger: Phone, open_event) -> None:
    stranger.post("/e/northlight/join", FORM)

    pages = [stranger.post("/e/northlight/code", {"code": "000000", **FORM}) for _ in range(6)]

    assert [page.status_code for page in pages] == [422] * 6
    assert "These are not the digits of your newest letter. Tries left: 4." in text_of(pages[0])
    assert "Six digits" in text_of(pages[0])
    assert "Too many wrong tries for this code. Ask for a new one." in text_of(pages[4])
    assert 'value="nia@tidepool.example"' in pages[5].text


def test_an_attendee_is_led_on_at_once(phone_of, ada: Attendee, session: Session) -> None:
    first = phone_of(ada).get("/e/northlight/")
    ada.interests_saved_at = NOW
    later = phone_of(ada).get("/e/northlight/")

    assert [(answer.status_code, answer.location) for answer in (first, later)] == [
        (303, "/e/northlight/interests"),
        (303, "/e/northlight/matches"),
    ]


def test_somebody_signed_in_joins_another_event_by_one_button(phone_of, ada: Attendee, session: Session) -> None:
    other = make_event(session, "southlight")
    phone = phone_of(ada)

    page = phone.get("/e/southlight/")
    joined = phone.post("/e/southlight/join", {"as_me": "1"})

    assert "Come in as Ada Lovelace You are signed in with ada@example.org" in text_of(page)
    assert (joined.status_code, joined.location) == (303, "/e/southlight/interests")
    assert session.scalars(select(Attendee.name).where(Attendee.event_id == other.id)).all() == ["Ada Lovelace"]


def test_the_one_button_opens_no_event_by_invitation(phone_of, ada: Attendee, session: Session) -> None:
    make_event(session, "southlight", join_policy="invited")
    phone = phone_of(ada)

    answer = phone.post("/e/southlight/join", {"as_me": "1"})

    assert answer.status_code == 422
    assert "This address is not on the list any more." in text_of(answer)


def test_the_one_button_needs_somebody_signed_in(stranger: Phone, open_event) -> None:
    assert stranger.post("/e/northlight/join", {"as_me": "1"}).status_code == 401


def test_an_organiser_who_joins_stays_an_organiser(laptop_of, organiser, session: Session, settings: Settings) -> None:
    laptop = laptop_of(organiser)
    laptop.post("/e/northlight/join", {"email": organiser.email, "name": "Olga"})
    salt = session.scalars(select(LoginLink.salt)).one()
    session.rollback()
    laptop.post("/e/northlight/code", {"code": sign_in_code(settings.signin_key, salt)})

    assert laptop.get("/organise/events/northlight/").status_code == 200
    assert laptop.get("/e/northlight/interests").status_code == 200


def test_an_invitation_s_button_comes_in_once_and_then_fills_in_the_address(
    app: Flask, settings: Settings, session: Session, event
) -> None:
    nia = make_attendee(session, event, "Nia", make_person(session, "Nia", confirmed=False), invited_at=NOW, first_signed_in_at=None)
    token = invitation(settings, nia)
    session.commit()

    shown = app.test_client().get("/e/northlight/invitation")
    first = app.test_client().post("/e/northlight/invitation", data={"token": token})
    second = app.test_client().post("/e/northlight/invitation", data={"token": token})

    assert (shown.status_code, "Set-Cookie" in shown.headers, shown.headers["Cache-Control"]) == (200, False, "no-store")
    assert (first.status_code, first.location) == (303, "/e/northlight/interests")
    assert (second.status_code, 'value="nia@example.org"' in second.text) == (200, True)
    assert session.scalars(select(SessionRow.purpose)).all() == ["attendee"]


def test_an_invitation_that_is_none_says_so(app: Flask, open_event) -> None:
    answer = app.test_client().post("/e/northlight/invitation", data={"token": "nonsense"})

    assert answer.status_code == 422
    assert "This invitation is not whole, or it was taken back." in text_of(answer)


def test_an_invitation_from_another_site_s_form_is_refused(app: Flask, settings: Settings, session: Session, event) -> None:
    nia = make_attendee(session, event, "Nia", invited_at=NOW, first_signed_in_at=None)
    token = invitation(settings, nia)
    session.commit()

    answer = app.test_client().post("/e/northlight/invitation", data={"token": token}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert session.scalars(select(SessionRow.id_hash)).all() == []


def test_the_page_asks_as_many_questions_for_one_person_as_for_three(
    stranger: Phone, session: Session, event, statements: list[str]
) -> None:
    counts = []
    for name in ("Ada", "Grace", "Linus"):
        make_attendee(session, event, name)
        session.commit()
        stranger.get("/e/northlight/")
        statements.clear()
        stranger.get("/e/northlight/")
        counts.append(len(statements))

    assert len(set(counts)) == 1
    assert counts[0] <= 3


def test_a_closed_door_of_the_event_leads_to_the_event_s_own_way_in(stranger: Phone, open_event) -> None:
    closed = stranger.get("/e/northlight/badge")
    way_in = stranger.get("/e/northlight/?next=%2Fe%2Fnorthlight%2Fbadge")

    assert closed.status_code == 401
    assert 'href="/e/northlight/?next=%2Fe%2Fnorthlight%2Fbadge"' in closed.text
    assert 'name="next" value="/e/northlight/badge"' in way_in.text


def test_an_event_that_is_not_there_is_not_found(stranger: Phone, clock) -> None:
    clock.now = NOW + timedelta(days=1)

    assert [stranger.get("/e/nowhere/").status_code, stranger.post("/e/nowhere/join", FORM).status_code] == [404, 404]
