"""The door: somebody comes in, is in already, is taken back. Entries are kept one by one; who is in stands with the attendee."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.live import live_code, live_mark
from matchmaker.domain.badges.token import badge_code_in, hash_code, hash_short_code, normalise_short_code
from matchmaker.domain.checkin.verdict import Verdict, verdict_of
from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.outbox.batch import clamped
from matchmaker.errors import N_, ConflictError, NotAllowedError, NotFoundError
from matchmaker.services.deeds import note_deed
from matchmaker.services.recommend import want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.models.events import Event
from matchmaker.store.queries.checkin import (
    DoorPerson,
    door_person,
    door_person_with_code,
    door_person_with_short_code,
    entry_with_id,
    first_desk_of,
    generation_of,
    in_since,
)
from matchmaker.store.queries.reports import is_taken_out
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Who stands at this desk: somebody of the team, or a paired device that belongs to nobody."""

    event_id: int
    person_id: int | None = None
    desk_id: int | None = None
    is_host: bool = False  # may let a cancelled ticket in


@dataclass(frozen=True, slots=True)
class Entry:
    """One person before the desk, by their code or by their number; `at` is the desk's clock for what was kept without a network."""

    entry_id: str
    way: str
    code: str = ""
    attendee_id: int | None = None
    lets_in: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """What the desk shows. `desk` is where they came in, "" for the team's own desk; nothing but the name is told of anybody."""

    verdict: Verdict
    entry_id: str
    attendee_id: int | None = None
    name: str = ""
    since: datetime | None = None
    desk: str = ""


def turn_check_in(session: Session, event_id: int, *, on: bool, by: int, now: datetime) -> None:
    """Whether this event knows who is in; from then on a printed badge exchanges at once only between two who are."""
    changed = update(Event).where(Event.id == event_id, Event.check_in_on.is_not(on)).values(check_in_on=on)
    if session.execute(changed.returning(Event.id)).one_or_none() is not None:
        note_deed(session, Deed.CHECK_IN_ON if on else Deed.CHECK_IN_OFF, event_id=event_id, actor_id=by, now=now)


def check_in(session: Session, keeper: Doorkeeper, entry: Entry, *, settings: Settings, now: datetime) -> DoorAnswer:
    """Let somebody in, or say why not; the same entry sent again gets the same answer.

    Raises
    ------
    ConflictError
        The entry was kept for somebody else already.
    """
    person = find_person(session, keeper.event_id, entry, settings=settings, now=now)
    if person is not None and person.status != "registered" and entry.lets_in:
        person = _let_in(session, keeper, person, now=now)
    registered = person is not None and person.status == "registered"
    if person is None or not registered:
        verdict = verdict_of(known=person is not None, registered=registered, was_in=False)
        return DoorAnswer(verdict, entry.entry_id, person.id if person else None, person.name if person else "")
    at = clamped(entry.at, earliest=person.created_at, now=now)
    if not _keep(session, keeper, entry, person, at=at, now=now):  # before anything else: one that was taken back lets nobody in anew
        return _said_before(session, keeper.event_id, entry.entry_id, person)
    if _mark_in(session, keeper.event_id, person.id, at or now):
        return DoorAnswer(Verdict.IN, entry.entry_id, person.id, person.name, at or now)
    session.execute(_entry(keeper.event_id, entry.entry_id).values(was_in=True))
    return _with_place(session, keeper.event_id, DoorAnswer(Verdict.ALREADY, entry.entry_id, person.id, person.name))


def undo_check_in(session: Session, keeper: Doorkeeper, entry_id: str, *, now: datetime) -> DoorAnswer:
    """Take back what one desk did about one person; whom another desk let in as well stays in, and the answer says so.

    Raises
    ------
    NotFoundError
        No such entry at this event.
    """
    kept = entry_with_id(session, keeper.event_id, entry_id)
    person = door_person(session, keeper.event_id, kept.attendee_id) if kept else None
    if kept is None or person is None:
        raise NotFoundError
    if kept.undone_at is None:
        same_desk = (CheckIn.desk_id.is_not_distinct_from(kept.desk_id), CheckIn.done_by.is_not_distinct_from(kept.done_by))
        mine = (CheckIn.event_id == keeper.event_id, CheckIn.attendee_id == person.id, CheckIn.undone_at.is_(None), *same_desk)
        session.execute(
            update(CheckIn).where(*mine).values(undone_at=now, undone_desk_id=keeper.desk_id).execution_options(synchronize_session=False)
        )
        since = in_since(session, keeper.event_id, person.id)
        session.execute(_of(keeper.event_id, person.id).values(checked_in_at=since))
        about = ("check_in", kept.id)
        note_deed(session, Deed.CHECK_IN_UNDONE, event_id=keeper.event_id, actor_id=keeper.person_id, about=about, now=now)
    still_in = in_since(session, keeper.event_id, person.id) is not None
    answer = DoorAnswer(Verdict.STILL_IN if still_in else Verdict.UNDONE, entry_id, person.id, person.name)
    return _with_place(session, keeper.event_id, answer) if still_in else answer


