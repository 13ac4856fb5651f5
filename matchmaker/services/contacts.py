"""Scanning a badge: two people exchange their cards, or one of them is asked first."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.badges.live import live_code, live_mark
from matchmaker.domain.badges.token import hash_code, hash_short_code, normalise_code, normalise_short_code
from matchmaker.domain.contacts.card import WholeCard, tickable_on, valid_ticks
from matchmaker.domain.contacts.outcome import Outcome, ScanFacts, Way, outcome_of
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError, TooManyError
from matchmaker.services.exchange import Exchange, Scanned, meet_again, meet_first
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.scans import count_late_try, first_outcome, read_scan_id
from matchmaker.settings import Settings
from matchmaker.store.queries.cards import CardRow
from matchmaker.store.queries.scans import BadgeFound, badge_of_attendee, badge_with_code, badge_with_short_code, person_with_name

# Whoever is found by name did not hold out a badge: a person may ask a few such people an hour.
MOST_ASKED_BY_NAME = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page behind a badge says to somebody who is signed in: about themselves, never about the badge's owner."""

    outcome: Outcome | None  # None: this badge can be exchanged with
    slug: str = ""
    tickable: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    has_chosen: bool = False
    is_live: bool = False  # its owner is here and holds it out: nobody is asked


@dataclass(frozen=True, slots=True)
class Read:
    """A code as it came in, looked up."""

    found: BadgeFound | None
    way: Way
    has_run_out: bool = False
    came_late: bool = False  # it was live when a phone without network read it
    read_at: datetime | None = None


def offer_of_badge(session: Session, person_id: int, code: str, *, key: bytes, now: datetime) -> Offer:
    """What may be done with this badge; changes nothing and tells nothing about its owner."""
    read = _read(session, person_id, code, key=key, now=now)
    found, outcome = read.found, outcome_of(_facts_of(read, now=now))
    if found is None or outcome is Outcome.UNKNOWN:
        return Offer(Outcome.UNKNOWN)
    if outcome in {Outcome.OWN, Outcome.RUN_OUT}:
        return Offer(outcome, found.slug)
    mine = found.scanner
    tickable = tickable_on(whole_card(mine))
    ticked = tuple(field for field in tickable if field in mine.shared_fields)
    return Offer(None, found.slug, tickable, ticked, has_chosen=mine.exchange_mode is not None, is_live=read.way is Way.LIVE)


def exchange_contacts(
    session: Session,
    person_id: int,
    code: str,
    *,
    scan_id: str,
    ticked: Collection[str] | None = None,
    read_at: datetime | None = None,
    settings: Settings,
    now: datetime,
) -> Exchange:
    """Exchange cards with the owner of a printed badge or a live code, or ask them first.

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
    read_at
        When a phone without network read the code; None if that is now. A code that was its badge's then asks its owner, and no more.
    """
    scan_id = read_scan_id(scan_id)
    read = _read(session, person_id, code, scan_id, key=settings.badge_key, read_at=read_at, now=now)
    return _scan(session, read, scan_id=scan_id, ticked=ticked, settings=settings, now=now)


