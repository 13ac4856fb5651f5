"""The record of scans: each is kept once under the id that the scanning page made, so that sending it again changes nothing."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.errors import N_, BadRequestError, ConflictError
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Scan
from matchmaker.store.queries.scans import BadgeFound, KeptScan, scan_with_id
from matchmaker.store.upsert import insert_into


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


def keep_scan(session: Session, found: BadgeFound, *, scan_id: str, outcome: Outcome, now: datetime) -> bool:
    """Store a scan; False if it is stored already. One that is just being stored elsewhere is waited for."""
    statement = insert_into(session, Scan).values(
        **_key(found, scan_id), owner_id=found.owner.attendee_id, state=outcome.value, scanned_at=now
    )
    return session.execute(statement.on_conflict_do_nothing().returning(Scan.id)).first() is not None


def note_outcome(session: Session, found: BadgeFound, *, scan_id: str, outcome: Outcome) -> None:
    session.execute(update(Scan).filter_by(**_key(found, scan_id)).values(state=outcome.value))


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
    return Outcome(kept.state)


def count_late_try(session: Session, found: BadgeFound) -> None:
    """Somebody used a code that is not the owner's any more; the owner sees how often."""
    badge = {"event_id": found.event_id, "attendee_id": found.owner.attendee_id, "generation": found.generation}
    session.execute(update(Badge).filter_by(**badge).values(tries_after=Badge.tries_after + 1))


def _key(found: BadgeFound, scan_id: str) -> dict[str, Any]:
    return {"event_id": found.event_id, "scanner_id": found.scanner.attendee_id, "scan_id": scan_id}