def find_person(session: Session, event_id: int, entry: Entry, *, settings: Settings, now: datetime) -> DoorPerson | None:
    """Whose badge was read; whom the desk had found by itself, if the code says nothing (any more)."""
    found = _by_code(session, event_id, entry, settings=settings, now=now) if entry.code else None
    if found is None and entry.attendee_id is not None:
        return door_person(session, event_id, entry.attendee_id)
    return found


def _by_code(session: Session, event_id: int, entry: Entry, *, settings: Settings, now: datetime) -> DoorPerson | None:
    key, code = settings.badge_key, badge_code_in(entry.code, settings.base_url)
    if code is None:
        short = normalise_short_code(entry.code)
        return door_person_with_short_code(session, event_id, hash_short_code(key, short, event_id=event_id)) if short else None
    printed = door_person_with_code(session, event_id, hash_code(code))
    if printed is not None:
        return printed
    mark = live_mark(key, code)  # on somebody's own screen
    generation = generation_of(session, event_id, mark.attendee_id)
    if generation is None or mark.has_run_out(now=entry.at or now):
        return None
    made_anew = live_code(key, event_id=event_id, attendee_id=mark.attendee_id, generation=generation, step=mark.step)
    return door_person(session, event_id, mark.attendee_id) if hmac.compare_digest(made_anew, code) else None


def _let_in(session: Session, keeper: Doorkeeper, person: DoorPerson, *, now: datetime) -> DoorPerson | None:
    """A host's word counts more than a cancelled ticket, but not more than an owner who took somebody out."""
    if not keeper.is_host:
        raise NotAllowedError(N_("Only a host or owner lets a cancelled ticket in."))
    if is_taken_out(session, keeper.event_id, person.person_id):
        raise NotAllowedError(N_("This place is not a desk’s to give back. Ask an owner, who finds it under Reports."))
    session.execute(_of(keeper.event_id, person.id).values(status="registered", left_at=None, updated_at=now))
    want_lists(session, keeper.event_id)
    note_deed(session, Deed.LET_IN, event_id=keeper.event_id, actor_id=keeper.person_id, about=("attendee", person.id), now=now)
    return door_person(session, keeper.event_id, person.id)


def _mark_in(session: Session, event_id: int, attendee_id: int, at: datetime) -> bool:
    """One conditional update decides which of two desks was first; a later one can only bring the time forward."""
    mine = _of(event_id, attendee_id).values(checked_in_at=at)
    if session.execute(mine.where(Attendee.checked_in_at.is_(None)).returning(Attendee.id)).one_or_none() is not None:
        return True
    session.execute(mine.where(Attendee.checked_in_at > at))
    return False


def _keep(session: Session, keeper: Doorkeeper, entry: Entry, person: DoorPerson, *, at: datetime | None, now: datetime) -> bool:
    """Store an entry; False if it is stored already."""
    values: dict[str, Any] = {"event_id": keeper.event_id, "attendee_id": person.id, "entry_id": entry.entry_id, "way": entry.way}
    values |= {"done_at": now, "client_at": at, "done_by": keeper.person_id, "desk_id": keeper.desk_id}
    statement = insert_into(session, CheckIn).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(CheckIn.id)).one_or_none() is not None


def _said_before(session: Session, event_id: int, entry_id: str, person: DoorPerson) -> DoorAnswer:
    kept = entry_with_id(session, event_id, entry_id)
    if kept is None or kept.attendee_id != person.id:
        raise ConflictError(N_("This entry was kept for somebody else already, so nothing was changed. Scan them once more."))
    if kept.undone_at is not None:
        return DoorAnswer(Verdict.UNDONE, entry_id, person.id, person.name)
    answer = DoorAnswer(Verdict.ALREADY if kept.was_in else Verdict.IN, entry_id, person.id, person.name)
    return _with_place(session, event_id, answer)


def _with_place(session: Session, event_id: int, answer: DoorAnswer) -> DoorAnswer:
    person = door_person(session, event_id, answer.attendee_id or 0)
    since = person.checked_in_at if person else None
    desk = first_desk_of(session, event_id, answer.attendee_id or 0)
    return DoorAnswer(answer.verdict, answer.entry_id, answer.attendee_id, answer.name, since, desk)


def _of(event_id: int, attendee_id: int) -> Update:
    mine = update(Attendee).where(Attendee.event_id == event_id, Attendee.id == attendee_id)
    return mine.execution_options(synchronize_session=False)


def _entry(event_id: int, entry_id: str) -> Update:
    return update(CheckIn).where(CheckIn.event_id == event_id, CheckIn.entry_id == entry_id).execution_options(synchronize_session=False)
