"""Scans that were looked up before another one was stored: what the races of the acceptance tests meet by chance, here by hand."""

import pytest
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import hash_code
from matchmaker.domain.contacts.outcome import Outcome, ScanFacts, Way
from matchmaker.errors import ConflictError
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.exchange import Scanned, meet_again, meet_first
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.queries.contacts import contact_of_pair
from matchmaker.store.queries.scans import badge_with_code
from tests.cast import NOW
from tests.scanning import Worn, contact_states, fields_given, new_scan_id, scan_states, wear_badge

AT_ONCE = ScanFacts(
    Way.PRINTED, known=True, same_event=True, own=False, owner_shares=True, organiser_asks_first=False, event_runs=True, both_confirmed=True
)


@pytest.fixture
def worn(session: Session, settings: Settings, ada: Attendee, grace: Attendee, linus: Attendee) -> dict[str, Worn]:
    return {attendee.name.split()[0]: wear_badge(session, attendee, settings.badge_key) for attendee in (ada, grace, linus)}


@pytest.fixture
def looked_up(session: Session, ada: Attendee, worn):
    """Ada's scan of Grace's badge, looked up and not carried out yet."""
    found = badge_with_code(session, hash_code(worn["Grace"].code), person_id=ada.person_id)
    assert found is not None
    return Scanned(found, AT_ONCE, new_scan_id(), ["email"], has_ticked=False, most=10, now=NOW)


@pytest.fixture
def meanwhile(session: Session, settings: Settings, worn):
    def meanwhile(scanner: Attendee, owner: str, scan_id: str = "") -> None:
        exchange_contacts(session, scanner.person_id, worn[owner].code, scan_id=scan_id or new_scan_id(), settings=settings, now=NOW)

    return meanwhile


def test_a_crosswise_scan_that_was_faster_is_found_and_joined(session, ada, grace, looked_up, meanwhile) -> None:
    ada.exchange_mode = "ask"
    meanwhile(grace, "Ada")
    assert contact_states(session) == ["pending"]

    assert meet_first(session, looked_up) is None
    exchange = meet_again(session, looked_up)

    assert exchange.outcome is Outcome.EXCHANGED
    assert contact_states(session) == ["exchanged"]
    assert fields_given(session) == {ada.person_id: ["email"], grace.person_id: ["email"]}


def test_two_who_were_introduced_have_met_once_one_scans_the_other(session, ada, grace, looked_up, meanwhile) -> None:
    meanwhile(grace, "Ada")
    contact = contact_of_pair(session, event_id=ada.event_id, person_id=ada.person_id, other_id=grace.person_id)
    contact.introduced = True

    meet_again(session, looked_up)

    assert (contact.state, contact.introduced, contact.asked_by) == ("exchanged", False, ada.person_id)


def test_the_same_scan_that_was_faster_gives_the_answer(session, ada, grace, looked_up, meanwhile) -> None:
    grace.exchange_mode = "ask"
    meanwhile(ada, "Grace", looked_up.scan_id)

    assert meet_first(session, looked_up) is None
    exchange = meet_again(session, looked_up)

    assert exchange.outcome is Outcome.PENDING
    assert (scan_states(session), contact_states(session)) == (["pending"], ["pending"])


def test_a_scan_of_another_badge_with_the_same_id_that_was_faster_is_a_conflict(session, ada, looked_up, meanwhile) -> None:
    meanwhile(ada, "Linus", looked_up.scan_id)

    with pytest.raises(ConflictError):
        meet_first(session, looked_up)


def test_an_owner_who_now_shares_at_once_gives_what_they_chose_to_the_next_scan(session, ada, grace, meanwhile) -> None:
    grace.exchange_mode = "ask"
    meanwhile(ada, "Grace")
    grace.exchange_mode, grace.shared_fields = "share", ["phone"]
    session.flush()

    meanwhile(ada, "Grace")

    assert (scan_states(session), contact_states(session)) == (["pending", "exchanged"], ["exchanged"])
    assert fields_given(session) == {ada.person_id: ["email"], grace.person_id: ["phone"]}
