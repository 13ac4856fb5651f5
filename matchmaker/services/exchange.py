"""What a scan does to the contact of two people: the first one makes it, later ones find it. The door is in services/contacts."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from matchmaker.domain.contacts import consent
from matchmaker.domain.contacts.card import valid_ticks
from matchmaker.domain.contacts.outcome import Outcome, ScanFacts, Way, outcome_of
from matchmaker.domain.contacts.standing import Side, side_of
from matchmaker.services.limits import take_turn
from matchmaker.services.scans import PhoneSays, first_outcome, keep_scan, note_outcome, stored_meanwhile
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.queries.contacts import contact_of_pair, sides_of
from matchmaker.store.queries.scans import BadgeFound
from matchmaker.store.upsert import insert_into

# Of a void scan, the scanner keeps what they keep of any question; a no looks like no answer, and nobody is asked.
_STATES = {Outcome.VOID: "declined"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a scan led to; without a contact when there is nobody to have one with."""

    outcome: Outcome
    slug: str = ""
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan of somebody else's badge of the same event, looked up and ready to be carried out."""

    found: BadgeFound
    facts: ScanFacts
    scan_id: str
    fields: list[str]
    has_ticked: bool  # for this one contact, not for all
    most: int  # exchanges at once in an hour
    now: datetime
    way: str = "printed"
    read_at: datetime | None = None  # when the phone says it read the code, for a scan that came in later

    @property
    def me(self) -> int:
        return self.found.scanner.person_id

    @property
    def them(self) -> int:
        return self.found.owner.person_id

    @property
    def owners_consent(self) -> str:
        """What the owner agreed to: for every scan, or by holding their live code towards this scanner."""
        return consent.LIVE if self.facts.way is Way.LIVE else self.found.owner.consent_version


def meet_first(session: Session, scanned: Scanned) -> Exchange | None:
    """Make the contact of two people who have none; None if a crosswise scan of the same moment was faster."""
    low, high = sorted((scanned.me, scanned.them))
    hoped_for = outcome_of(replace(scanned.facts, budget_left=True))
    statement = insert_into(session, Contact).values(
        event_id=scanned.found.event_id,
        low_person_id=low,
        high_person_id=high,
        state=_STATES.get(hoped_for, hoped_for.value),
        asked_by=scanned.me,
        created_at=scanned.now,
        exchanged_at=scanned.now if hoped_for is Outcome.EXCHANGED else None,
    )
    contact_id = session.execute(statement.on_conflict_do_nothing().returning(Contact.id)).scalar_one_or_none()
    if contact_id is None:
        return None
    outcome = _within_budget(session, scanned, scanned.facts)
    if outcome is not hoped_for:
        contact = contact_of_pair(session, event_id=scanned.found.event_id, person_id=low, other_id=high)
        contact.state, contact.exchanged_at = _STATES.get(outcome, outcome.value), None
    session.execute(insert(ContactSide), _first_sides(scanned, contact_id, outcome))
    if not _keep(session, scanned, outcome):
        # Of another badge, as this one's contact is new; whatever was written here goes with the error.
        first_outcome(scanned.found, stored_meanwhile(session, scanned.found, scan_id=scanned.scan_id))
    session.flush()
    return Exchange(outcome, scanned.found.slug, contact_id)


