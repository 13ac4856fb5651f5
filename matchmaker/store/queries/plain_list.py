"""Everybody a reader may see, in an order that favours nobody; plain columns as for the list that is made."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from matchmaker.domain.matching.plain import PRIME, Shuffle
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.matches import Decision
from matchmaker.store.queries.matches import MatchRow

_PERSON, _CONTACT, _ANSWER = Attendee.__table__.c, Contact.__table__.c, Decision.__table__.c
_ME: BindParameter[int] = bindparam("person_id")
_OUR_CONTACT = and_(
    _CONTACT.event_id == _PERSON.event_id,
    _CONTACT.low_person_id == case((_PERSON.person_id > _ME, _ME), else_=_PERSON.person_id),
    _CONTACT.high_person_id == case((_PERSON.person_id > _ME, _PERSON.person_id), else_=_ME),
)
_HAS_EXCHANGED = case((_CONTACT.state == "exchanged", True), else_=false())
_OUR_ANSWER = and_(_ANSWER.event_id == _PERSON.event_id, _ANSWER.reader_id == bindparam("reader_id"), _ANSWER.other_id == _PERSON.id)
_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _PERSON.id,
    literal("[]", String),  # a plain list has no reasons
    _PERSON.name,
    _PERSON.organisation,
    _PERSON.headline,
    _HAS_EXCHANGED,
    _ANSWER.answer,
)
_EVERYBODY: Select[Any] = (
    select(*_COLUMNS)
    .select_from(Attendee.__table__)
    .outerjoin(Contact.__table__, _OUR_CONTACT)
    .outerjoin(Decision.__table__, _OUR_ANSWER)
    .where(_PERSON.event_id == bindparam("event_id"), _PERSON.id != bindparam("reader_id"), _PERSON.status == "registered", _PERSON.listed)
)
_OPEN = _EVERYBODY.where(
    or_(_ANSWER.answer.is_(None), _ANSWER.answer == "accepted"), or_(_CONTACT.state.is_(None), _CONTACT.state != "exchanged")
)
_DRAWN = (cast(_PERSON.id, BigInteger) * bindparam("factor", type_=BigInteger) + bindparam("start", type_=BigInteger)) % PRIME
_PAGE = _OPEN.order_by(_DRAWN, _PERSON.id).limit(bindparam("limit")).offset(bindparam("offset"))
_HOW_MANY = select(func.count()).select_from(_OPEN.subquery())
_ONE = _EVERYBODY.add_columns(_PERSON.languages).where(_PERSON.id == bindparam("other_id"))


def count_plain(session: Session, *, event_id: int, reader_id: int, person_id: int) -> int:
    """How many people stand on this reader's plain list."""
    found: int = (
        session.connection().execute(_HOW_MANY, {"event_id": event_id, "reader_id": reader_id, "person_id": person_id}).scalar_one()
    )
    return found


def plain_places(
    session: Session, shuffle: Shuffle, *, event_id: int, reader_id: int, person_id: int, limit: int, offset: int
) -> tuple[MatchRow, ...]:
    """One page of the people this reader may see: registered, listed, neither turned away nor met."""
    asked = {"event_id": event_id, "reader_id": reader_id, "person_id": person_id, "limit": limit, "offset": offset}
    rows = session.connection().execute(_PAGE, {**asked, "factor": shuffle.factor, "start": shuffle.start})
    return tuple(MatchRow._make(row) for row in rows)


def plain_place(session: Session, *, event_id: int, reader_id: int, person_id: int, other_id: int) -> tuple[MatchRow, list[str]] | None:
    """One person this reader may see and their languages, or None: hidden, not at this event, not there at all, oneself."""
    asked = {"event_id": event_id, "reader_id": reader_id, "person_id": person_id, "other_id": other_id}
    row = session.connection().execute(_ONE, asked).one_or_none()
    return (MatchRow._make(row[:-1]), row[-1]) if row else None
