"""Attendees fetched from pretix: a real server that answers as pretix does, and addresses that must not be fetched from (D42)."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.app import create_app
from matchmaker.errors import ConflictError
from matchmaker.services.fetching import NOT_OUTSIDE, Fetcher, Place
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUpload, Seat
from tests.browsers import Phone, text_of
from tests.cast import NOW
from tests.conftest import Bell, Clock

ROSTER = "/organise/events/northlight/roster"
TOKEN = "s3cr3t-canary-token"
BASE = "/api/v1/organizers/tide/events/north/"


def order(code: str, *positions: dict[str, Any], status: str = "p", email: str = "buyer@example.org") -> dict[str, Any]:
    return {"code": code, "status": status, "email": email, "testmode": False, "positions": list(positions)}


def position(number: int, name: str | None, email: str | None = None, **more: Any) -> dict[str, Any]:
    return {"positionid": number, "attendee_name": name, "attendee_email": email, "item": 7, "canceled": False, "answers": [], **more}


@dataclass
class Shop:
    """What the server answers, and what it was asked."""

    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0
    status: int = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/tide/north/"


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            shop.asked.append((self.path, self.headers.get("Authorization", "")))
            page = parse_qs(parts.query).get("page", ["1"])[0]
            found = shop.pages.get(parts.path.removeprefix(BASE) + ("" if page == "1" else f"?{page}"))
            body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(shop.status if found is not None else 404)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    shop.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stock(shop)
    yield shop
    server.shutdown()
    server.server_close()


def stock(shop: Shop) -> None:
    answer = {"question": 3, "answer": "Looms, Poetry"}
    first = order("ABCDE", position(1, "Ada Lovelace", "ada@example.org", answers=[answer]), position(2, "Journalist 1"))
    second = order("FGHIJ", position(1, "Grace Hopper", "grace@example.org"), status="c")
    following = f"http://elsewhere.example{BASE}orders/?include_canceled_positions=true&page=2"
    shop.pages = {
        "items/": {"results": [{"id": 7, "name": {"de": "Normal", "en": "Regular"}}], "next": None},
        "questions/": {"results": [{"id": 3, "question": {"en": "Which topics are you interested in?"}}], "next": None},
        "orders/": {"results": [first], "next": following},
        "orders/?2": {"results": [second], "next": None},
    }


@pytest.fixture
def near_app(settings: Settings, bell: Bell, clock: Clock) -> Flask:
    return create_app(settings.model_copy(update={"fetch_private": True}), wake=bell, clock=clock)


@pytest.fixture
def laptop(near_app: Flask, settings: Settings, session: Session, organiser: Person) -> Phone:
    return Phone(near_app, settings).sign_in(session, organiser.id, purpose="organiser", now=NOW)


def fetch(laptop: Phone, address: str, token: str = TOKEN) -> Any:
    return laptop.post(f"{ROSTER}/pretix", {"pretix_address": address, "pretix_token": token})


def names(session: Session) -> list[tuple[str, str | None, str]]:
    rows = session.execute(select(Attendee.name, Attendee.external_id, Attendee.status).order_by(Attendee.id)).all()
    session.rollback()
    return [tuple(row) for row in rows]


def test_tickets_come_from_the_shop_page_by_page_and_are_looked_at_like_a_file(laptop: Phone, shop: Shop, session: Session) -> None:
    page = fetch(laptop, shop.address).headers["Location"]
    shown = text_of(laptop.get(page))

    assert "Fetched from pretix" in shown
    assert "Bring in 1 person" in shown
    assert "tickets are cancelled 1" in shown
    assert "seats to claim 1" in shown
    laptop.post(f"{page}/confirm")
    assert names(session) == [
        ("Ada Lovelace", "ABCDE-1", "registered"),
        ("Grace Hopper", "FGHIJ-1", "cancelled"),
    ]
    assert {key for _, key in shop.asked} == {f"Token {TOKEN}"}
    assert [path for path, _ in shop.asked if "elsewhere" in path] == []


def test_a_second_fetch_updates_by_the_shop_s_own_numbers(laptop: Phone, shop: Shop, session: Session) -> None:
    laptop.post(f"{fetch(laptop, shop.address).headers['Location']}/confirm")
    shop.pages["orders/"]["results"][0]["positions"][0] |= {"attendee_name": "Ada King", "attendee_email": "king@example.org"}
    shop.pages["orders/?2"]["results"][0]["status"] = "p"

    laptop.post(f"{fetch(laptop, shop.address).headers['Location']}/confirm")

    assert names(session) == [
        ("Ada King", "ABCDE-1", "registered"),
        ("Grace Hopper", "FGHIJ-1", "registered"),
    ]
    assert session.execute(select(Seat.external_id, Seat.label)).all() == [("ABCDE-2", "Journalist 1")]


def test_the_token_is_kept_nowhere_and_the_fetch_is_written_down(laptop: Phone, shop: Shop, session: Session) -> None:
    answer = fetch(laptop, shop.address)

    row = session.execute(select(RosterUpload.content, RosterUpload.mapping, RosterUpload.file_name)).one()
    assert TOKEN not in repr(row)
    assert TOKEN not in answer.text
    assert session.execute(select(DeedRow.deed, DeedRow.count)).all() == [("roster.pulled", 3)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": 403}, "The shop refuses this token"),
        ({"status": 302}, "What came back is not what such a shop answers."),
        ({"status": 500}, "What came back is not what such a shop answers."),
        ({"pages": {}}, "The shop knows no such event."),
        ({"pages": {"items/": b"<html>"}}, "What came back is not what such a shop answers."),
        ({"pages": {"items/": b"[" * 200_000}}, "What came back is not what such a shop answers."),
        ({"pages": {"items/": {"results": [], "next": "http://[::1"}}}, "What came back is not what such a shop answers."),
        ({"pages": {"items/": b" " * 8_100_000}}, "too many orders to fetch at once"),
    ],
)
def test_whatever_the_shop_answers_there_is_a_sentence(laptop: Phone, shop: Shop, change: dict[str, Any], sentence: str) -> None:
    for name, value in change.items():
        setattr(shop, name, value)

    answer = fetch(laptop, shop.address)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert TOKEN not in answer.text


def test_odd_things_in_an_answer_are_left_empty(laptop: Phone, shop: Shop) -> None:
    odd = {"code": ["x"], "status": None, "positions": [position(1, None), "no", {"positionid": {}, "answers": [1]}]}
    shop.pages["orders/"] = {"results": [odd, 5, {"positions": "none"}], "next": None}

    assert laptop.get(fetch(laptop, shop.address).headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "address", ["", "pretix", "https://pretix.eu/", "https://u:p@pretix.eu/a/b/", "https://pretix.eu/../b/", "ftp://x/a/b"]
)
def test_an_address_that_is_none_is_a_fault_of_the_form(laptop: Phone, address: str) -> None:
    answer = fetch(laptop, address)

    assert answer.status_code == 422
    assert "This is no address of an event in pretix." in text_of(answer)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]", "[::]"],
)
def test_d42_an_address_of_our_own_is_never_reached(laptop_of: Callable[[Person], Phone], organiser: Person, shop: Shop, host: str) -> None:
    laptop = laptop_of(organiser)

    for scheme in ("https", "http"):
        answer = fetch(laptop, f"{scheme}://{host}:{shop.port}/tide/north/")
        assert answer.status_code == 422
    assert shop.asked == []


@pytest.mark.parametrize("host", ["169.254.169.254", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "[fd00::1]", "[fe80::1]"])
def test_d42_other_networks_of_our_own_are_refused_before_anybody_is_asked(host: str) -> None:
    with pytest.raises(ConflictError) as refused:
        Fetcher(Place("https", host.strip("[]"), 443), {}, within_seconds=5)

    assert refused.value.sentence == NOT_OUTSIDE


def test_d42_a_name_that_points_elsewhere_a_moment_later_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up, connected = [], []

    def answers(host: str, port: int, **_options: object) -> list[Any]:
        looked_up.append(host)
        return [(2, 1, 6, "", ("93.184.215.14" if len(looked_up) == 1 else "127.0.0.1", port))]

    def connects(address: tuple[str, int], _timeout: float) -> None:
        connected.append(address)
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", answers)
    monkeypatch.setattr("socket.create_connection", connects)
    fetcher = Fetcher(Place("https", "rebind.example", 443), {}, within_seconds=5)

    for _ in range(2):
        with pytest.raises(ConflictError):
            fetcher.json("/api/v1/")

    assert (looked_up, connected) == (["rebind.example"], [("93.184.215.14", 443)] * 2)
