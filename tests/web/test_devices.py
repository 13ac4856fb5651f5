"""Where one is signed in: told apart in words, shut out one by one or all at once, copies of their cookies too."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.domain.signin.secrets import sign_in_code
from matchmaker.store.models.signin import LoginLink, SessionRow
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_event

PAGE = "/me/devices"


def copy_of(phone: Phone, app, settings) -> Phone:
    """Another browser with the same cookie, as a thief would have it."""
    copied = Phone(app, settings)
    cookie = phone.client.get_cookie(settings.cookie_name, domain="localhost")
    copied.client.set_cookie(settings.cookie_name, cookie.value, domain="localhost")
    return copied


def marks_on(page: str) -> list[str]:
    return re.findall(r'name="device" value="([0-9a-f]{24})"', page)


@pytest.fixture
def named(session, ada, phone_of) -> tuple[Phone, Phone]:
    """Ada's phone and her laptop."""
    phone, laptop = phone_of(ada), phone_of(ada)
    rows = session.scalars(select(SessionRow).order_by(SessionRow.id_hash)).all()
    for row in rows:
        row.device = "Firefox|Linux"
    session.commit()
    return phone, laptop


def test_each_device_is_told_in_words_and_this_one_is_marked(named, session, stranger) -> None:
    phone, _laptop = named
    page = text_of(phone.get(PAGE))

    assert page.count("Firefox on Linux") == 2
    assert page.count("This device") == 1
    assert page.count("Signed in Thu 5 Nov 2026") == 2
    assert stranger.get(PAGE).status_code == 401


def test_another_device_is_signed_out_and_the_copy_of_its_cookie_with_it(named, app, settings) -> None:
    phone, laptop = named
    copied = copy_of(laptop, app, settings)
    (mark,) = marks_on(phone.get(PAGE).text)

    answer = phone.post(f"{PAGE}/sign-out", {"device": mark})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/devices?said=device-out")
    assert [browser.get(PAGE).status_code for browser in (phone, laptop, copied)] == [200, 401, 401]


def test_somebody_else_s_device_is_like_one_that_never_was(named, grace, phone_of) -> None:
    phone, laptop = named
    (mark,) = marks_on(phone.get(PAGE).text)

    foreign, random = (phone_of(grace).post(f"{PAGE}/sign-out", {"device": device}) for device in (mark, "0" * 24))

    assert (foreign.status_code, foreign.data) == (random.status_code, random.data)
    assert foreign.status_code == 404
    assert laptop.get(PAGE).status_code == 200


def test_signing_out_everywhere_ends_every_device_copy_and_pending_code_at_once(
    named, app, settings, session, ada, grace, phone_of
) -> None:
    phone, laptop = named
    copies, other = [copy_of(phone, app, settings), copy_of(laptop, app, settings)], phone_of(grace)
    link = {
        "purpose": "attendee",
        "salt": "s",
        "code_hash": "c",
        "nonce_hash": "n",
        "created_at": NOW,
        "expires_at": NOW + timedelta(minutes=9),
    }
    for name in ("ada", "grace"):
        session.add(LoginLink(**link, email=f"{name}@example.org", email_key=f"{name}@example.org", token_hash=name))
    session.commit()

    answer = phone.post(f"{PAGE}/sign-out-everywhere")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/?said=signed-out-everywhere")
    assert [browser.get(PAGE).status_code for browser in (phone, laptop, *copies)] == [401] * 4
    assert other.get(PAGE).status_code == 200
    session.rollback()
    used = dict(list(session.execute(select(LoginLink.email_key, LoginLink.used_at))))
    assert used == {"ada@example.org": NOW, "grace@example.org": None}


def test_the_last_use_is_noted_at_most_once_an_hour_and_never_by_looking(ada, phone_of, session, clock, statements) -> None:
    phone = phone_of(ada)

    def seen_after(minutes: int, *, writes: bool) -> timedelta:
        clock.now = NOW + timedelta(minutes=minutes)
        (phone.post("/e/northlight/matches/kind", {"list_kind": "personal"}) if writes else phone.get("/e/northlight/me"))
        session.rollback()
        seen = session.scalars(select(SessionRow.seen_at)).one() - NOW
        session.rollback()
        return seen

    assert seen_after(59, writes=True) == timedelta()
    assert seen_after(90, writes=False) == timedelta()
    assert seen_after(91, writes=True) == timedelta(minutes=91)
    assert seen_after(140, writes=True) == timedelta(minutes=91)


def test_signing_in_notes_what_the_browser_calls_itself(app, settings, session, event, stranger) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1"
    session.commit()
    stranger.post("/e/northlight/join", {"name": "Nia", "email": "nia@example.org"})
    link = session.scalars(select(LoginLink)).one()
    code = sign_in_code(settings.signin_key, link.salt)
    session.rollback()
    stranger.post("/e/northlight/code", {"code": code}, headers={"User-Agent": agent})

    assert session.scalars(select(SessionRow.device)).all() == ["Safari|iPhone"]


def test_one_and_three_devices_cost_the_same_number_of_questions(ada, phone_of, statements) -> None:
    phone = phone_of(ada)
    statements.clear()
    phone.get(PAGE)
    before = len(statements)
    for _ in range(2):
        phone_of(ada)
    statements.clear()

    phone.get(PAGE)

    assert len(statements) == before


def test_the_frame_is_an_event_one_is_at_and_never_another(ada, phone_of, session) -> None:
    make_event(session, "southlight", name="Southlight")
    phone = phone_of(ada)

    assert 'href="/e/northlight/me"' in phone.get(f"{PAGE}?at=northlight").text
    assert "outhlight" not in phone.get(f"{PAGE}?at=southlight").text
