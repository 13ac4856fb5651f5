"""What came of follow-ups: noted once per person met and act, on a day; shown to whoever did it, and to organisers only in figures."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import Act
from matchmaker.store.models.contacts import FollowUpAct
from matchmaker.store.queries.followup_acts import forget_mark, own_sides
from matchmaker.store.upsert import insert_into


def note_acts(session: Session, person_id: int, contact_ids: Collection[int], act: Act, now: datetime) -> None:
    """Note that this person did this about these contacts; what was noted before stays, what is not theirs or long over is left out."""
    sides = own_sides(session, contact_ids, person_id=person_id)
    if not sides:
        return
    rows = [{"contact_id": contact_id, "person_id": person_id, "act": act, "day": now.date()} for contact_id in sides]
    session.execute(insert_into(session, FollowUpAct).values(rows).on_conflict_do_nothing())


def take_mark_back(session: Session, person_id: int, contact_id: int, *, after: datetime | None) -> None:
    """They did not write after all; a mark that is older than `after` stays (None: none does)."""
    forget_mark(session, contact_id, person_id=person_id, after=after.date() if after else None)
