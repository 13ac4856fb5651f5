"""D08, D09: letters are limited per mailbox, networks are slowed down, and nobody talks their way around it."""

from collections import Counter
from datetime import timedelta

import pytest

from matchmaker.app import create_app
from tests.browsers import Phone, text_of
from tests.cast import NOW
from tests.signing_in import open_post_office

VARIANTS = ("ada@tidepool.example", "ADA@tidepool.example", "ada+news@tidepool.example", "Ada+x@Tidepool.example", " ada@tidepool.example")


@pytest.fixture
def post(settings, engine, tmp_path, clock):
    with open_post_office(settings, engine, tmp_path, clock) as office:
        yield office


@pytest.fixture(autouse=True)
def _open_event(event, session):
    session.commit()


def app_with(settings, bell, clock, **changes):
    return create_app(settings.model_copy(update=changes), wake=bell, clock=clock)


def test_d08_eleven_requests_for_one_mailbox_send_ten_letters_and_say_the_same(app, settings, post) -> None:
    answers, pages, letters = [], set(), []
    for number in range(11):
        phone, address = Phone(app, settings), VARIANTS[number % len(VARIANTS)]
        answer = phone.post("/e/northlight/join", {"email": address, "name": "Ada"})
        answers.append((answer.status_code, sorted(answer.headers), answer.data))
        letters = post.letters()  # at once, as otherwise only the letter with the newest link would go out
        shown = text_of(phone.get("/e/northlight/"))
        pages.add(shown.replace("ada+news@", "ada@").replace("ada+x@", "ada@"))

    assert all(answer == answers[0] for answer in answers)
    assert len(pages) == 1
    assert (len(letters), {letter.recipient.split("@")[0].split("+")[0] for letter in letters}) == (10, {"ada"})


def test_d08_a_hall_behind_one_address_is_not_locked_out(app, settings, clock) -> None:
    """300 different people from one network address in five minutes: 0 × 429 (n = 300)."""
    answers = Counter()
    for number in range(300):
        clock.now = NOW + timedelta(seconds=number)
        answer = Phone(app, settings).post("/e/northlight/join", {"email": f"person{number}@tidepool.example", "name": f"Person {number}"})
        answers[answer.status_code] += 1

    assert answers == {303: 300}


def test_d08_past_the_ceiling_people_still_come_in_one_after_the_other(settings, bell, clock) -> None:
    app = app_with(settings, bell, clock, signin_requests_per_hour=5, signin_slow_seconds=2)
    answers = []
    for number in range(13):
        clock.now = NOW + timedelta(seconds=number)
        answers.append(Phone(app, settings).post("/e/northlight/join", {"email": f"person{number}@tidepool.example", "name": "P"}))

    assert [answer.status_code for answer in answers] == [303] * 6 + [429, 303] * 3 + [429]
    assert answers[6].headers["Retry-After"] == "2"
    assert "Wait 2 seconds, then press the button again." in text_of(answers[6])
    assert 'value="person6@tidepool.example"' in answers[6].text


def ask_from(app, settings, number: int, forwarded: str) -> int:
    phone = Phone(app, settings)
    form = {"email": f"person{number}@tidepool.example", "name": "P"}
    return phone.post("/e/northlight/join", form, headers={"X-Forwarded-For": forwarded}).status_code


def test_d09_without_a_proxy_an_invented_address_buys_no_turn(settings, bell, clock) -> None:
    """500 requests, each naming another origin: the limit of 100 bites all the same."""
    app = app_with(settings, bell, clock, signin_requests_per_hour=100)

    answers = Counter(ask_from(app, settings, number, f"203.0.{number // 250}.{number % 250}") for number in range(500))

    assert answers == {303: 101, 429: 399}


def test_d09_behind_one_proxy_the_hop_it_wrote_counts(settings, bell, clock) -> None:
    app = app_with(settings, bell, clock, signin_requests_per_hour=10, proxy_count=1)

    invented = Counter(ask_from(app, settings, number, f"203.0.113.{number}, 198.51.100.7") for number in range(50))
    different = Counter(ask_from(app, settings, 100 + number, f"192.0.2.1, 198.51.100.{100 + number}") for number in range(50))

    assert (invented, different) == ({303: 11, 429: 39}, {303: 50})
