"""Keeps what a reader's sliders sort."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matchmaker.domain.matching.tuning import MOST_PEOPLE, TunedPerson, as_row
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.matching import TuningRow


def store_tuning_rows(session: Session, event_id: int, rows: Mapping[int, Sequence[TunedPerson]], *, version: int) -> None:
    """Replace the rows of these readers; whoever has nobody any more has no row.

    Parameters
    ----------
    rows : mapping of reader's id to at most 60 people
    version : int
        The build they belong to, as `claim_lists` gave it.

    Raises
    ------
    ValueError
        More people than a row holds.
    """
    if any(len(people) > MOST_PEOPLE for people in rows.values()):
        raise ValueError(f"a row holds at most {MOST_PEOPLE} people")
    session.execute(delete(TuningRow).where(TuningRow.event_id == event_id, TuningRow.reader_id.in_(list(rows))))
    still_here = set(session.scalars(select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_(list(rows)))))
    fresh = [
        {"event_id": event_id, "reader_id": reader_id, "version": version, "people": [as_row(person) for person in people]}
        for reader_id, people in rows.items()
        if people and reader_id in still_here
    ]
    if fresh:
        session.execute(insert(TuningRow), fresh)
    session.flush()
