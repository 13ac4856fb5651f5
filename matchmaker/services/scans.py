"""The record of scans: each is kept once under the id that the scanning page made, so that sending it again changes nothing."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.errors import N_, BadRequestError, ConflictError
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Scan
from matchmaker.store.queries.scans import BadgeFound, KeptScan, scan_with_id
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class PhoneSays:
    """How the code was read and, for a scan that came in later, when: kept as evidence."""

    way: str = "printed"
    read_at: datetime | None = None


def read_scan_id(text: str) -> str:
    """The scan's id in one spelling; without it the same scan sent twice could not be told from two.

    Raises
    ------
    BadRequestError
        The text is no version 4 UUID.
    """
    try:
        scan_id = uuid.UUID(text)
    except ValueError:
        scan_id = uuid.UUID(int=0)
    if scan_id.version != 4 or str(scan_id) != text.lower():
        raise BadRequestError(N_("This scan came without its number, so nothing was done. Scan the badge once more."))
    return str(scan_id)


def keep_scan(session: Session, found: BadgeFound, *, scan_id: str, outcome: Outcome, told: PhoneSays, now: datetime) -> bool:
    """Store a scan; False if it is stored already. One that is just being stored elsewhere is waited for."""
    statement = insert_into(session, Scan).values(
        **_key(found, scan_id), owner_id=found.owner.attendee_id, state=outcome.value, scanned_at=now, way=told.way, client_at=told.read_at
    )
    return session.execute(statement.on_conflict_do_nothing().returning(Scan.id)).first() is not None


def note_outcome(session: Session, found: BadgeFound, *, scan_id: str, outcome: Outcome) -> None:
    noted = update(Scan).filter_by(**_key(found, scan_id)).values(state=outcome.value)
    session.execute(noted.execution_options(synchronize_session=False))


def stored_meanwhile(session: Session, found: BadgeFound, *, scan_id: str) -> KeptScan | None:
    """The scan with this id that somebody else stored since the badge was looked up."""
    scan = scan_with_id(session, **_key(found, scan_id))
    return KeptScan(scan.owner_id, scan.state) if scan else None


def first_outcome(found: BadgeFound, kept: KeptScan | None) -> Outcome:
    """What this scan led to when it came first.

    Raises
    ------
    ConflictError
        It was of another badge then.
    """
    if kept is None or kept.owner_id != found.owner.attendee_id:
        raise ConflictError(N_("This scan was kept for another badge already, so nothing was changed. Scan the badge once more."))
    # Whoever was kept apart by a block must not be told from one who was asked.
    return Outcome.PENDING if kept.state == "void" else Outcome(kept.state)


def count_late_try(session: Session, found: BadgeFound) -> None:
    """Somebody used a code that is not the owner's any more; the owner sees how often."""
    badge = {"event_id": found.event_id, "attendee_id": found.owner.attendee_id, "generation": found.generation}
    session.execute(update(Badge).filter_by(**badge).values(tries_after=Badge.tries_after + 1))


def forget_void_scans(session: Session, event_id: int, scanner_person_id: int, owner_person_id: int) -> None:
    """The scanner takes back a question that was never asked."""
    at_event = select(Attendee.id).where(Attendee.event_id == event_id)
    mine, theirs = (at_event.where(Attendee.person_id == one).scalar_subquery() for one in (scanner_person_id, owner_person_id))
    void = (Scan.event_id == event_id, Scan.scanner_id == mine, Scan.owner_id == theirs, Scan.state == Outcome.VOID.value)
    session.execute(update(Scan).where(*void).values(state="undone").execution_options(synchronize_session=False))


def _key(found: BadgeFound, scan_id: str) -> dict[str, Any]:
    return {"event_id": found.event_id, "scanner_id": found.scanner.attendee_id, "scan_id": scan_id}
