"""People of earlier events of the same owner, as far as their data are still there to learn from."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.matching.profile import Decision as Answer
from matchmaker.domain.matching.profile import Profile
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.matches import Decision
from matchmaker.store.queries.safety import takes_part

MOST_PEOPLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class History:
    """What `Matcher.fit` takes as `history` and as further `decisions`; ids of attendees are unique over all events."""

    profiles: tuple[Profile, ...] = ()
    decisions: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierEvent:
    """One event whose people teach, and how many they are."""

    name: str
    ends_at: datetime
    people: int


def history_profiles(session: Session, event_id: int, *, now: datetime, retention_days: int, most: int = MOST_PEOPLE) -> History:
    """The newest people of the owner's earlier events and what they answered there, in three statements whatever their number.

    An earlier event has ended before this one begins, and not so long ago that its data should be gone. Left out is who
    cancelled and who asked to stand in no list.
    """
    people = _newest_people(event_id, now=now, retention_days=retention_days, most=most)
    attendees = session.execute(people).all()
    if not attendees:
        return History()
    ids = people.with_only_columns(Attendee.id).subquery()
    said = _interests_of(session, ids)
    return History(tuple(_profile(row, said[row.id]) for row in attendees), _answers_of(session, ids))


def earlier_events(session: Session, event_id: int, *, now: datetime, retention_days: int) -> tuple[EarlierEvent, ...]:
    """The events `history_profiles` draws on, the latest first, with how many people each brings."""
    rows = session.execute(
        select(Event.name, Event.ends_at, func.count(Attendee.id))
        .join(Attendee, Attendee.event_id == Event.id)
        .where(*_may_teach(event_id, now=now, retention_days=retention_days))
        .group_by(Event.id, Event.name, Event.ends_at)
        .order_by(Event.ends_at.desc(), Event.id.desc())
    )
    return tuple(EarlierEvent(*row) for row in rows)


def _newest_people(event_id: int, *, now: datetime, retention_days: int, most: int) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Attendee.id,
        Attendee.headline,
        Attendee.bio,
        Attendee.stage,
        Attendee.languages,
        Attendee.organisation,
        Attendee.remote,
        Attendee.hidden_fields,
    )
    return (
        select(*columns)
        .join(Event, Event.id == Attendee.event_id)
        .where(*_may_teach(event_id, now=now, retention_days=retention_days))
        .order_by(Event.ends_at.desc(), Attendee.id.desc())
        .limit(most)
    )


def _may_teach(event_id: int, *, now: datetime, retention_days: int) -> tuple[Any, ...]:
    """Which rows of `event` and `attendee` the event may learn from."""
    begins = select(Event.starts_at).where(Event.id == event_id).scalar_subquery()
    mine, theirs = aliased(EventRole), aliased(EventRole)
    same_owner = (
        select(mine.person_id)
        .join(theirs, and_(theirs.person_id == mine.person_id, theirs.role == "owner"))
        .where(mine.event_id == event_id, mine.role == "owner", theirs.event_id == Event.id)
        .exists()
    )
    return (
        Event.id != event_id,
        Event.ends_at < begins,
        Event.ends_at <= now,
        Event.ends_at >= now - timedelta(days=retention_days),
        same_owner,
        takes_part(Attendee),
    )


def _interests_of(session: Session, ids: Any) -> dict[int, dict[str, list[str]]]:
    said: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = session.execute(
        select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
        .join(ids, ids.c.id == AttendeeInterest.attendee_id)
        .order_by(AttendeeInterest.attendee_id, AttendeeInterest.position, AttendeeInterest.id)
    )
    for attendee_id, kind, text in rows:
        said[attendee_id][kind].append(text)
    return said


def _answers_of(session: Session, ids: Any) -> tuple[Answer, ...]:
    others = ids.alias()
    rows = session.execute(
        select(Decision.reader_id, Decision.other_id, Decision.answer, Decision.decided_at)
        .join(ids, ids.c.id == Decision.reader_id)
        .join(others, others.c.id == Decision.other_id)
        .where(Decision.answer != "later")
        .order_by(Decision.reader_id, Decision.other_id)
    )
    return tuple(Answer(*row) for row in rows)


def _profile(row: Any, said: dict[str, list[str]]) -> Profile:
    hidden = row.hidden_fields
    return Profile(
        row.id,
        talk_about=said["talk"],
        offers=said["offer"],
        seeks=said["seek"],
        texts=("" if "bio" in hidden else row.bio,),
        headline="" if "headline" in hidden else row.headline,
        stage=None if "stage" in hidden else row.stage,
        languages=[] if "languages" in hidden else row.languages,
        organisation="" if "organisation" in hidden else row.organisation,
        remote=row.remote,
    )
