"""The people a reader's sliders sort, as far as the reader may see them now."""

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from matchmaker.domain.matching.tuning import TunedPerson, person_in
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.matching import TuningRow


def tuning_rows_of(session: Session, event_id: int, reader_id: int) -> tuple[TunedPerson, ...]:
    """In the order they were stored in; without whoever left, hides or was turned away since."""
    stored = session.scalars(select(TuningRow.people).where(TuningRow.event_id == event_id, TuningRow.reader_id == reader_id)).one_or_none()
    people = [person_in(row) for row in stored or ()]
    ids = [person.id for person in people]
    my_answer = and_(Decision.event_id == event_id, Decision.reader_id == reader_id, Decision.other_id == Attendee.id)
    seen = set(
        session.scalars(
            select(Attendee.id)
            .outerjoin(Decision, my_answer)
            .where(
                Attendee.event_id == event_id,
                Attendee.id.in_(ids),
                Attendee.id != reader_id,
                Attendee.status == "registered",
                Attendee.listed,
                Decision.answer.is_(None) | (Decision.answer == "accepted"),
            )
        )
    )
    return tuple(person for person in people if person.id in seen)