def exchange_by_short_code(
    session: Session,
    *,
    event_id: int,
    person_id: int,
    typed: str,
    scan_id: str,
    read_at: datetime | None = None,
    settings: Settings,
    now: datetime,
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
    return _scan(session, Read(found, Way.TYPED, read_at=read_at), scan_id=scan_id, settings=settings, now=now)


def ask_person(
    session: Session, other_id: int, *, event_id: int, person_id: int, scan_id: str, settings: Settings, now: datetime
) -> Exchange:
    """Ask somebody who was found by name to exchange cards; they are always asked first.

    Raises
    ------
    NotFoundError
        Nobody of that id lets themselves be found.
    TooManyError
        This person has asked many people within the hour.
    """
    scan_id = read_scan_id(scan_id)
    found = person_with_name(session, other_id, event_id=event_id, person_id=person_id, scan_id=scan_id)
    if found is None:
        raise NotFoundError
    if not found.kept and not take_turn(session, f"ask-by-name|{event_id}|{person_id}", most=MOST_ASKED_BY_NAME, now=now):
        raise TooManyError(
            N_("You have asked many people this hour, so we pause for a while. Whoever you asked has your question."),
            retry_after=int(HOUR.total_seconds()),
        )
    return _scan(session, Read(found, Way.SEARCH), scan_id=scan_id, settings=settings, now=now)


def owner_of_code(session: Session, person_id: int, code: str, *, key: bytes, now: datetime) -> CardRow | None:
    """Whose code this is, printed or live, for the service alone: the page of a badge names nobody."""
    read = _read(session, person_id, code, key=key, now=now)
    is_known = outcome_of(_facts_of(read, now=now)) not in {Outcome.UNKNOWN, Outcome.OWN}
    return read.found.owner if read.found and is_known else None


def whole_card(row: CardRow) -> WholeCard:
    return WholeCard(row.name, row.organisation, row.headline, row.email, row.phone, row.link, row.hidden_fields, row.photo)


def _read(
    session: Session, person_id: int, text: str, scan_id: str = "", *, key: bytes, read_at: datetime | None = None, now: datetime
) -> Read:
    """Printed codes are looked up; what no badge ever had may be a live code, which says itself whose it is."""
    code = normalise_code(text)
    if code is None:
        return Read(None, Way.PRINTED)
    printed = badge_with_code(session, hash_code(code), person_id=person_id, scan_id=scan_id)
    if printed:
        return Read(printed, Way.PRINTED, read_at=read_at)
    return _read_live(session, person_id, code, scan_id, key=key, read_at=read_at, now=now)


def _read_live(session: Session, person_id: int, code: str, scan_id: str, *, key: bytes, read_at: datetime | None, now: datetime) -> Read:
    mark = live_mark(key, code)
    found = badge_of_attendee(session, mark.attendee_id, person_id=person_id, scan_id=scan_id)
    if found is None:
        return Read(None, Way.LIVE)
    names = {"event_id": found.event_id, "attendee_id": mark.attendee_id, "generation": found.generation}
    if not hmac.compare_digest(live_code(key, **names, step=mark.step), code):
        return Read(None, Way.LIVE)
    came_late = read_at is not None and not mark.has_run_out(now=read_at)
    return Read(found, Way.LIVE, mark.has_run_out(now=now), came_late, read_at)


def _facts_of(read: Read, *, now: datetime) -> ScanFacts:
    """What is known before the contact is looked at."""
    found = read.found
    if found is None:
        return ScanFacts(read.way, known=False, same_event=False, own=False)
    return ScanFacts(
        read.way,
        known=found.revoked_at is None or (read.read_at is not None and read.read_at < found.revoked_at),
        same_event=True,  # the query finds no other
        own=found.owner.person_id == found.scanner.person_id,
        blocked=not found.may_meet,
        # A paper that was given up may be in anybody's hands: it asks, whatever its owner chose.
        owner_shares=found.owner.exchange_mode == "share" and not found.is_revoked,
        organiser_asks_first=found.exchange_rule == "ask_first",
        event_runs=found.is_demo or found.starts_at <= now < found.ends_at,
        both_in=found.both_in if found.check_in_on else None,
        both_confirmed=found.owner.is_confirmed and found.scanner.is_confirmed,
        has_run_out=read.has_run_out,
        came_late=read.came_late,
    )


def _scan(
    session: Session,
    read: Read,
    *,
    scan_id: str,
    ticked: Collection[str] | None = None,
    settings: Settings,
    now: datetime,
) -> Exchange:
    facts = _facts_of(read, now=now)
    found, outcome = read.found, outcome_of(facts)
    if found is None:
        return Exchange(outcome)
    if outcome is Outcome.OWN:
        return Exchange(outcome, found.slug)
    if found.kept and (outcome is not Outcome.UNKNOWN or found.kept.owner_id == found.owner.attendee_id):
        return _told(Exchange(first_outcome(found, found.kept), found.slug, found.contact_id))
    if found.is_revoked:
        count_late_try(session, found)
    if outcome is Outcome.UNKNOWN:
        return Exchange(outcome)
    if outcome is Outcome.RUN_OUT:
        return Exchange(outcome, found.slug)
    fields = valid_ticks(found.scanner.shared_fields if ticked is None else ticked)
    has_ticked, most = ticked is not None, settings.scans_per_hour
    scanned = Scanned(found, facts, scan_id, fields, has_ticked=has_ticked, most=most, now=now, way=read.way.value, read_at=read.read_at)
    exchange = meet_first(session, scanned) if found.contact_id is None else None
    return _told(exchange or meet_again(session, scanned))


def _told(exchange: Exchange) -> Exchange:
    """What the scanner learns: a scan that one of the two wants nothing of looks like one that waits for an answer."""
    return replace(exchange, outcome=Outcome.PENDING) if exchange.outcome is Outcome.VOID else exchange
