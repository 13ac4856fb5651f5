"""A reader's list, in one statement. The page most often asked for: plain columns over the connection, no entities."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, String, and_, bindparam, case, cast, false, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation


class MatchRow(NamedTuple):
    """One place on a list, with what the person lets be seen; `reasons` is JSON as it was stored."""

    other_id: int
    reasons: str
    name: str
    organisation: str
    headline: str
    has_exchanged: bool
    answer: str | None


_PLACE, _PERSON, _CONTACT = Recommendation.__table__.c, Attendee.__table__.c, Contact.__table__.c
_ANSWER, _EVENT = Decision.__table__.c, Event.__table__.c
_ME: BindParameter[int] = bindparam("person_id")
_OUR_CONTACT = and_(
    _CONTACT.event_id == _PERSON.event_id,
    _CONTACT.low_person_id == case((_PERSON.person_id > _ME, _ME), else_=_PERSON.person_id),
    _CONTACT.high_person_id == case((_PERSON.person_id > _ME, _PERSON.person_id), else_=_ME),
)
_OUR_ANSWER = and_(_ANSWER.event_id == _PLACE.event_id, _ANSWER.reader_id == _PLACE.reader_id, _ANSWER.other_id == _PLACE.other_id)
_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _PLACE.other_id,
    cast(_PLACE.reasons, String),
    _PERSON.name,
    _PERSON.organisation,
    _PERSON.headline,
    case((_CONTACT.state == "exchanged", True), else_=false()),
    _ANSWER.answer,
)
_PLACES: Select[Any] = (
    select(*_COLUMNS)
    .select_from(Recommendation.__table__)
    .join(Attendee.__table__, and_(_PERSON.event_id == _PLACE.event_id, _PERSON.id == _PLACE.other_id))
    .outerjoin(Contact.__table__, _OUR_CONTACT)
    .outerjoin(Decision.__table__, _OUR_ANSWER)
    .where(
        _PLACE.event_id == bindparam("event_id"),
        _PLACE.reader_id == bindparam("reader_id"),
        _PERSON.status == "registered",
        _PERSON.listed,
    )
    .order_by(_PLACE.rank)
)
# Whoever was turned away stays out at once, before the next list is built.
_OPEN_PLACES = _PLACES.where(_ANSWER.answer.is_(None) | (_ANSWER.answer == "accepted")).limit(bindparam("limit"))
_ONE_PLACE = _PLACES.add_columns(_PERSON.languages).where(_PLACE.other_id == bindparam("other_id"))
_BUILT = select(_EVENT.lists_built, _EVENT.lists_built_at).where(_EVENT.id == bindparam("event_id"))


def open_places(session: Session, *, event_id: int, reader_id: int, person_id: int, limit: int) -> tuple[MatchRow, ...]:
    """The people on this reader's list whom they have not turned away, best first."""
    asked = {"event_id": event_id, "reader_id": reader_id, "person_id": person_id, "limit": limit}
    return tuple(MatchRow._make(row) for row in session.connection().execute(_OPEN_PLACES, asked))


def one_place(session: Session, *, event_id: int, reader_id: int, person_id: int, other_id: int) -> tuple[MatchRow, list[str]] | None:
    """One person of this reader's list and their languages, or None: not on it, not at this event, not there at all."""
    asked = {"event_id": event_id, "reader_id": reader_id, "person_id": person_id, "other_id": other_id}
    row = session.connection().execute(_ONE_PLACE, asked).one_or_none()
    return (MatchRow._make(row[:-1]), row[-1]) if row else None


def lists_built(session: Session, event_id: int) -> tuple[int, datetime | None]:
    """Up to which change the event's lists are built, and when that was."""
    built, at = session.connection().execute(_BUILT, {"event_id": event_id}).one()
    return built, at
