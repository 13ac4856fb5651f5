"""Who wishes to be reminded of whom: what the worker looks through once a day for each, and what one person's pages add to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Promise
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.warm import Reminder, TagRhythm, WarmHours
from matchmaker.store.queries.mail import wants_none
from matchmaker.store.queries.safety import may_meet

KEEP_WARM = "keep_warm"


@dataclass(frozen=True, slots=True)
class SideRow:
    """One meeting of somebody who is looked at with a person whose card they hold."""

    person_id: int
    other_id: int
    contact_id: int
    met_at: datetime
    touched_at: datetime | None
    rhythm: str
    tags: tuple[str, ...]
    snoozed_until: date | None
    faded_at: datetime | None
    let_go_at: datetime | None
    asks_for_peace: bool  # the other wants no letters


@dataclass(frozen=True, slots=True)
class DuePromise:
    person_id: int
    contact_id: int
    due_on: date | None


_Mine, _Theirs = aliased(ContactSide), aliased(ContactSide)
_Me, _Them = aliased(Attendee), aliased(Attendee)
_PAUSED = or_(_Me.paused_at.is_not(None), _Them.paused_at.is_not(None))


def hours_of(session: Session, person_id: int) -> WarmHours | None:
    return session.scalars(select(WarmHours).where(WarmHours.person_id == person_id)).one_or_none()


def home_zone(session: Session, person_id: int) -> str:
    """The time zone of the newest event that a person attends, else UTC: where their day is until they say otherwise."""
    zones = select(Event.time_zone).join(Attendee, Attendee.event_id == Event.id).where(Attendee.person_id == person_id)
    return session.scalar(zones.order_by(Event.starts_at.desc(), Event.id.desc()).limit(1)) or "UTC"


def people_to_look_at(session: Session, *, as_of: datetime, after: int, most: int) -> list[tuple[WarmHours, str]]:
    """Whose hour has come, with their address key; locked until the commit, so that two workers never write to one person."""
    due = (
        select(WarmHours, Person.email_key)
        .join(Person, Person.id == WarmHours.person_id)
        .where(
            WarmHours.look_at <= as_of, WarmHours.person_id > after, Person.erased_at.is_(None), ~wants_none(Person.email_key, KEEP_WARM)
        )
        .order_by(WarmHours.person_id)
        .limit(most)
        .with_for_update(of=WarmHours, skip_locked=True)
    )
    return [(hours, address) for hours, address in session.execute(due)]


def sides_to_look_at(session: Session, person_ids: Collection[int]) -> list[SideRow]:
    """The meetings of these people with everybody whose card they hold, the newest first; none where one of the two pauses."""
    rows = session.execute(_held().where(_Mine.person_id.in_(person_ids)))
    return [_side(list(row)) for row in rows]


def _held() -> Select[*tuple[Any, ...]]:
    met_at = func.coalesce(Contact.exchanged_at, Contact.created_at)
    return (
        select(
            *(_Mine.person_id, _Theirs.person_id, Contact.id, met_at, _Mine.touched_at, _Mine.rhythm, _Mine.tags),
            *(_Mine.snoozed_until, _Mine.faded_at, _Mine.let_go_at, _Theirs.asks_no_follow_up),
        )
        .join(Contact, Contact.id == _Mine.contact_id)
        .join(_Theirs, and_(_Theirs.contact_id == _Mine.contact_id, _Theirs.person_id != _Mine.person_id))
        .outerjoin(_Me, and_(_Me.event_id == Contact.event_id, _Me.person_id == _Mine.person_id))
        .outerjoin(_Them, and_(_Them.event_id == Contact.event_id, _Them.person_id == _Theirs.person_id))
        .where(Contact.state == "exchanged", _Theirs.withdrawn_at.is_(None), may_meet(_Mine.person_id, _Theirs.person_id), ~_PAUSED)
        .order_by(met_at.desc(), Contact.id.desc())
    )


def _side(row: list[Any]) -> SideRow:
    person_id, other_id, contact_id, met_at, touched_at, rhythm, tags, *rest = row
    return SideRow(person_id, other_id, contact_id, met_at, touched_at, rhythm, tuple(tags), *rest)


def paused_contacts(session: Session, person_id: int) -> frozenset[int]:
    """This person's contacts of events at which one of the two pauses."""
    paused = (
        select(_Mine.contact_id)
        .join(Contact, Contact.id == _Mine.contact_id)
        .join(_Theirs, and_(_Theirs.contact_id == _Mine.contact_id, _Theirs.person_id != _Mine.person_id))
        .outerjoin(_Me, and_(_Me.event_id == Contact.event_id, _Me.person_id == _Mine.person_id))
        .outerjoin(_Them, and_(_Them.event_id == Contact.event_id, _Them.person_id == _Theirs.person_id))
        .where(_Mine.person_id == person_id, _PAUSED)
    )
    return frozenset(session.scalars(paused))


def promises_to_look_at(session: Session, person_ids: Collection[int], *, until: date) -> list[DuePromise]:
    """Open promises of these people whose day has come, at the latest calendar of the world."""
    columns = (Promise.person_id, Promise.contact_id, Promise.due_on)
    due = select(*columns).where(Promise.person_id.in_(person_ids), Promise.done_at.is_(None), Promise.due_on <= until)
    return [DuePromise(*row) for row in session.execute(due.order_by(Promise.due_on, Promise.id))]


def tag_rhythms(session: Session, person_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """By person: the rhythm of each of their tags, by the tag's key."""
    found: dict[int, dict[str, str]] = {}
    for person_id, tag, rhythm in session.execute(
        select(TagRhythm.person_id, TagRhythm.tag, TagRhythm.rhythm).where(TagRhythm.person_id.in_(person_ids))
    ):
        found.setdefault(person_id, {})[tag] = rhythm
    return found


def last_told(session: Session, person_ids: Collection[int]) -> dict[tuple[int, int, str], date]:
    """By person, contact and cause: the day of the last letter that told of it."""
    columns = (Reminder.person_id, Reminder.contact_id, Reminder.cause)
    told = select(*columns, func.max(Reminder.day)).where(Reminder.person_id.in_(person_ids)).group_by(*columns)
    return {(person_id, contact_id, cause): day for person_id, contact_id, cause, day in session.execute(told)}


def days_with_letter(session: Session, person_ids: Collection[int], days: Collection[date]) -> set[tuple[int, date]]:
    """Which of these people have a letter on which of these days."""
    told = select(Reminder.person_id, Reminder.day).where(Reminder.person_id.in_(person_ids), Reminder.day.in_(days)).distinct()
    return {(person_id, day) for person_id, day in session.execute(told)}


def told_of(session: Session, person_id: int, day: date, cause: str) -> frozenset[int]:
    """The contacts that a person's letter of that day is about."""
    mine = (Reminder.person_id == person_id, Reminder.day == day, Reminder.cause == cause)
    return frozenset(session.scalars(select(Reminder.contact_id).where(*mine)))
