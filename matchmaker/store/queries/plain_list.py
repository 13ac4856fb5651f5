"""Everybody a reader may see, in an order that favours nobody; plain columns as for the list that is made."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, String, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session

from matchmaker.domain.matching.plain import PRIME, Shuffle
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.queries.places import IS_OPEN, MAY_BE_SEEN, ME, NOT_MET, MatchRow, asked_by, joined, place_columns
from matchmaker.store.queries.safety import may_meet

_PERSON = Attendee.__table__.c
# A plain list has no reasons.
_EVERYBODY: Select[Any] = (
    select(*place_columns(literal("[]", String)))
    .select_from(joined(Attendee.__table__))
    .where(*MAY_BE_SEEN, may_meet(_PERSON.person_id, ME))
)
_OPEN = _EVERYBODY.where(IS_OPEN, NOT_MET)
_DRAWN = (cast(_PERSON.id, BigInteger) * bindparam("factor", type_=BigInteger) + bindparam("start", type_=BigInteger)) % PRIME
_PAGE = _OPEN.order_by(_DRAWN, _PERSON.id).limit(bindparam("limit")).offset(bindparam("offset"))
_HOW_MANY = select(func.count()).select_from(_OPEN.with_only_columns(_PERSON.id).subquery())
_ONE = _EVERYBODY.where(_PERSON.id == bindparam("other_id"))


def count_plain(session: Session, *, event_id: int, reader_id: int, person_id: int, now: datetime) -> int:
    """How many people stand on this reader's plain list."""
    asked = asked_by(event_id=event_id, reader_id=reader_id, person_id=person_id, now=now)
    found: int = session.connection().execute(_HOW_MANY, asked).scalar_one()
    return found


def plain_places(
    session: Session, shuffle: Shuffle, *, event_id: int, reader_id: int, person_id: int, now: datetime, limit: int, offset: int
) -> tuple[MatchRow, ...]:
    """One page of the people this reader may see: registered, listed, neither turned away nor met."""
    asked = asked_by(event_id=event_id, reader_id=reader_id, person_id=person_id, now=now)
    drawn = {"factor": shuffle.factor, "start": shuffle.start, "limit": limit, "offset": offset}
    rows = session.connection().execute(_PAGE, {**asked, **drawn})
    return tuple(MatchRow._make(row) for row in rows)


def plain_place(session: Session, *, event_id: int, reader_id: int, person_id: int, other_id: int, now: datetime) -> MatchRow | None:
    """One person this reader may see and what they tell of themself, or None: hidden, not at this event, not there at all, oneself."""
    asked = asked_by(event_id=event_id, reader_id=reader_id, person_id=person_id, now=now)
    row = session.connection().execute(_ONE, {**asked, "other_id": other_id}).one_or_none()
    return MatchRow._make(row) if row else None