def meet_again(session: Session, scanned: Scanned) -> Exchange:
    """Bring the contact that two people have to what this scan makes of it."""
    found = scanned.found
    is_first = _keep(session, scanned, Outcome.PENDING)
    contact = contact_of_pair(session, event_id=found.event_id, person_id=scanned.me, other_id=scanned.them)
    if not is_first:  # it came in twice at the same moment, and the other one was faster
        return Exchange(first_outcome(found, stored_meanwhile(session, found, scan_id=scanned.scan_id)), found.slug, contact.id)
    sides = sides_of(session, contact.id)
    mine, theirs = sides[scanned.me], sides[scanned.them]
    owner_side = side_of(contact.state, began=contact.asked_by == scanned.them, withdrawn=theirs.withdrawn_at is not None)
    outcome = _within_budget(session, scanned, replace(scanned.facts, owner_side=owner_side))
    if outcome is Outcome.VOID and contact.state == "exchanged":  # it is hidden as it is, and comes back as it was
        note_outcome(session, found, scan_id=scanned.scan_id, outcome=outcome)
        return Exchange(outcome, found.slug, contact.id)

    asks_anew = contact.asked_by != scanned.me or mine.withdrawn_at is not None
    has_given = bool(mine.consent_version) and mine.withdrawn_at is None
    if scanned.has_ticked or not has_given:  # a second scan without ticks leaves what was ticked for this contact
        mine.shared_fields, mine.consent_version, mine.card_id = scanned.fields, consent.EXCHANGE, found.scanner.card_id
    if mine.withdrawn_at is not None:
        mine.withdrawn_at = mine.shared_at = None  # given anew by this scan, so that taking the scan back takes the card back
    if outcome is Outcome.EXCHANGED:
        _exchange(scanned, contact, mine, theirs, owner_side)
    else:
        _ask(scanned, contact, mine, theirs, owner_side)
    if outcome is Outcome.VOID:
        contact.state, contact.asked_by, theirs.withdrawn_at = _STATES[outcome], scanned.me, None
    if asks_anew and contact.state != "exchanged":
        contact.created_at = scanned.now  # a question of now, not of when one was taken back; taking the scan back takes it back too
    note_outcome(session, found, scan_id=scanned.scan_id, outcome=outcome)
    session.flush()
    return Exchange(outcome, found.slug, contact.id)


def _keep(session: Session, scanned: Scanned, outcome: Outcome) -> bool:
    told = PhoneSays(scanned.way, scanned.read_at)
    return keep_scan(session, scanned.found, scan_id=scanned.scan_id, outcome=outcome, told=told, now=scanned.now)


def _first_sides(scanned: Scanned, contact_id: int, outcome: Outcome) -> list[dict[str, object]]:
    owner, is_exchanged = scanned.found.owner, outcome is Outcome.EXCHANGED
    shared_at = scanned.now if is_exchanged else None
    mine = {
        "person_id": scanned.me,
        "shared_fields": scanned.fields,
        "consent_version": consent.EXCHANGE,
        "card_id": scanned.found.scanner.card_id,
    }
    # What the owner chose for every scan counts only once it is a scan that exchanges.
    theirs = {
        "person_id": scanned.them,
        "shared_fields": valid_ticks(owner.shared_fields) if is_exchanged else [],
        "consent_version": scanned.owners_consent if is_exchanged else "",
        "card_id": owner.card_id if is_exchanged else None,
    }
    return [{"contact_id": contact_id, "shared_at": shared_at, **side} for side in (mine, theirs)]


def _within_budget(session: Session, scanned: Scanned, facts: ScanFacts) -> Outcome:
    without_budget = outcome_of(facts)
    if outcome_of(replace(facts, budget_left=True)) is without_budget:
        return without_budget  # the budget changes nothing here, so it is not spent
    has_turn = take_turn(session, f"scan|{scanned.me}", most=scanned.most, now=scanned.now)
    return outcome_of(replace(facts, budget_left=has_turn))


def _exchange(scanned: Scanned, contact: Contact, mine: ContactSide, theirs: ContactSide, owner_side: Side) -> None:
    owner, now = scanned.found.owner, scanned.now
    if owner_side is not Side.GIVEN:
        # What the owner chose for every scan; one who had scanned first has ticked for this contact already.
        theirs.shared_fields, theirs.consent_version, theirs.card_id = (
            valid_ticks(owner.shared_fields),
            scanned.owners_consent,
            owner.card_id,
        )
        theirs.withdrawn_at = None
    contact.state, contact.exchanged_at = "exchanged", contact.exchanged_at or now
    if contact.introduced:  # now they have met
        contact.introduced, contact.asked_by = False, scanned.me
    mine.shared_at, theirs.shared_at = mine.shared_at or now, theirs.shared_at or now


def _ask(scanned: Scanned, contact: Contact, mine: ContactSide, theirs: ContactSide, owner_side: Side) -> None:
    if contact.state == "exchanged":
        mine.shared_at = mine.shared_at or scanned.now  # the owner took their card back; the scanner gives theirs again
    elif owner_side is not Side.DECLINED:
        contact.state, contact.asked_by = "pending", scanned.me
        theirs.withdrawn_at = None  # what the owner had asked for and taken back is answered by this question
