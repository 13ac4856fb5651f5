"""The people a reader may turn to with their sliders and filters, as far as the reader may see them now."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.domain.matching.tuning import TunedPerson, person_in
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.matching import TuningRow
from matchmaker.store.queries.places import IS_OPEN, MAY_BE_SEEN, ME, NOT_MET, READER, MatchRow, asked_by, joined, place_columns
from matchmaker.store.queries.safety import may_meet

Said = dict[str, list[str]]  # talk, offer, seek -> entries


class PoolRow(NamedTuple):
    """Somebody a reader's list may be turned to; `rank` is None beside the stored list, and `place.reasons` are empty then."""

    place: MatchRow
    rank: int | None
    languages: tuple[str, ...]
    group: str
    remote: bool


_PERSON, _PLACE = Attendee.__table__.c, Recommendation.__table__.c
_ON_LIST = and_(_PLACE.event_id == _PERSON.event_id, _PLACE.reader_id == READER, _PLACE.other_id == _PERSON.id)
_REASONS = func.coalesce(cast(_PLACE.reasons, String), "[]")
_POOL: Select[Any] = (
    select(*place_columns(_REASONS), _PLACE.rank, _PERSON.languages, _PERSON.group_name, _PERSON.remote, _PERSON.hidden_fields)
    .select_from(joined(Attendee.__table__.outerjoin(Recommendation.__table__, _ON_LIST)))
    .where(
        *MAY_BE_SEEN,
        may_meet(_PERSON.person_id, ME),
        IS_OPEN,
        NOT_MET,
        or_(_PLACE.rank.is_not(None), _PERSON.id.in_(bindparam("ids", expanding=True))),
    )
)


def tuning_rows_of(session: Session, event_id: int, reader_id: int) -> tuple[TunedPerson, ...]:
    """What this reader's sliders sort, as it was stored; `pool_of` says whom of it they may see now."""
    stored = session.scalars(select(TuningRow.people).where(TuningRow.event_id == event_id, TuningRow.reader_id == reader_id)).one_or_none()
    return tuple(person_in(row) for row in stored or ())


def pool_of(session: Session, *, event_id: int, reader_id: int, person_id: int, ids: Collection[int], now: datetime) -> tuple[PoolRow, ...]:
    """The stored list, best first, then those of `ids` beside it; without whoever left, hides, is blocked, was answered or met."""
    asked = asked_by(event_id=event_id, reader_id=reader_id, person_id=person_id, now=now)
    rows = session.connection().execute(_POOL, {**asked, "ids": list(ids)})
    cards = len(MatchRow._fields)
    pool = []
    for row in rows:
        rank, languages, group, remote, hidden = row[cards:]
        # What somebody shows only after an exchange must not be found out by filtering either.
        pool.append(PoolRow(MatchRow._make(row[:cards]), rank, () if "languages" in hidden else tuple(languages), group, remote))
    return tuple(sorted(pool, key=lambda one: (one.rank is None, one.rank or 0, one.place.other_id)))


def words_of_people(session: Session, event_id: int, ids: Collection[int]) -> dict[int, Said]:
    """What some people of one event talk about, offer and seek."""
    said: dict[int, Said] = {}
    rows = session.execute(
        select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
        .where(AttendeeInterest.event_id == event_id, AttendeeInterest.attendee_id.in_(ids))
        .order_by(AttendeeInterest.attendee_id, AttendeeInterest.position, AttendeeInterest.id)
    )
    for attendee_id, kind, text in rows:
        said.setdefault(attendee_id, {}).setdefault(kind, []).append(text)
    return said
