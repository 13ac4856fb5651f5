"""Questions about tickets: whose they are, and which wait for a name."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import Seat

IN_ONE_STATEMENT = 1000


def attendees_with_tickets(session: Session, event_id: int, tickets: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Name and address of those who have one of these tickets, by ticket."""
    found: dict[str, tuple[str, str]] = {}
    held = select(Attendee.external_id, Attendee.name, Person.email_key).join(Person, Person.id == Attendee.person_id)
    for start in range(0, len(tickets), IN_ONE_STATEMENT):
        some = Attendee.external_id.in_(tickets[start : start + IN_ONE_STATEMENT])
        rows = session.execute(held.where(Attendee.event_id == event_id, some))
        found |= {ticket: (name, email) for ticket, name, email in rows if ticket}
    return found


def seats_with_tickets(session: Session, event_id: int, tickets: Sequence[str]) -> set[str]:
    """Those of the tickets that are seats already."""
    found: set[str] = set()
    for start in range(0, len(tickets), IN_ONE_STATEMENT):
        some = Seat.external_id.in_(tickets[start : start + IN_ONE_STATEMENT])
        found.update(session.scalars(select(Seat.external_id).where(Seat.event_id == event_id, some)))
    return found
