"""A live code proves that both are present: cards go both ways at once, whatever was chosen; a minute later it is worth nothing."""

from datetime import timedelta

import pytest

from matchmaker.domain.badges.live import live_code, live_step
from matchmaker.domain.badges.token import badge_code
from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.services.badges import ensure_badges, live_address, rotate_badge
from matchmaker.services.contact_answers import decline, withdraw
from matchmaker.services.contacts import exchange_contacts, offer_of_badge
from tests.cast import NOW, make_attendee, make_event
from tests.scanning import contact_states, fields_given, new_scan_id, scan_states

MINUTE = timedelta(seconds=60)


@pytest.fixture
def key(settings):
    return settings.badge_key


@pytest.fixture
def live(session, settings, event, ada, grace):
    """Grace, who is asked first, at an event where everybody is; and the code on her screen."""
    grace.exchange_mode, grace.shared_fields, grace.phone = "ask", ["phone"], "+44 20 7946 0018"
    event.exchange_rule = "ask_first"
    ensure_badges(session, event.id, key=settings.badge_key, now=NOW)
    session.flush()
    return live_address(session, event.id, grace.id, settings=settings, now=NOW).rpartition("/")[2]


def scan(session, scanner, code, settings, *, now=NOW, **more):
    return exchange_contacts(session, scanner.person_id, code, scan_id=new_scan_id(), settings=settings, now=now, **more)


def test_it_exchanges_at_once_both_ways_whatever_was_chosen(session, settings, ada, grace, live) -> None:
    done = scan(session, ada, live, settings)

    assert done.outcome is Outcome.EXCHANGED
    assert contact_states(session) == ["exchanged"]
    assert fields_given(session) == {ada.person_id: ["email"], grace.person_id: ["phone"]}


def test_after_the_event_and_unconfirmed_it_still_does(session, settings, event, ada, live) -> None:
    assert scan(session, ada, live, settings, now=NOW).outcome is Outcome.EXCHANGED
    event.ends_at = NOW - MINUTE

    linus = make_attendee(session, event, "Linus Torvalds")

    assert scan(session, linus, live, settings).outcome is Outcome.EXCHANGED


def test_showing_it_gives_again_what_was_taken_back(session, settings, event, ada, grace, live) -> None:
    contact_id = scan(session, ada, live, settings).contact_id
    withdraw(session, contact_id, event_id=event.id, person_id=grace.person_id, now=NOW)
    assert fields_given(session) == {ada.person_id: ["email"]}

    again = scan(session, ada, live, settings)

    assert again.outcome is Outcome.EXCHANGED
    assert fields_given(session) == {ada.person_id: ["email"], grace.person_id: ["phone"]}


def test_showing_it_overrules_an_earlier_no(session, settings, event, ada, grace, live, key) -> None:
    printed = badge_code(key, event_id=event.id, attendee_id=grace.id, generation=1)
    contact_id = scan(session, ada, printed, settings).contact_id
    decline(session, contact_id, event_id=event.id, person_id=grace.person_id)
    assert contact_states(session) == ["declined"]

    scan(session, ada, live, settings)

    assert contact_states(session) == ["exchanged"]
    assert fields_given(session) == {ada.person_id: ["email"], grace.person_id: ["phone"]}


def test_a_code_of_two_minutes_ago_has_run_out_and_changes_nothing(session, settings, ada, live) -> None:
    late = NOW + 2 * MINUTE

    done = scan(session, ada, live, settings, now=late)

    assert (done.outcome, done.contact_id) == (Outcome.RUN_OUT, None)
    assert (scan_states(session), contact_states(session)) == ([], [])
    assert offer_of_badge(session, ada.person_id, live, key=settings.badge_key, now=late).outcome is Outcome.RUN_OUT


def test_one_that_a_phone_read_in_time_and_sent_late_asks_its_owner(session, settings, ada, live) -> None:
    done = scan(session, ada, live, settings, read_at=NOW, now=NOW + 90 * MINUTE)

    assert done.outcome is Outcome.PENDING
    assert contact_states(session) == ["pending"]


def test_one_that_had_run_out_when_it_was_read_asks_nobody(session, settings, ada, live) -> None:
    done = scan(session, ada, live, settings, read_at=NOW + 5 * MINUTE, now=NOW + 90 * MINUTE)

    assert done.outcome is Outcome.RUN_OUT
    assert contact_states(session) == []


def test_a_replaced_badge_takes_its_live_code_along(session, settings, event, ada, grace, live, key) -> None:
    rotate_badge(session, event.id, grace.id, key=key, now=NOW)

    assert scan(session, ada, live, settings).outcome is Outcome.UNKNOWN
    assert offer_of_badge(session, ada.person_id, live, key=key, now=NOW).outcome is Outcome.UNKNOWN


def test_at_another_event_or_forged_it_is_nobodys(session, settings, grace, live, key) -> None:
    elsewhere = make_attendee(session, make_event(session, "elsewhere"), "Nina")
    forged = live_code(bytes(32), event_id=grace.event_id, attendee_id=grace.id, generation=1, step=live_step(NOW))

    assert scan(session, elsewhere, live, settings).outcome is Outcome.UNKNOWN
    assert scan(session, elsewhere, live, settings, now=NOW + 9 * MINUTE).outcome is Outcome.UNKNOWN
    assert scan(session, grace, forged, settings).outcome is Outcome.UNKNOWN


def test_ones_own_is_ones_own(session, settings, grace, live) -> None:
    assert scan(session, grace, live, settings).outcome is Outcome.OWN
