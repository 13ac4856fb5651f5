"""Who gets a letter of reminders today: one at most, with everything that is due in it.

Once a week, on the day one chose, it tells of people for whom it is time; a promise comes on its own day. Whatever brings a letter
about, it tells of all that is due and was not told of yet, so that no second one follows. Each day on which it is time is told of once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.warm.quiet import Hours, is_digest_day, may_leave, next_leave
from matchmaker.domain.warm.tie import Side, is_told, tie_of
from matchmaker.services.mail import Recipient, queue_letters
from matchmaker.services.reminders import note_reminded
from matchmaker.services.unsubscribe import KEEP_WARM
from matchmaker.services.warm_care import hours_as_kept
from matchmaker.store.models.warm import Reminder, WarmHours
from matchmaker.store.queries import warm as asked
from matchmaker.store.queries.warm import SideRow
from matchmaker.store.upsert import insert_into

PORTION = 100  # a fifth of a second: meanwhile nobody else writes on SQLite
A_DAY_AHEAD = timedelta(days=1)  # it is tomorrow already somewhere east of here


@dataclass(frozen=True, slots=True)
class Due:
    """One person's letter: the contacts it tells of."""

    person_id: int
    address: str
    day: date
    people: tuple[int, ...]
    promised: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    """What became of a portion of people: who was looked at last (0: nobody is left), and the letters."""

    last_id: int
    letters: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class _Facts:
    sides: Mapping[int, Sequence[SideRow]] = field(default_factory=dict)
    promises: Mapping[int, Sequence[asked.DuePromise]] = field(default_factory=dict)
    of_tags: Mapping[int, dict[str, str]] = field(default_factory=dict)
    told: Mapping[tuple[int, int, str], date] = field(default_factory=dict)
    lettered: Collection[tuple[int, date]] = ()


def remind(session: Session, *, as_of: datetime, now: datetime, after: int = 0) -> Portion:
    """Look at the next portion of people whose hour has come, and queue what is due.

    Parameters
    ----------
    as_of
        The moment for which is decided who is due; a later one than now shows what will be, and moves nobody's hour.
    now
        When the letters are written down.
    after
        The last person of the portion before.
    """
    looked_at = asked.people_to_look_at(session, as_of=as_of, after=after, most=PORTION)
    if not looked_at:
        return Portion(0)
    facts = _facts(session, [kept for kept, _ in looked_at], as_of)
    letters = tuple(due for kept, address in looked_at if (due := _letter(kept, address, facts, as_of)))
    _queue(session, letters, now=now)
    if as_of <= now:
        _look_again(session, [kept for kept, _ in looked_at], as_of)
    return Portion(looked_at[-1][0].person_id, letters)


def campaign_of(day: date) -> str:
    return f"warm|{day.isoformat()}"


def _facts(session: Session, looked_at: Sequence[WarmHours], as_of: datetime) -> _Facts:
    ids = [kept.person_id for kept in looked_at if may_leave(hours_as_kept(kept), as_of)]
    if not ids:
        return _Facts()
    sides: dict[int, list[SideRow]] = {}
    for side in asked.sides_to_look_at(session, ids):
        sides.setdefault(side.person_id, []).append(side)
    promises: dict[int, list[asked.DuePromise]] = {}
    for one in asked.promises_to_look_at(session, ids, until=(as_of + A_DAY_AHEAD).date()):
        promises.setdefault(one.person_id, []).append(one)
    days = {hours_as_kept(kept).day_at(as_of) for kept in looked_at}
    return _Facts(
        sides, promises, asked.tag_rhythms(session, ids), asked.last_told(session, ids), asked.days_with_letter(session, ids, days)
    )


def _letter(kept: WarmHours, address: str, facts: _Facts, as_of: datetime) -> Due | None:
    hours, person_id = hours_as_kept(kept), kept.person_id
    today = hours.day_at(as_of)
    if not may_leave(hours, as_of) or (person_id, today) in facts.lettered:
        return None
    people = _people_due(person_id, hours, facts, today)
    promised, is_new = _promises_due(person_id, facts, today)
    is_time = is_new or (people and is_digest_day(hours, today, last=kept.looked_on))
    return Due(person_id, address, today, people, promised) if is_time else None


def _people_due(person_id: int, hours: Hours, facts: _Facts, today: date) -> tuple[int, ...]:
    """The newest contact with each person for whom it is time and of whom no letter has told since."""
    by_other: dict[int, list[SideRow]] = {}
    for row in facts.sides.get(person_id, ()):
        by_other.setdefault(row.other_id, []).append(row)
    due = []
    for rows in by_other.values():
        tie = (
            None
            if any(row.asks_for_peace for row in rows)
            else tie_of([_side(row) for row in rows], facts.of_tags.get(person_id, {}), hours)
        )
        told_on = max((day for row in rows if (day := facts.told.get((person_id, row.contact_id, "rhythm")))), default=None)
        if tie and is_told(tie, told_on, today) is False:
            due.append(rows[0].contact_id)
    return tuple(due)


def _promises_due(person_id: int, facts: _Facts, today: date) -> tuple[tuple[int, ...], bool]:
    """The contacts with a promise that is due, and whether no letter has told of one of them yet."""
    held = {row.contact_id for row in facts.sides.get(person_id, ()) if row.let_go_at is None}
    due = [one for one in facts.promises.get(person_id, ()) if one.due_on and one.due_on <= today and one.contact_id in held]
    is_new = any(facts.told.get((person_id, one.contact_id, "promise"), date.min) < one.due_on for one in due if one.due_on)
    return tuple({one.contact_id: None for one in due}), is_new


def _side(row: SideRow) -> Side:
    return Side(row.met_at, row.touched_at, row.rhythm, row.tags, row.snoozed_until, row.faded_at is not None, row.let_go_at is not None)


def _queue(session: Session, letters: Sequence[Due], *, now: datetime) -> None:
    by_day: dict[date, list[Due]] = {}
    for due in letters:
        by_day.setdefault(due.day, []).append(due)
    for day, some in by_day.items():
        recipients = [Recipient(due.address, due.person_id, {"day": day.isoformat()}) for due in some]
        queue_letters(session, kind=KEEP_WARM, recipients=recipients, campaign=campaign_of(day), now=now)
    told = [
        {"person_id": due.person_id, "contact_id": contact_id, "day": due.day, "cause": cause, "answer": ""}
        for due in letters
        for cause, contacts in (("rhythm", due.people), ("promise", due.promised))
        for contact_id in contacts
    ]
    if told:
        session.execute(insert_into(session, Reminder).on_conflict_do_nothing(), told)
        note_reminded(session, [due.person_id for due in letters], by_day)


def _look_again(session: Session, looked_at: Sequence[WarmHours], as_of: datetime) -> None:
    """Tomorrow at the same hour, or whenever it is not quiet then."""
    rows = []
    for kept in looked_at:
        hours = hours_as_kept(kept)
        today = hours.day_at(as_of)
        is_looked = may_leave(hours, as_of) and is_digest_day(hours, today, last=kept.looked_on)
        rows.append({"person_id": kept.person_id, "look_at": next_leave(hours, as_of), "looked_on": today if is_looked else kept.looked_on})
    session.execute(update(WarmHours), rows)
