"""What one reader answered about others, for their own eyes."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, case, false, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.matches import Decision
from matchmaker.store.queries.safety import may_meet, takes_part


class AnswerRow(NamedTuple):
    other_id: int
    name: str
    has_exchanged: bool
    answer: str
    decided_at: datetime


def given_answers(session: Session, *, event_id: int, reader_id: int, person_id: int, limit: int) -> tuple[AnswerRow, ...]:
    """The newest answers about people who are still to be seen."""
    our_contact = and_(
        Contact.event_id == event_id,
        Contact.low_person_id == case((Attendee.person_id > person_id, person_id), else_=Attendee.person_id),
        Contact.high_person_id == case((Attendee.person_id > person_id, Attendee.person_id), else_=person_id),
    )
    rows = session.execute(
        select(
            Decision.other_id,
            Attendee.name,
            case((Contact.state == "exchanged", True), else_=false()),
            Decision.answer,
            Decision.decided_at,
        )
        .join(Attendee, and_(Attendee.event_id == Decision.event_id, Attendee.id == Decision.other_id))
        .outerjoin(Contact, our_contact)
        .where(Decision.event_id == event_id, Decision.reader_id == reader_id)
        .where(takes_part(Attendee), may_meet(Attendee.person_id, person_id))
        .order_by(Decision.decided_at.desc(), Decision.other_id)
        .limit(limit)
    )
    return tuple(AnswerRow(*row) for row in rows)
