"""Scanning a badge: who exchanges at once, who is asked, and what stays the same however often it is sent."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.errors import BadInputError, BadRequestError, ConflictError, TooManyError
from matchmaker.services.contact_answers import decline, share_card, withdraw
from matchmaker.services.contacts import Exchange, Offer, exchange_by_short_code, exchange_contacts, offer_of_badge
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_attendee, make_event, make_person
from tests.scanning import Worn, contact_states, fields_given, new_scan_id, scan_states, wear_badge


@pytest.fixture
def key(settings: Settings) -> bytes:
    return settings.badge_key


@pytest.fixture
def adas(session: Session, ada: Attendee, key: bytes) -> Worn:
    return wear_badge(session, ada, key)


@pytest.fixture
def graces(session: Session, grace: Attendee, key: bytes) -> Worn:
    return wear_badge(session, grace, key)


@pytest.fixture
def scan(session: Session, settings: Settings):
    """Scan a printed badge; every scan is a new one unless it says otherwise."""

    def scan(scanner: Attendee, worn: Worn, *, scan_id: str = "", now=NOW, ticked=None) -> Exchange:
        return exchange_contacts(
            session, scanner.person_id, worn.code, scan_id=scan_id or new_scan_id(), ticked=ticked, settings=settings, now=now
        )

    return scan


@pytest.fixture
def type_in(session: Session, settings: Settings):
    def type_in(scanner: Attendee, typed: str, *, scan_id: str = "", now=NOW) -> Exchange:
        return exchange_by_short_code(
            session,
            event_id=scanner.event_id,
            person_id=scanner.person_id,
            typed=typed,
            scan_id=scan_id or new_scan_id(),
            settings=settings,
            now=now,
        )

    return type_in


def side_of_person(session: Session, contact_id: int | None, attendee: Attendee) -> ContactSide:
    side = session.get(ContactSide, (contact_id, attendee.person_id))
    assert side is not None
    return side


def test_a_scan_gives_both_what_each_has_ticked(session, ada, grace, graces, scan) -> None:
    ada.shared_fields, grace.shared_fields = ["email", "phone"], ["link"]
    grace.consent_version = "share-1"

    exchange = scan(ada, graces)

    assert exchange == Exchange(Outcome.EXCHANGED, "northlight", exchange.contact_id)
    assert contact_states(session) == ["exchanged"]
    assert fields_given(session) == {ada.person_id: ["email", "phone"], grace.person_id: ["link"]}
    assert side_of_person(session, exchange.contact_id, ada).consent_version == "exchange-1"
    assert side_of_person(session, exchange.contact_id, grace).consent_version == "share-1"


def test_what_the_scanner_ticks_counts_for_this_contact_alone(session, ada, grace, graces, scan) -> None:
    scan(ada, graces, ticked=["phone", "bio"])

    assert fields_given(session) == {ada.person_id: ["phone"], grace.person_id: ["email"]}
    assert ada.shared_fields == ["email"]


def test_two_scans_and_one_crosswise_make_one_contact(session, ada, grace, adas, graces, scan) -> None:
    exchanges = [scan(ada, graces), scan(ada, graces), scan(grace, adas)]

    assert {exchange.contact_id for exchange in exchanges} == {exchanges[0].contact_id}
    assert contact_states(session) == ["exchanged"]
    assert scan_states(session) == ["exchanged"] * 3


def test_scanning_again_leaves_what_was_ticked_for_this_contact(session, ada, grace, graces, scan) -> None:
    scan(ada, graces, ticked=["phone"])

    scan(ada, graces)

    assert fields_given(session)[ada.person_id] == ["phone"]


def test_the_same_scan_sent_again_changes_nothing_and_says_the_same(session, ada, grace, graces, scan) -> None:
    scan_id = new_scan_id()
    first = scan(ada, graces, scan_id=scan_id)
    grace.exchange_mode = "ask"

    again = scan(ada, graces, scan_id=scan_id.upper(), now=NOW + timedelta(days=9), ticked=["phone"])

    assert again == first
    assert scan_states(session) == ["exchanged"]
    assert fields_given(session)[ada.person_id] == ["email"]


def test_one_scan_id_for_two_badges_is_refused_and_nothing_changes(session, ada, linus, graces, scan, key) -> None:
    scan_id = new_scan_id()
    scan(ada, graces, scan_id=scan_id)

    with pytest.raises(ConflictError):
        scan(ada, wear_badge(session, linus, key), scan_id=scan_id)

    assert contact_states(session) == ["exchanged"]
    assert scan_states(session) == ["exchanged"]


@pytest.mark.parametrize(
    "scan_id",
    [
        "7",
        "not-a-uuid",
        "00000000-0000-0000-0000-000000000000",
        "c232ab00-9414-11ec-b3c8-9f6bdeced846",
        "{8a1f6c1e-6b1f-4f9e-9d0a-1a2b3c4d5e6f}",
    ],
)
def test_a_scan_without_a_number_of_its_own_is_refused(session, ada, graces, scan, scan_id) -> None:
    with pytest.raises(BadRequestError):
        scan(ada, graces, scan_id=scan_id)

    assert scan_states(session) == []


@pytest.mark.parametrize("mode", ["ask", None])
def test_an_owner_who_did_not_choose_to_share_is_asked_first(session, ada, grace, graces, scan, mode) -> None:
    grace.exchange_mode = mode

    exchange = scan(ada, graces)

    assert exchange.outcome is Outcome.PENDING
    assert contact_states(session) == ["pending"]
    assert fields_given(session) == {}


def test_the_organisers_rule_asks_first_for_everybody(session, event, ada, graces, scan) -> None:
    event.exchange_rule = "ask_first"

    assert scan(ada, graces).outcome is Outcome.PENDING


def test_before_and_after_the_event_a_scan_asks_first(session, event, ada, linus, grace, graces, scan) -> None:
    assert scan(ada, graces, now=event.ends_at).outcome is Outcome.PENDING
    assert scan(linus, graces, now=event.starts_at - timedelta(seconds=1)).outcome is Outcome.PENDING


def test_a_demo_event_always_runs(session, event, ada, graces, scan) -> None:
    event.is_demo = True

    assert scan(ada, graces, now=event.ends_at + timedelta(days=300)).outcome is Outcome.EXCHANGED


def test_somebody_who_never_signed_in_by_mail_is_asked_first(session, event, ada, scan, key) -> None:
    newcomer = make_attendee(session, event, "Niko", make_person(session, "Niko", confirmed=False))

    assert scan(ada, wear_badge(session, newcomer, key)).outcome is Outcome.PENDING


def test_beyond_the_hours_budget_a_scan_asks_first(session, event, ada, scan, key, settings) -> None:
    settings = settings.model_copy(update={"scans_per_hour": 2})
    others = [make_attendee(session, event, f"Guest{number}") for number in range(4)]
    badges = [wear_badge(session, other, key) for other in others]

    outcomes = [
        exchange_contacts(session, ada.person_id, worn.code, scan_id=new_scan_id(), settings=settings, now=NOW).outcome
        for worn in badges[:3]
    ]
    later = exchange_contacts(
        session, ada.person_id, badges[3].code, scan_id=new_scan_id(), settings=settings, now=NOW + timedelta(hours=1, seconds=1)
    ).outcome

    assert outcomes == [Outcome.EXCHANGED, Outcome.EXCHANGED, Outcome.PENDING]
    assert later is Outcome.EXCHANGED


def test_scanning_the_same_person_again_spends_no_budget(session, ada, linus, graces, key, settings) -> None:
    settings = settings.model_copy(update={"scans_per_hour": 2})

    outcomes = [
        exchange_contacts(session, ada.person_id, worn.code, scan_id=new_scan_id(), settings=settings, now=NOW).outcome
        for worn in (graces, graces, graces, wear_badge(session, linus, key))
    ]

    assert outcomes == [Outcome.EXCHANGED] * 4


def test_asking_each_other_is_a_yes(session, ada, grace, adas, graces, scan) -> None:
    ada.exchange_mode = grace.exchange_mode = "ask"
    scan(ada, graces, ticked=["phone"])

    exchange = scan(grace, adas, ticked=["link"])

    assert exchange.outcome is Outcome.EXCHANGED
    assert fields_given(session) == {ada.person_id: ["phone"], grace.person_id: ["link"]}


def test_a_no_is_not_overruled_by_another_scan(session, ada, grace, graces, scan) -> None:
    grace.exchange_mode = "ask"
    asked = scan(ada, graces)
    decline(session, asked.contact_id, event_id=ada.event_id, person_id=grace.person_id)
    grace.exchange_mode = "share"

    again = scan(ada, graces)

    assert again == asked
    assert contact_states(session) == ["declined"]


def test_a_card_taken_back_is_not_given_again_by_a_scan(session, ada, grace, graces, scan) -> None:
    exchange = scan(ada, graces)
    withdraw(session, exchange.contact_id, event_id=ada.event_id, person_id=grace.person_id, now=NOW)

    again = scan(ada, graces)

    assert again.outcome is Outcome.PENDING
    assert fields_given(session) == {ada.person_id: ["email"]}


def test_whoever_took_a_card_back_gives_it_again_by_scanning(session, ada, grace, adas, graces, scan) -> None:
    exchange = scan(ada, graces)
    for person in (ada, grace):
        withdraw(session, exchange.contact_id, event_id=ada.event_id, person_id=person.person_id, now=NOW)

    first = scan(grace, adas)
    second = scan(ada, graces)

    assert (first.outcome, second.outcome) == (Outcome.PENDING, Outcome.EXCHANGED)
    assert fields_given(session) == {ada.person_id: ["email"], grace.person_id: ["email"]}


def test_a_question_taken_back_may_be_put_the_other_way_round(session, ada, grace, adas, graces, scan) -> None:
    grace.exchange_mode = ada.exchange_mode = "ask"
    asked = scan(ada, graces)
    withdraw(session, asked.contact_id, event_id=ada.event_id, person_id=ada.person_id, now=NOW)

    other_way = scan(grace, adas)
    share_card(session, asked.contact_id, event_id=ada.event_id, person_id=ada.person_id, ticked=[], now=NOW)

    assert other_way.outcome is Outcome.PENDING
    assert fields_given(session) == {ada.person_id: [], grace.person_id: ["email"]}


def test_ones_own_badge_is_no_contact(session, ada, adas, scan) -> None:
    assert scan(ada, adas) == Exchange(Outcome.OWN, "northlight")
    assert scan_states(session) == []


def test_unknown_withdrawn_and_foreign_codes_are_one_and_the_same(session, ada, grace, linus, graces, scan, key) -> None:
    elsewhere = make_event(session, "elsewhere")
    foreign = wear_badge(session, make_attendee(session, elsewhere, "Grace Hopper", session.get_one(Person, grace.person_id)), key)
    withdrawn = wear_badge(session, linus, key, revoked_at=NOW)
    linus.status = "registered"
    cancelled_owner = make_attendee(session, session.get_one(Event, ada.event_id), "Carol", status="cancelled")
    cancelled = wear_badge(session, cancelled_owner, key)

    exchanges = [scan(ada, worn) for worn in (Worn("0" * 26, ""), Worn("?", ""), withdrawn, foreign, cancelled)]

    assert exchanges == [Exchange(Outcome.UNKNOWN)] * 5
    assert scan_states(session) == []
    assert contact_states(session) == []


def test_the_page_behind_a_badge_says_nothing_about_its_owner(session, ada, grace, adas, graces, key, linus) -> None:
    ada.phone, ada.shared_fields = "+44 20 7946 0018", ["link", "email"]
    withdrawn = wear_badge(session, linus, key, revoked_at=NOW)

    offers = [
        offer_of_badge(session, ada.person_id, worn.code.lower(), key=key, now=NOW)
        for worn in (graces, adas, withdrawn, Worn("0" * 26, ""))
    ]

    assert offers == [
        Offer(None, "northlight", ("email", "phone"), ("email",), has_chosen=True),
        Offer(Outcome.OWN, "northlight"),
        Offer(Outcome.UNKNOWN),
        Offer(Outcome.UNKNOWN),
    ]


def test_tries_on_a_withdrawn_code_are_counted_for_its_owner(session, ada, grace, graces, scan, key) -> None:
    scan_id = new_scan_id()
    before = scan(ada, graces, scan_id=scan_id)
    badge = session.get_one(Badge, (grace.event_id, grace.id, 1))
    badge.revoked_at = NOW
    new = wear_badge(session, grace, key, generation=2)

    late = [scan(ada, graces), scan(ada, graces)]
    replayed = scan(ada, graces, scan_id=scan_id)

    session.refresh(badge)
    assert late == [Exchange(Outcome.UNKNOWN)] * 2
    assert badge.tries_after == 2
    assert replayed == before
    assert scan(ada, new) == before


def test_a_typed_code_always_asks_first(session, ada, graces, type_in) -> None:
    spoken = f" {graces.short[:4].lower()}-{graces.short[4:]} "

    exchange = type_in(ada, spoken)

    assert exchange.outcome is Outcome.PENDING
    assert contact_states(session) == ["pending"]


def test_typing_the_code_of_somebody_who_asked_is_a_yes(session, ada, grace, adas, graces, scan, type_in) -> None:
    grace.exchange_mode = "ask"
    scan(ada, graces)

    assert type_in(grace, adas.short).outcome is Outcome.EXCHANGED


def test_a_typed_code_works_at_its_own_event_only(session, ada, grace, graces, type_in, key) -> None:
    elsewhere = make_event(session, "elsewhere")
    visitor = make_attendee(session, elsewhere, "Ada Lovelace", session.get_one(Person, ada.person_id))

    assert type_in(visitor, graces.short) == Exchange(Outcome.UNKNOWN)


def test_short_codes_can_not_be_tried_through(session, ada, graces, type_in, settings) -> None:
    tries = [type_in(ada, f"{number:08d}").outcome for number in range(settings.short_code_tries)]

    with pytest.raises(TooManyError):
        type_in(ada, graces.short)

    assert tries == [Outcome.UNKNOWN] * 10
    assert type_in(ada, graces.short, now=NOW + timedelta(hours=1, seconds=1)).outcome is Outcome.PENDING


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "ABCD EFG!"])
def test_what_can_not_be_a_short_code_costs_no_try(session, ada, type_in, graces, typed) -> None:
    for _ in range(11):
        with pytest.raises(BadInputError):
            type_in(ada, typed)

    assert type_in(ada, graces.short).outcome is Outcome.PENDING
