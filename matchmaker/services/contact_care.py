"""How somebody stays in touch with a person they met: a touch, peace from letters, letting go and bringing back."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import Act
from matchmaker.services.contact_book import person_met
from matchmaker.services.contact_words import change_sides, ids_of
from matchmaker.services.followup_acts import note_acts, take_mark_back
from matchmaker.services.reminders import TOUCHED, answer_reminders, take_answers_back


def note_touch(session: Session, contact_id: int, *, person_id: int, now: datetime) -> datetime | None:
    """Write down that the two were in touch now; returns what stood there before, so that it can be put back."""
    _, known = person_met(session, contact_id, event_id=None, person_id=person_id)
    set_touch(session, contact_id, person_id=person_id, touched_at=now)
    note_acts(session, person_id, [contact_id], Act.MARKED, now)
    return known.touched_at


def undo_touch(session: Session, contact_id: int, *, person_id: int, touched_at: datetime | None) -> None:
    """Put back what stood there before; that they were written to is taken back with it, unless it was so even then."""
    set_touch(session, contact_id, person_id=person_id, touched_at=touched_at)
    take_mark_back(session, person_id, contact_id, after=touched_at)


def set_touch(session: Session, contact_id: int, *, person_id: int, touched_at: datetime | None) -> None:
    """Say when the two were last in touch, or (None) that they were not since they met. A later touch answers reminders."""
    _, known = person_met(session, contact_id, event_id=None, person_id=person_id)
    stood, ids = known.touched_at, ids_of(known)
    change_sides(session, ids, person_id=person_id, touched_at=touched_at)
    if touched_at and (stood is None or touched_at > stood):
        answer_reminders(session, ids, person_id=person_id, answer=TOUCHED, now=touched_at)
    elif stood:
        take_answers_back(session, ids, person_id=person_id, answered_at=stood)


def ask_no_follow_up(session: Session, contact_id: int, *, person_id: int, wanted: bool) -> None:
    """Tell the other that no letters are wanted, or that they are welcome again."""
    _set(session, contact_id, person_id, asks_no_follow_up=wanted)


def let_go(session: Session, contact_id: int, *, person_id: int, now: datetime) -> None:
    """Take somebody out of one's list; what was noted stays, and the other is not told."""
    _set(session, contact_id, person_id, let_go_at=now)


def bring_back(session: Session, contact_id: int, *, person_id: int) -> None:
    _set(session, contact_id, person_id, let_go_at=None)


def _set(session: Session, contact_id: int, person_id: int, **values: object) -> None:
    _, known = person_met(session, contact_id, event_id=None, person_id=person_id)
    change_sides(session, ids_of(known), person_id=person_id, **values)
