"""What one attendee's own page of an event tells about the people around them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Promise
from matchmaker.store.queries.proposals import OPEN_QUESTIONS
from matchmaker.store.queries.safety import may_meet


@dataclass(frozen=True, slots=True)
class MyPeople:
    """How many there are of each: who waits for my answer, whose card I hold, what I promised and is due, who would introduce me."""

    asking: int
    met: int
    promises_due: int
    introductions: int


_CONTACT, _PROMISE, _ME = Contact.__table__.c, Promise.__table__.c, Attendee.__table__.c
_MINE, _THEIRS = ContactSide.__table__.alias("mine"), ContactSide.__table__.alias("theirs")
_MAY_MEET = may_meet(_MINE.c.person_id, _THEIRS.c.person_id)
# Whoever pauses is asked nothing new until they come back.
_CAME_WHILE_I_PAUSE = (
    select(_ME.id)
    .where(_ME.event_id == _CONTACT.event_id, _ME.person_id == _MINE.c.person_id, _ME.paused_at <= _CONTACT.created_at)
    .exists()
)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_HELD = Contact.__table__.alias("held")
_PROMISES_DUE = (
    select(func.count())
    .select_from(Promise.__table__)
    .join(_HELD, _HELD.c.id == _PROMISE.contact_id)
    .where(
        _HELD.c.event_id == bindparam("event_id"),
        _PROMISE.person_id == bindparam("person_id"),
        _PROMISE.done_at.is_(None),
        _PROMISE.due_on <= bindparam("today"),
    )
    .scalar_subquery()
)
_PEOPLE: Select[Any] = (
    select(
        _how_many(
            and_(
                _CONTACT.state == "pending", _CONTACT.asked_by == _THEIRS.c.person_id, _MINE.c.withdrawn_at.is_(None), ~_CAME_WHILE_I_PAUSE
            )
        ),
        _how_many(_CONTACT.state == "exchanged"),
        _PROMISES_DUE,
        OPEN_QUESTIONS,
    )
    .select_from(Contact.__table__)
    .join(_MINE, and_(_MINE.c.contact_id == _CONTACT.id, _MINE.c.person_id == bindparam("person_id")))
    .join(_THEIRS, and_(_THEIRS.c.contact_id == _CONTACT.id, _THEIRS.c.person_id != _MINE.c.person_id))
    .where(
        _CONTACT.event_id == bindparam("event_id"),
        _THEIRS.c.withdrawn_at.is_(None),
        _MINE.c.let_go_at.is_(None),
        _MAY_MEET,
    )
)


def my_people(session: Session, *, event_id: int, person_id: int, today: date, now: datetime) -> MyPeople:
    """In one statement, however many they are."""
    return MyPeople(*session.execute(_PEOPLE, {"event_id": event_id, "person_id": person_id, "today": today, "now": now}).one())
