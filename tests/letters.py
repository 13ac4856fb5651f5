"""What letters are made of in tests: two people who exchanged cards, and rows in the outbox."""

from sqlalchemy.orm import Session

from matchmaker.services.followup import CAMPAIGN
from matchmaker.services.mail import queue_letter
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.people import Person
from tests.cast import NOW


def exchange(session: Session, one: Attendee, other: Attendee, *, shared: list[str] | None = None, note: str = "") -> Contact:
    """Both hold each other's card; `note` is what `one` wrote about `other`."""
    low, high = sorted((one.person_id, other.person_id))
    contact = Contact(
        event_id=one.event_id,
        low_person_id=low,
        high_person_id=high,
        state="exchanged",
        asked_by=one.person_id,
        created_at=NOW,
        exchanged_at=NOW,
    )
    session.add(contact)
    session.flush()
    for person_id, written in ((one.person_id, note), (other.person_id, "")):
        side = ContactSide(contact_id=contact.id, person_id=person_id, shared_fields=shared or ["email"], shared_at=NOW, note=written)
        session.add(side)
    session.flush()
    return contact


def queue_met(session: Session, attendee: Attendee) -> None:
    _queue(session, attendee, "met")


def queue_nobody(session: Session, attendee: Attendee) -> None:
    _queue(session, attendee, "met_nobody")


def _queue(session: Session, attendee: Attendee, kind: str) -> None:
    email = session.get_one(Person, attendee.person_id).email
    queue_letter(session, kind=kind, address=email, now=NOW, event_id=attendee.event_id, campaign=CAMPAIGN, person_id=attendee.person_id)
