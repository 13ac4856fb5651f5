"""The scan page without script, its headers, and the live code's pages."""

import re
from datetime import timedelta

import pytest

from matchmaker.services.badges import ensure_badges, live_address
from matchmaker.store.models.people import Person
from matchmaker.web.headers import CONTENT_SECURITY_POLICY
from tests.browsers import text_of
from tests.cast import NOW, make_attendee, make_event
from tests.outboxes import scan_item, states
from tests.scanning import contact_states, new_scan_id, scan_states, wear_badge
from tests.web.test_badge import read_square

SCAN, LIVE = "/e/northlight/scan", "/e/northlight/badge/live"
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture
def graces(session, settings, grace):
    worn = wear_badge(session, grace, settings.badge_key)
    session.commit()
    return worn


@pytest.fixture
def live_code_of(session, settings):
    def live_code_of(attendee) -> str:
        ensure_badges(session, attendee.event_id, key=settings.badge_key, now=NOW)
        session.commit()
        address = live_address(session, attendee.event_id, attendee.id, settings=settings, now=NOW)
        session.commit()
        return address.rpartition("/")[2]

    return live_code_of


def test_the_scan_page_alone_may_run_webassembly(phone_of, ada, graces) -> None:
    phone = phone_of(ada)

    policies = {
        path: phone.get(path).headers["Content-Security-Policy"] for path in (SCAN, "/e/northlight/badge", "/e/northlight/contacts", "/")
    }
    refused = phone.post(SCAN, {"code": "no", "scan_id": new_scan_id()})

    assert (
        policies.pop(SCAN)
        == refused.headers["Content-Security-Policy"]
        == STRICT.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    )
    assert set(policies.values()) == {CONTENT_SECURITY_POLICY} == {STRICT}


def test_no_other_page_loads_the_reader(phone_of, ada, graces) -> None:
    phone = phone_of(ada)

    pages = {path: phone.get(path).text for path in (SCAN, "/e/northlight/matches", "/e/northlight/interests", "/e/northlight/")}

    assert {path: "vendor/" in page for path, page in pages.items()} == {path: path == SCAN for path in pages}
    assert not re.search(r'<script[^>]*src="[^"]*vendor', pages[SCAN])  # named there, loaded after the tap


def test_a_scanner_that_types_may_send_the_whole_address_into_the_field(phone_of, session, ada, graces) -> None:
    answer = phone_of(ada).post(SCAN, {"code": f"HTTP://LOCALHOST/B/{graces.code}", "scan_id": new_scan_id()})

    assert "Grace Hopper" in text_of(answer)
    assert contact_states(session) == ["exchanged"]


@pytest.mark.parametrize("address", ["https://evil.example/b/{code}", "javascript:alert('{code}')", "{code}{code}"])
def test_an_address_of_others_is_no_code(phone_of, session, ada, graces, address) -> None:
    answer = phone_of(ada).post(SCAN, {"code": address.format(code=graces.code), "scan_id": new_scan_id()})

    assert answer.status_code == 422
    assert scan_states(session) == []


def test_a_badge_of_another_event_is_unknown_here(phone_of, session, settings, ada) -> None:
    event = make_event(session, "elsewhere")
    make_attendee(session, event, "Ada Lovelace", session.get_one(Person, ada.person_id))
    nina = make_attendee(session, event, "Nina")
    worn = wear_badge(session, nina, settings.badge_key)

    answer = phone_of(ada).post(SCAN, {"code": worn.code, "scan_id": new_scan_id()})

    assert answer.status_code == 422
    assert scan_states(session) == []


def test_the_live_page_shows_a_code_of_this_minute_and_is_kept_nowhere(phone_of, clock, ada, live_code_of) -> None:
    code = live_code_of(ada)
    phone = phone_of(ada)

    page = phone.get(LIVE)
    clock.now = NOW + timedelta(seconds=60)
    next_page = phone.get(LIVE)

    assert read_square(page.text) == f"HTTP://LOCALHOST/B/{code}"
    assert read_square(next_page.text) != read_square(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta http-equiv="refresh" content="60">' in page.text
    assert "Whoever scans this code in this minute gets your name" in text_of(page)


def test_who_has_not_chosen_yet_is_asked_before_a_live_code_is_shown(phone_of, session, event) -> None:
    nora = make_attendee(session, event, "Nora", exchange_mode=None)

    answer = phone_of(nora).get(LIVE)

    assert (answer.status_code, answer.location) == (303, "/e/northlight/badge")


def test_d10_a_live_code_looks_to_strangers_like_every_code(stranger, grace, graces, live_code_of, clock) -> None:
    code = live_code_of(grace)
    pages = [stranger.get(f"/b/{code}"), stranger.get(graces.path), stranger.get("/b/" + "0" * 26)]
    clock.now = NOW + timedelta(hours=1)
    pages.append(stranger.get(f"/b/{code}"))

    assert {(page.status, page.data, "Set-Cookie" in page.headers) for page in pages} == {("200 OK", pages[0].data, False)}


def test_d11_looking_at_a_live_code_exchanges_nothing_and_names_nobody(phone_of, session, ada, grace, live_code_of) -> None:
    code = live_code_of(grace)

    page = text_of(phone_of(ada).get(f"/b/{code}"))

    assert "They hold this code out to you, so nobody is asked" in page
    assert "Grace" not in page
    assert (scan_states(session), contact_states(session)) == ([], [])


def test_pressing_exchanges_and_too_late_says_so(phone_of, session, clock, ada, linus, grace, live_code_of) -> None:
    code = live_code_of(grace)

    pressed = phone_of(ada).post(f"/b/{code}", {"scan_id": new_scan_id()})
    clock.now = NOW + timedelta(minutes=2)
    late = phone_of(linus).post(f"/b/{code}", {"scan_id": new_scan_id()})

    assert "Grace Hopper" in text_of(pressed)
    assert (late.status_code, "This code has run out" in text_of(late), "Ask for a fresh one" in text_of(late)) == (410, True, True)
    assert "Grace" not in late.text
    assert contact_states(session) == ["exchanged"]


def test_an_expired_live_code_of_another_event_is_an_unknown_badge(phone_of, session, clock, grace, live_code_of) -> None:
    code = live_code_of(grace)
    nina = make_attendee(session, make_event(session, "elsewhere"), "Nina")
    phone = phone_of(nina)
    clock.now = NOW + timedelta(minutes=5)

    pages = [phone.get(f"/b/{code}"), phone.get("/b/" + "0" * 26)]

    assert {(page.status_code, page.data) for page in pages} == {(404, pages[0].data)}


def test_a_phone_hands_a_live_code_in_at_once_late_or_too_late(phone_of, clock, ada, linus, grace, graces, live_code_of) -> None:
    grace.exchange_mode = "ask"
    code = live_code_of(grace)
    at_once = states(phone_of(ada), scan_item(graces, code=code, way="live", at=NOW))
    clock.now = NOW + timedelta(hours=1)
    phone = phone_of(linus)

    late, stale = states(phone, scan_item(graces, code=code, way="live", at=NOW), scan_item(graces, code=code, way="live", at=clock.now))

    assert (at_once, stale, late) == (["exchanged"], "run_out", "pending")
