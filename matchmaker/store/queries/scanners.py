"""Who scanned one attendee's badge, at one event."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, Scan
from matchmaker.store.queries.safety import may_meet

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ScannerRow:
    """One scan; whose it was is looked up among the contacts, which decide what may be seen."""

    at: datetime
    way: str
    contact_id: int


def scans_of_owner(session: Session, *, event_id: int, attendee_id: int) -> list[ScannerRow]:
    """The newest scans of this attendee's badge, without what was undone and without people one of the two has blocked."""
    scanner, owner = aliased(Attendee), aliased(Attendee)
    pair = or_(
        and_(Contact.low_person_id == scanner.person_id, Contact.high_person_id == owner.person_id),
        and_(Contact.high_person_id == scanner.person_id, Contact.low_person_id == owner.person_id),
    )
    rows = (
        select(Scan.scanned_at, Scan.way, Contact.id)
        .join(scanner, and_(scanner.event_id == Scan.event_id, scanner.id == Scan.scanner_id))
        .join(owner, and_(owner.event_id == Scan.event_id, owner.id == Scan.owner_id))
        .join(Contact, and_(Contact.event_id == Scan.event_id, pair))
        .where(Scan.event_id == event_id, Scan.owner_id == attendee_id, Scan.state.in_(("exchanged", "pending")))
        .where(may_meet(scanner.person_id, owner.person_id))
        .order_by(Scan.scanned_at.desc(), Scan.id.desc())
        .limit(MOST_SHOWN)
    )
    return [ScannerRow(*row) for row in session.execute(rows)]
