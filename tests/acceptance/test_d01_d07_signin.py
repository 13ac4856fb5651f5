"""D01–D07: what a link, a code and a session may do, and what they tell to whom."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.app import create_app
from matchmaker.store.models.signin import SessionRow
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_organiser, make_person
from tests.signing_in import PostOffice, ask, is_in, open_post_office

SAFE_PROBES = (("GET", {}), ("HEAD", {}), ("GET", {"Purpose": "prefetch"}), ("GET", {"Sec-Purpose": "prefetch;prerender"}))
EVIL_PATHS = (
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "%2f%2fevil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "\\\\evil.example",
    "https://evil.example/e/northlight/",
    "/\t/evil.example",
    "/%5cevil.example",
)


@pytest.fixture
def post(settings, engine, tmp_path, clock):
    with open_post_office(settings, engine, tmp_path, clock) as office:
        yield office


@pytest.fixture
def open_event(event, session):
    session.commit()
    return event


def sessions(session: Session) -> int:
    session.rollback()
    count = session.scalar(select(func.count()).select_from(SessionRow))
    session.rollback()
    return count or 0


def test_d01_fetching_a_link_twenty_times_changes_nothing(stranger: Phone, open_event, post: PostOffice, session, app, settings) -> None:
    ask(stranger, "ada@tidepool.example")
    token = post.token()
    scanner = Phone(app, settings)

    answers = [
        scanner.client.open(path, method=method, headers=headers)
        for path in ("/e/northlight/in", f"/e/northlight/in?{token}")
        for method, headers in SAFE_PROBES
        for _ in range(20)
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert [answer.headers.getlist("Set-Cookie") for answer in answers if "Set-Cookie" in answer.headers] == []
    assert {(answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) for answer in answers} == {("no-store", "no-referrer")}
    assert sessions(session) == 0
    assert stranger.post("/e/northlight/in", {"token": token}).location == "/e/northlight/interests"
    assert is_in(stranger)


def test_d01_a_scanner_that_presses_the_button_is_asked_for_the_code(open_event, post, stranger, app, settings, session) -> None:
    ask(stranger, "ada@tidepool.example")
    scanner = app.test_client()

    answer = scanner.post("/e/northlight/in", data={"token": post.token()})

    assert (answer.status_code, "Type the code from the letter" in text_of(answer)) == (200, True)
    assert sessions(session) == 0
    assert scanner.post("/e/northlight/in", data={"token": post.token(), "code": post.code()}).location == "/e/northlight/interests"


def test_d02_a_link_posted_twice_makes_one_session(stranger, open_event, post, session) -> None:
    ask(stranger, "ada@tidepool.example")
    token = post.token()

    answers = [stranger.post("/e/northlight/in", {"token": token}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 410]
    assert text_of(answers[1]).count("This link is used") == 2  # title and heading
    assert sessions(session) == 1


@pytest.mark.parametrize("word", ["link", "code"])
def test_d02_twenty_at_once_make_one_session(word, stranger, open_event, post, session, app, settings) -> None:
    ask(stranger, "ada@tidepool.example")
    form = {"csrf_token": stranger.token(), "token": post.token(), "code": post.code()}
    form.pop("code" if word == "link" else "token")
    path = "/e/northlight/in" if word == "link" else "/e/northlight/code"
    cookie = stranger.client.get_cookie(settings.cookie_name, domain="localhost")

    def press(_number: int) -> int:
        client = app.test_client()
        client.set_cookie(settings.cookie_name, cookie.value, domain="localhost")
        return client.post(path, data=form).status_code

    with ThreadPoolExecutor(10) as pool:
        answers = sorted(pool.map(press, range(20)))

    assert answers == [303] + [410 if word == "link" else 422] * 19
    assert sessions(session) == 1


def test_d03_after_its_time_a_link_is_refused(settings, bell, clock, open_event, engine, tmp_path, session) -> None:
    brief = settings.model_copy(update={"signin_seconds": 2})
    phone = Phone(create_app(brief, wake=bell, clock=clock), brief)
    with open_post_office(brief, engine, tmp_path, clock) as post:
        ask(phone, "ada@tidepool.example")
        token, code = post.token(), post.code()

    clock.now = NOW + timedelta(seconds=3)

    assert [
        phone.post("/e/northlight/in", {"token": token}).status_code,
        phone.post("/e/northlight/code", {"code": code}).status_code,
    ] == [410, 422]
    assert sessions(session) == 0


def test_d03_asking_for_a_new_link_ends_the_older_one(stranger, open_event, post, session) -> None:
    ask(stranger, "ada@tidepool.example")
    older = post.token()
    ask(stranger, "ada@tidepool.example")
    newer = post.token()

    answers = [stranger.post("/e/northlight/in", {"token": token}).status_code for token in (older, newer)]

    assert answers == [410, 303]
    assert sessions(session) == 1


PAIRS = 200


@pytest.mark.slow
@pytest.mark.parametrize("door", ["invited event", "organiser", "any event"])
def test_d04_known_and_unknown_addresses_look_alike(door, session, app, settings, post, clock) -> None:
    """200 pairs: status, headers, bytes, time, and the page that follows; letters go to the known alone."""
    event = make_event(session, join_policy="invited")
    for number in range(PAIRS):
        person = make_person(session, "Known Person", f"known{number:03}@tidepool.example")
        make_attendee(session, event, "Known Person", person)
        if door == "organiser":
            make_organiser(session, name=f"org{number:03} Known")
    session.commit()
    known_name = "org{:03}@example.org" if door == "organiser" else "known{:03}@tidepool.example"
    unknown_name = "nob{:03}@example.org" if door == "organiser" else "nobod{:03}@tidepool.example"
    path, page = {
        "invited event": ("/e/northlight/join", "/e/northlight/"),
        "organiser": ("/organise/sign-in", "/organise/sign-in"),
        "any event": ("/sign-in", "/sign-in"),
    }[door]
    many = create_app(settings.model_copy(update={"signin_requests_per_hour": 10_000}), wake=lambda _word: None, clock=clock)
    answers: dict[str, list[object]] = {"known": [], "unknown": []}
    pages: dict[str, list[str]] = {"known": [], "unknown": []}
    seconds: dict[str, list[float]] = {"known": [], "unknown": []}

    for number in range(PAIRS):
        pair = [("known", known_name.format(number)), ("unknown", unknown_name.format(number))]
        for kind, address in pair if number % 2 else reversed(pair):
            phone = Phone(many, settings)
            form = {"csrf_token": phone.token(), "email": address}
            began = time.perf_counter()
            answer = phone.client.post(path, data=form)
            seconds[kind].append(time.perf_counter() - began)
            answers[kind].append((answer.status_code, sorted(answer.headers), answer.data))
            if number < 20:
                pages[kind].append(phone.get(page).text.replace(address, "ADDRESS").replace(phone.token(), "TOKEN"))

    assert answers["known"] == answers["unknown"]
    assert pages["known"] == pages["unknown"]
    assert "ADDRESS" in pages["known"][0]
    gap = abs(statistics.median(seconds["known"]) - statistics.median(seconds["unknown"]))
    print(f"D04 {door}: {PAIRS} pairs, median gap {gap * 1000:.2f} ms")
    assert gap <= 0.010
    assert {letter.recipient for letter in post.letters()} == {known_name.format(number) for number in range(PAIRS)}


def test_d05_only_the_configured_address_stands_in_a_letter(open_event, post, app, settings) -> None:
    phone = Phone(app, settings)
    form = {"csrf_token": phone.token(), "email": "ada@tidepool.example", "name": "Ada"}
    cookie = phone.client.get_cookie(settings.cookie_name, domain="localhost")
    evil = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "X-Forwarded-Prefix": "/evil.example",
        "Forwarded": "for=1.2.3.4;host=evil.example;proto=https",
        "X-Original-Host": "evil.example",
    }

    answer = app.test_client(use_cookies=False).post(
        "/e/northlight/join", data=form, headers={**evil, "Cookie": f"{settings.cookie_name}={cookie.value}"}
    )

    assert urlsplit(answer.location).netloc in {"", "localhost"}
    [letter] = post.letters()
    whole = "\n".join([letter.text, letter.html, *(f"{name}: {value}" for name, value in letter.headers)])
    assert post.link().startswith("http://localhost/e/northlight/in#")
    assert "evil" not in whole


@pytest.mark.parametrize("door", ["/e/northlight/", "/organise/sign-in", "/sign-in"])
def test_d06_next_stays_on_our_origin(door, stranger, session, open_event, post) -> None:
    make_organiser(session, open_event)
    session.commit()
    ask_at, code_at = (f"{door}join", f"{door}code") if door.startswith("/e/") else (door, f"{door}/code")
    locations = []

    for path in EVIL_PATHS:
        shown = stranger.get(door, query_string={"other": "1", "next": path})
        asked = stranger.post(ask_at, {"email": "olga@example.org", "name": "Olga", "next": path})
        entered = stranger.post(code_at, {"code": post.code(), "next": path})
        assert ('name="next"' in shown.text, asked.status_code, entered.status_code) == (False, 303, 303)
        locations += [asked.location, entered.location]

    assert len(locations) == 2 * len(EVIL_PATHS)
    assert {urlsplit(urljoin("http://localhost/x", location))[:2] for location in locations} == {("http", "localhost")}
    assert [location for location in locations if "evil" in location] == []


def test_d06_a_path_of_ours_is_gone_on_to(stranger, open_event, post) -> None:
    wanted = "/b/9AQ4H0SKN140X89TCWDXW2YF6B?sign-in"
    stranger.post("/e/northlight/join", {"email": "ada@tidepool.example", "name": "Ada", "next": wanted})

    assert stranger.post("/e/northlight/code", {"code": post.code()}).location == wanted


@pytest.fixture
def https(settings, bell, clock) -> Flask:
    return create_app(settings.model_copy(update={"base_url": "https://localhost"}), wake=bell, clock=clock)


def test_d07_signing_in_makes_a_new_hardened_cookie_and_ends_the_old_one(https, open_event, post, session) -> None:
    client = https.test_client()
    token = re.compile(r'name="csrf_token" value="([^"]+)"')

    def form(path: str, base: str = "https://localhost") -> dict[str, str]:
        return {"csrf_token": token.search(client.get(path, base_url=base).text)[1]}

    def send(path: str, **fields: str):
        return client.post(path, base_url="https://localhost", data={**form("/e/northlight/?other"), **fields})

    send("/e/northlight/join", email="ada@tidepool.example", name="Ada")
    before = client.get_cookie("__Host-session", domain="localhost").value
    entered = send("/e/northlight/code", code=post.code())
    first = client.get_cookie("__Host-session", domain="localhost").value
    send("/e/northlight/join", email="grace@tidepool.example", name="Grace")
    send("/e/northlight/code", code=post.code())
    second = client.get_cookie("__Host-session", domain="localhost").value

    [cookie] = entered.headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not any(attribute.startswith("Domain") for attribute in attributes)
    assert len({before, first, second}) == 3

    def status_with(cookie_value: str) -> int:
        copy = https.test_client()
        copy.set_cookie("__Host-session", cookie_value, domain="localhost", secure=True)
        return copy.get("/e/northlight/interests", base_url="https://localhost").status_code

    assert [status_with(value) for value in (before, first, second)] == [401, 401, 200]
    out = send("/sign-out")
    assert (out.status_code, out.headers["Clear-Site-Data"]) == (303, '"cache", "cookies"')
    assert status_with(second) == 401
    assert sessions(session) == 0


def test_d07_a_cookie_that_was_planted_before_signing_in_opens_nothing(app, settings, open_event, post) -> None:
    phone, thief = Phone(app, settings), Phone(app, settings)
    for browser in (phone, thief):
        browser.client.set_cookie(settings.cookie_name, "planted-by-the-thief", domain="localhost")
    ask(phone, "ada@tidepool.example")
    phone.post("/e/northlight/code", {"code": post.code()})

    assert (is_in(phone), is_in(thief)) == (True, False)
