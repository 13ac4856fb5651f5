"""Scanning a badge: two people exchange their cards, or one of them is asked first."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import hash_code, hash_short_code, normalise_code, normalise_short_code
from matchmaker.domain.contacts import consent
from matchmaker.domain.contacts.card import WholeCard, tickable_on, valid_ticks
from matchmaker.domain.contacts.outcome import Outcome, ScanFacts, Way, outcome_of
from matchmaker.domain.contacts.standing import Side, side_of
from matchmaker.errors import N_, BadInputError, Fault, TooManyError
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.scans import count_late_try, is_kept, keep_scan, note_outcome, outcome_of_kept, read_scan_id
from matchmaker.settings import Settings
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.queries.contacts import (
    BadgeFound,
    CardRow,
    badge_with_code,
    badge_with_short_code,
    contact_of_pair,
    sides_of,
)
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a scan led to; without a contact when there is nobody to have one with."""

    outcome: Outcome
    slug: str = ""
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page behind a badge says to somebody who is signed in: about themselves, never about the badge's owner."""

    outcome: Outcome | None  # None: this badge can be exchanged with
    slug: str = ""
    tickable: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    has_chosen: bool = False


def offer_of_badge(session: Session, person_id: int, code: str, *, now: datetime) -> Offer:
    """What may be done with this badge; changes nothing and tells nothing about its owner."""
    found = _find(session, person_id, code)
    outcome = outcome_of(_facts_of(found, Way.PRINTED, now=now))
    if found is None or outcome is Outcome.UNKNOWN:
        return Offer(Outcome.UNKNOWN)
    if outcome is Outcome.OWN:
        return Offer(Outcome.OWN, found.slug)
    mine = found.scanner
    tickable = tickable_on(whole_card(mine))
    ticked = tuple(field for field in tickable if field in mine.shared_fields)
    return Offer(None, found.slug, tickable, ticked, has_chosen=mine.exchange_mode is not None)


def exchange_contacts(
    session: Session, person_id: int, code: str, *, scan_id: str, ticked: Collection[str] | None = None, settings: Settings, now: datetime
) -> Exchange:
    """Exchange cards with the owner of a printed badge, or ask them first.

    Parameters
    ----------
    person_id
        Who scanned.
    code
        The badge's code in any spelling.
    scan_id
        A version 4 UUID that the scanning page made: the same one again is the same scan.
    ticked
        What the scanner ticked for this one contact; None for what they chose for all.
    """
    scan_id = read_scan_id(scan_id)
    found = _find(session, person_id, code)
    return _scan(session, found, Way.PRINTED, scan_id=scan_id, ticked=ticked, settings=settings, now=now)


def exchange_by_short_code(
    session: Session, *, event_id: int, person_id: int, typed: str, scan_id: str, settings: Settings, now: datetime
) -> Exchange:
    """Ask the owner of a short code of this event to exchange cards; tries are counted, so that nobody guesses them through."""
    scan_id = read_scan_id(scan_id)
    code = normalise_short_code(typed)
    if code is None:
        raise BadInputError(Fault("code", N_("A short code has eight letters and figures, such as 7KQ2 M9VD, next to the square.")))
    if not take_turn(session, f"short-code|{event_id}|{person_id}", most=settings.short_code_tries, now=now):
        raise TooManyError(
            N_("You have typed many codes this hour, so we pause for a while. Scan the square instead, with your phone’s camera."),
            retry_after=int(HOUR.total_seconds()),
        )
    short_hash = hash_short_code(settings.badge_key, code, event_id=event_id)
    found = badge_with_short_code(session, short_hash, event_id=event_id, person_id=person_id)
    return _scan(session, found, Way.TYPED, scan_id=scan_id, ticked=None, settings=settings, now=now)


def whole_card(row: CardRow) -> WholeCard:
    return WholeCard(row.name, row.organisation, row.headline, row.email, row.phone, row.link)


def _find(session: Session, person_id: int, code: str) -> BadgeFound | None:
    normalised = normalise_code(code)
    return badge_with_code(session, hash_code(normalised), person_id=person_id) if normalised else None


def _facts_of(found: BadgeFound | None, way: Way, *, now: datetime) -> ScanFacts:
    """What is known before the contact is looked at."""
    if found is None:
        return ScanFacts(way, known=False, same_event=False, own=False)
    return ScanFacts(
        way,
        known=not found.is_revoked,
        same_event=True,  # the query finds no other
        own=found.owner.person_id == found.scanner.person_id,
        owner_shares=found.owner.exchange_mode == "share",
        organiser_asks_first=found.exchange_rule == "ask_first",
        event_runs=found.is_demo or found.starts_at <= now < found.ends_at,
        both_confirmed=found.owner.is_confirmed and found.scanner.is_confirmed,
    )


