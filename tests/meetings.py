"""People who met, set straight into the database: for tests of what comes after an exchange."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide
from tests.cast import NOW


def meet(
    session: Session,
    asker: Attendee,
    other: Attendee,
    *,
    state: str = "exchanged",
    at: datetime = NOW,
    shared: tuple[str, ...] = ("email", "phone", "link"),
) -> int:
    """`asker` scanned `other`; returns the contact's id."""
    low, high = sorted((asker.person_id, other.person_id))
    is_exchanged = state == "exchanged"
    contact = Contact(
        event_id=asker.event_id,
        low_person_id=low,
        high_person_id=high,
        state=state,
        asked_by=asker.person_id,
        created_at=at,
        exchanged_at=at if is_exchanged else None,
    )
    session.add(contact)
    session.flush()
    for one in (asker, other):
        gives = is_exchanged or one is asker
        session.add(
            ContactSide(
                contact_id=contact.id,
                person_id=one.person_id,
                shared_fields=list(shared) if gives else [],
                consent_version="exchange-1" if gives else "",
                shared_at=at if is_exchanged else None,
            )
        )
    session.flush()
    return contact.id


def side_of(session: Session, contact_id: int, person: Attendee) -> ContactSide:
    """One person's side, as it is in the database now."""
    mine = select(ContactSide).where(ContactSide.contact_id == contact_id, ContactSide.person_id == person.person_id)
    return session.scalars(mine.execution_options(populate_existing=True)).one()
