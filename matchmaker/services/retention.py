"""Delete what people said for an event once its time is over; contacts stay with the two people who exchanged cards."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.events.retention import deleted_on
from matchmaker.services.deeds import note_deed
from matchmaker.services.people import forget_unneeded_people
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge, BadgePrint, BadgeSheet
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.models.contacts import Contact, FollowUpAct
from matchmaker.store.models.events import Event
from matchmaker.store.models.exports import ExportFile
from matchmaker.store.models.insights import Introduction
from matchmaker.store.models.interest_edits import InterestEdit
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Decision, Recommendation, RecommendationDraft, SeenMatch
from matchmaker.store.models.matching import TuningRow
from matchmaker.store.models.proposals import Proposal
from matchmaker.store.models.roster import RosterUpload, Seat

# What is about an event's people, besides their attendee rows.
_OF_EVENT: tuple[Any, ...] = (
    *(RecommendationDraft, Recommendation, TuningRow, Decision, SeenMatch, AttendeeInterest, InterestEdit),
    *(Badge, BadgePrint, BadgeSheet, RosterUpload, Seat, CheckIn, Introduction, Proposal, ExportFile),
)
# What a contact doesn't show: whoever has exchanged cards keeps name, organisation, headline and what they shared.
_BLANK: dict[str, Any] = {
    "bio": "",
    "stage": None,
    "languages": [],
    "language_levels": {},
    "remote": False,
    "approach": "",
    "wants_few": False,
    "searchable": False,
    "listed": False,
    "group_name": "",
    "external_id": None,
    "invited_at": None,
    "checked_in_at": None,
}


def events_due(session: Session, *, now: datetime) -> list[int]:
    """Events whose time is over and whose people's words are still here."""
    # Whoever was let in at the door, or brought in by a file, after everything was deleted does not stay for ever either.
    late = exists().where(
        Attendee.event_id == Event.id, or_(Attendee.updated_at > Event.forgotten_at, Attendee.checked_in_at > Event.forgotten_at)
    )
    file = exists().where(RosterUpload.event_id == Event.id, RosterUpload.uploaded_at > Event.forgotten_at)
    waits = (Event.retention_days.is_not(None), or_(Event.forgotten_at.is_(None), late, file), Event.ends_at < now)
    rows = session.execute(select(Event.id, Event.ends_at, Event.retention_days).where(*waits).order_by(Event.id)).all()
    return [event_id for event_id, ends_at, days in rows if (due := deleted_on(ends_at, days)) is not None and due <= now]


def forget_event(session: Session, event_id: int, *, now: datetime) -> int:
    """Delete what its people said, their lists, badges and letters; return how many people are gone from it altogether."""
    quiet = {"synchronize_session": False}
    for model in _OF_EVENT:
        session.execute(delete(model).where(model.event_id == event_id).execution_options(**quiet))
    # Contacts stay with their people; what figures of the event were made of does not.
    here = select(Contact.id).where(Contact.event_id == event_id)
    session.execute(delete(FollowUpAct).where(FollowUpAct.contact_id.in_(here)).execution_options(**quiet))
    done = OutboxLetter.state.not_in(("claimed", "transmitting"))
    session.execute(delete(OutboxLetter).where(OutboxLetter.event_id == event_id, done).execution_options(**quiet))
    session.execute(update(Attendee).where(Attendee.event_id == event_id).values(**_BLANK, updated_at=now).execution_options(**quiet))
    low = select(Contact.low_person_id).where(Contact.event_id == event_id)
    high = select(Contact.high_person_id).where(Contact.event_id == event_id)
    met = or_(Attendee.person_id.in_(low), Attendee.person_id.in_(high))
    gone = session.execute(
        delete(Attendee).where(Attendee.event_id == event_id, ~met).returning(Attendee.person_id).execution_options(**quiet)
    )
    people = gone.scalars().all()
    forget_unneeded_people(session, people)
    # Nobody comes in any more and says something that nothing would delete.
    over = {"forgotten_at": now, "closed_at": func.coalesce(Event.closed_at, now)}
    session.execute(update(Event).where(Event.id == event_id).values(**over).execution_options(**quiet))
    note_deed(session, Deed.EVENT_FORGOTTEN, event_id=event_id, actor_id=None, count=len(people), now=now)
    return len(people)
