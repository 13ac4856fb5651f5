"""What came of a reminder: whoever is reminded and then writes, puts off or lets fade has answered it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import Act
from matchmaker.store.models.contacts import Contact, FollowUpAct
from matchmaker.store.models.events import Event
from matchmaker.store.models.warm import Reminder
from matchmaker.store.upsert import insert_into

TOUCHED, SNOOZED, FADED, KEPT = "touched", "snoozed", "faded", "kept"
_CAUSES = {KEPT: "promise"}


def note_reminded(session: Session, person_ids: Collection[int], days: Collection[date]) -> None:
    """Let the figures of follow-ups know of these people's reminders of those days, as far as an event is still counted."""
    told = (
        select(Reminder.contact_id, Reminder.person_id, literal(Act.REMINDED.value), Reminder.day)
        .join(Contact, Contact.id == Reminder.contact_id)
        .join(Event, Event.id == Contact.event_id)
        .where(Reminder.person_id.in_(person_ids), Reminder.day.in_(days), Reminder.cause == "rhythm", Event.forgotten_at.is_(None))
    )
    columns = ["contact_id", "person_id", "act", "day"]
    session.execute(insert_into(session, FollowUpAct).from_select(columns, told, include_defaults=False).on_conflict_do_nothing())


def answer_reminders(session: Session, contact_ids: Collection[int], *, person_id: int, answer: str, now: datetime) -> None:
    """Write down what this person did after they were reminded of these contacts; the first answer counts."""
    mine = update(Reminder).where(Reminder.person_id == person_id, Reminder.contact_id.in_(contact_ids), Reminder.answered_at.is_(None))
    mine = mine.where(Reminder.cause == _CAUSES.get(answer, "rhythm")).values(answer=answer, answered_at=now)
    session.execute(mine.execution_options(synchronize_session=False))


def take_answers_back(session: Session, contact_ids: Collection[int], *, person_id: int, answered_at: datetime) -> None:
    """What was done at that moment is undone, and so is what it answered."""
    mine = update(Reminder).where(
        Reminder.person_id == person_id, Reminder.contact_id.in_(contact_ids), Reminder.answered_at == answered_at
    )
    session.execute(mine.values(answer="", answered_at=None).execution_options(synchronize_session=False))
