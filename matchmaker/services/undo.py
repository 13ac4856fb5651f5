"""Taking a scan back within seconds, as if it had never been."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.domain.contacts import consent
from matchmaker.errors import N_, ConflictError
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.queries.contacts import contact_to_change, sides_of
from matchmaker.store.queries.outbox import contact_of_scan, has_built_on, has_scanned_since, other_scans_between, scanned_before


def undo_scan(session: Session, scan_id: str, *, event_id: int, attendee_id: int, person_id: int, seconds: int, now: datetime) -> None:
    """Remove what this scan made, unless something else was built on it meanwhile; a scan that led nowhere needs no undoing.

    Raises
    ------
    ConflictError
        The scan came in longer ago than that.
    """
    found = contact_of_scan(session, scan_id, event_id=event_id, scanner_id=attendee_id)
    if found is None or found[0].state == "undone":
        return
    scan, contact = found
    if now - scan.scanned_at > timedelta(seconds=seconds):
        sentence = N_("A scan can be undone for %(seconds)s seconds. Your card can still be taken back, on the contact’s page.")
        raise ConflictError(sentence, seconds=seconds)
    locked = contact_to_change(session, contact.id, event_id=event_id, person_id=person_id) if contact else None
    if locked is not None:
        if _asks_anew(session, scan, locked, person_id):
            sides_of(session, locked.id)[person_id].withdrawn_at = scan.scanned_at
        elif not other_scans_between(session, scan):
            _take_apart(session, scan, locked, person_id)
        elif not has_scanned_since(session, scan):
            _take_back_again(scan, locked, sides_of(session, locked.id)[person_id])
    scan.state = "undone"
    session.flush()


def _asks_anew(session: Session, scan: Scan, contact: Contact, person_id: int) -> bool:
    """Whether the contact was there, and the scanner's question stands since this scan alone: one taken back before, or theirs."""
    stands_since = contact.state != "exchanged" and contact.asked_by == person_id and contact.created_at == scan.scanned_at
    # A phone may bring several scans at one moment: the first of them has asked
    return stands_since and scanned_before(session, scan) not in {None, scan.scanned_at} and not has_scanned_since(session, scan)


def _take_apart(session: Session, scan: Scan, contact: Contact, person_id: int) -> None:
    sides = sides_of(session, contact.id)
    mine = sides.pop(person_id)
    (theirs,) = sides.values()
    if contact.asked_by == person_id and contact.created_at == scan.scanned_at:
        if theirs.consent_version != consent.ANSWER and not has_built_on(session, theirs):
            session.delete(contact)
    elif contact.asked_by != person_id and contact.exchanged_at == scan.scanned_at:
        _ask_again(contact, mine, theirs)


def _take_back_again(scan: Scan, contact: Contact, mine: ContactSide) -> None:
    """A card that its owner had taken back, and that only this scan gave once more."""
    if contact.state == "exchanged" and contact.exchanged_at != scan.scanned_at and mine.shared_at == scan.scanned_at:
        mine.withdrawn_at = mine.withdrawn_at or scan.scanned_at


def _ask_again(contact: Contact, mine: ContactSide, theirs: ContactSide) -> None:
    """The scan was the yes to a question of theirs: the question stands as before."""
    contact.state, contact.exchanged_at = "pending", None
    mine.shared_fields, mine.consent_version, mine.shared_at = [], "", None
    theirs.shared_at = None
