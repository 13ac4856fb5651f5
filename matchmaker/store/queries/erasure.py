"""What stands in the way of forgetting somebody, and where they are."""

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.roster.naming import names_address
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Promise
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUndo, RosterUpload

WAITING = ("reading", "staged", "importing")


def lock_teams_of(session: Session, person_id: int) -> None:
    """Nobody joins, leaves or changes roles in this person's teams until the commit."""
    mine = aliased(EventRole)
    theirs = exists().where(mine.event_id == EventRole.event_id, mine.person_id == person_id)
    session.execute(select(EventRole.person_id).where(theirs).order_by(EventRole.event_id, EventRole.person_id).with_for_update())


def events_owned_alone(session: Session, person_id: int) -> tuple[str, ...]:
    """The names of events that would have no owner without this person."""
    other = aliased(EventRole)
    somebody_else = exists().where(other.event_id == EventRole.event_id, other.role == "owner", other.person_id != person_id)
    alone = select(Event.name).join(EventRole, EventRole.event_id == Event.id)
    return tuple(
        session.scalars(alone.where(EventRole.person_id == person_id, EventRole.role == "owner", ~somebody_else).order_by(Event.name))
    )


def attended_by(session: Session, person_id: int) -> dict[int, int]:
    """The person's attendee at each event they are at, by event."""
    rows = session.execute(select(Attendee.event_id, Attendee.id).where(Attendee.person_id == person_id))
    return dict(list(rows))


def uploads_naming(session: Session, email_key: str) -> tuple[int, ...]:
    """Attendee files that wait, or are just being brought in, and hold this address."""
    waiting = select(RosterUpload.id, RosterUpload.content).where(RosterUpload.state.in_(WAITING)).execution_options(yield_per=1)
    return tuple(upload_id for upload_id, content in session.execute(waiting) if names_address(content, email_key))


def rejected_naming(session: Session, email_key: str) -> tuple[int, ...]:
    """Files that are in, whose rows that stayed out hold this address."""
    kept = select(RosterUpload.id, RosterUpload.rejected).where(RosterUpload.rejected.is_not(None)).execution_options(yield_per=1)
    return tuple(upload_id for upload_id, rejected in session.execute(kept) if rejected and names_address(rejected, email_key))


def tickets_passed_on(person_id: int) -> Select[int]:
    """The events at which a file handed a ticket of theirs to somebody else, as far back as an undo reaches."""
    return select(RosterUndo.event_id).where(RosterUndo.former_person_id == person_id)


def told_of_former_holder(person_id: int) -> ColumnElement[bool]:
    """What files wrote about a ticket until it was handed on: that was about this person, or about those who had it before."""
    passed = aliased(RosterUndo)
    same_ticket = (passed.event_id == RosterUndo.event_id) & (passed.attendee_id == RosterUndo.attendee_id)
    return exists().where(passed.former_person_id == person_id, same_ticket, passed.upload_id >= RosterUndo.upload_id)


def pointless_contacts(session: Session, person_id: int) -> tuple[int, ...]:
    """Contacts of somebody forgotten that nobody has anything of: the other is forgotten too, or never saw a card and noted nothing."""
    other, them = aliased(ContactSide), aliased(Person)
    noted = or_(other.note != "", exists().where(Promise.contact_id == other.contact_id, Promise.person_id == other.person_id))
    mine = or_(Contact.low_person_id == person_id, Contact.high_person_id == person_id)
    rows = select(Contact.id).join(other, other.contact_id == Contact.id).join(them, them.id == other.person_id)
    never_met = (Contact.state != "exchanged") & ~noted
    return tuple(session.scalars(rows.where(mine, other.person_id != person_id, or_(them.erased_at.is_not(None), never_met))))
