"""Who scanned me: when, how, and as much of them as I may see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.services.contact_cards import ContactCard, every_contact
from matchmaker.store.queries.scanners import scans_of_owner


@dataclass(frozen=True, slots=True)
class Scanner:
    """One scan of my badge. `contact` is None for somebody who has taken back what they asked for."""

    at: datetime
    way: str
    contact: ContactCard | None
    is_newest: bool  # of this person: the one that carries the button


def scanners_of(session: Session, *, event_id: int, attendee_id: int, person_id: int, sees: str) -> tuple[Scanner, ...]:
    """The newest first; in a fixed number of statements for any number of scans."""
    by_id = {card.id: card for card in every_contact(session, event_id=event_id, person_id=person_id, sees=sees)}
    seen: set[int] = set()
    scanners = []
    for row in scans_of_owner(session, event_id=event_id, attendee_id=attendee_id):
        scanners.append(Scanner(row.at, row.way, by_id.get(row.contact_id), row.contact_id not in seen))
        seen.add(row.contact_id)
    return tuple(scanners)
