"""Scanning a badge: two people exchange their cards, or one of them is asked first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import hash_code, hash_short_code, normalise_code, normalise_short_code
from matchmaker.domain.contacts.card import WholeCard, tickable_on, valid_ticks
from matchmaker.domain.contacts.outcome import Outcome, ScanFacts, Way, outcome_of
from matchmaker.errors import N_, BadInputError, Fault, TooManyError
from matchmaker.services.exchange import Exchange, Scanned, meet_again, meet_first
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.scans import count_late_try, first_outcome, read_scan_id
from matchmaker.settings import Settings
from matchmaker.store.queries.cards import CardRow
from matchmaker.store.queries.scans import BadgeFound, badge_with_code, badge_with_short_code


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
    found = _find(session, person_id, code, scan_id)
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
    found = badge_with_short_code(session, short_hash, event_id=event_id, person_id=person_id, scan_id=scan_id)
    return _scan(session, found, Way.TYPED, scan_id=scan_id, ticked=None, settings=settings, now=now)


def whole_card(row: CardRow) -> WholeCard:
    return WholeCard(row.name, row.organisation, row.headline, row.email, row.phone, row.link)


def _find(session: Session, person_id: int, code: str, scan_id: str = "") -> BadgeFound | None:
    normalised = normalise_code(code)
    return badge_with_code(session, hash_code(normalised), person_id=person_id, scan_id=scan_id) if normalised else None


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
    if found.kept and (outcome is not Outcome.UNKNOWN or found.kept.owner_id == found.owner.attendee_id):
        return Exchange(first_outcome(found, found.kept), found.slug, found.contact_id)
    if outcome is Outcome.UNKNOWN:
        count_late_try(session, found)
        return Exchange(outcome)
    fields = valid_ticks(found.scanner.shared_fields if ticked is None else ticked)
    scanned = Scanned(found, facts, scan_id, fields, has_ticked=ticked is not None, most=settings.scans_per_hour, now=now)
    exchange = meet_first(session, scanned) if found.contact_id is None else None
    return exchange or meet_again(session, scanned)