def _scan(
    session: Session,
    found: BadgeFound | None,
    way: Way,
    *,
    scan_id: str,
    ticked: Collection[str] | None,
    settings: Settings,
    now: datetime,
) -> Exchange:
    facts = _facts_of(found, way, now=now)
    outcome = outcome_of(facts)
    if found is None:
        return Exchange(outcome)
    if outcome is Outcome.OWN:
        return Exchange(outcome, found.slug)
    if outcome is Outcome.UNKNOWN and not is_kept(session, found, scan_id=scan_id):
        count_late_try(session, found)
        return Exchange(outcome)
    if outcome is not Outcome.UNKNOWN and keep_scan(session, found, scan_id=scan_id, now=now):
        return _carry_out(session, found, facts, scan_id=scan_id, ticked=ticked, settings=settings, now=now)
    first = outcome_of_kept(session, found, scan_id=scan_id)
    contact = contact_of_pair(session, event_id=found.event_id, person_id=found.scanner.person_id, other_id=found.owner.person_id)
    return Exchange(first, found.slug, contact.id)


def _carry_out(
    session: Session,
    found: BadgeFound,
    facts: ScanFacts,
    *,
    scan_id: str,
    ticked: Collection[str] | None,
    settings: Settings,
    now: datetime,
) -> Exchange:
    contact = _meet(session, found, now=now)
    sides = sides_of(session, contact.id)
    mine, theirs = sides[found.scanner.person_id], sides[found.owner.person_id]
    owner_side = side_of(contact.state, began=contact.asked_by == theirs.person_id, withdrawn=theirs.withdrawn_at is not None)
    outcome = _decide(session, found, replace(facts, owner_side=owner_side), settings=settings, now=now)

    has_given = bool(mine.consent_version) and mine.withdrawn_at is None
    if ticked is not None or not has_given:  # a second scan without ticks leaves what was ticked for this contact
        mine.shared_fields = valid_ticks(found.scanner.shared_fields if ticked is None else ticked)
        mine.consent_version = consent.EXCHANGE
    mine.withdrawn_at = None
    if outcome is Outcome.EXCHANGED:
        _exchange(contact, mine, theirs, found.owner, owner_side, now=now)
    else:
        _ask(contact, mine, theirs, owner_side, now=now)
    note_outcome(session, found, scan_id=scan_id, outcome=outcome)
    session.flush()
    return Exchange(outcome, found.slug, contact.id)


def _meet(session: Session, found: BadgeFound, *, now: datetime) -> Contact:
    """The one contact of these two, locked. Whoever scans crosswise in the same moment waits here and then finds it."""
    low, high = sorted((found.scanner.person_id, found.owner.person_id))
    statement = insert_into(session, Contact).values(
        event_id=found.event_id,
        low_person_id=low,
        high_person_id=high,
        state="pending",
        asked_by=found.scanner.person_id,
        created_at=now,
    )
    contact_id = session.execute(statement.on_conflict_do_nothing().returning(Contact.id)).scalar_one_or_none()
    if contact_id is not None:
        session.add_all([ContactSide(contact_id=contact_id, person_id=low), ContactSide(contact_id=contact_id, person_id=high)])
        session.flush()
    return contact_of_pair(session, event_id=found.event_id, person_id=low, other_id=high)


def _decide(session: Session, found: BadgeFound, facts: ScanFacts, *, settings: Settings, now: datetime) -> Outcome:
    without_budget = outcome_of(facts)
    if outcome_of(replace(facts, budget_left=True)) is without_budget:
        return without_budget  # the budget changes nothing here, so it is not spent
    has_turn = take_turn(session, f"scan|{found.scanner.person_id}", most=settings.scans_per_hour, now=now)
    return outcome_of(replace(facts, budget_left=has_turn))


def _exchange(contact: Contact, mine: ContactSide, theirs: ContactSide, owner: CardRow, owner_side: Side, *, now: datetime) -> None:
    if owner_side is Side.ASKED:
        # What the owner chose for every scan; one who had scanned first has ticked for this contact already.
        theirs.shared_fields = valid_ticks(owner.shared_fields)
        theirs.consent_version = owner.consent_version
    contact.state = "exchanged"
    contact.exchanged_at = contact.exchanged_at or now
    mine.shared_at = mine.shared_at or now
    theirs.shared_at = theirs.shared_at or now


def _ask(contact: Contact, mine: ContactSide, theirs: ContactSide, owner_side: Side, *, now: datetime) -> None:
    if contact.state == "exchanged":
        mine.shared_at = mine.shared_at or now  # the owner took their card back; the scanner gives theirs again
    elif owner_side is not Side.DECLINED:
        contact.state, contact.asked_by = "pending", mine.person_id
        theirs.withdrawn_at = None  # what the owner had asked for and taken back is answered by this question
