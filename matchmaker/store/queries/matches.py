"""A reader's list, in one statement. The page most often asked for: plain columns over the connection, no entities."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, bindparam, cast, func, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.queries.places import IS_OPEN, MAY_BE_SEEN, ME, READER, MatchRow, asked_by, joined, place_columns
from matchmaker.store.queries.profiles import SAID_BY_READER, fields_in
from matchmaker.store.queries.safety import may_meet

_PLACE, _PERSON = Recommendation.__table__.c, Attendee.__table__.c
_ANSWER, _EVENT = Decision.__table__.c, Event.__table__.c
_ON_LIST = and_(_PERSON.event_id == _PLACE.event_id, _PERSON.id == _PLACE.other_id, _PLACE.reader_id == READER)
_PLACES: Select[Any] = (
    select(*place_columns(cast(_PLACE.reasons, String)))
    .select_from(joined(Recommendation.__table__.join(Attendee.__table__, _ON_LIST)))
    .where(_PLACE.event_id == bindparam("event_id"), *MAY_BE_SEEN, may_meet(_PERSON.person_id, ME))
    .order_by(_PLACE.rank)
)
_OPEN_PLACES = _PLACES.add_columns(SAID_BY_READER).where(IS_OPEN).limit(bindparam("limit"))
_ONE_PLACE = _PLACES.where(_PLACE.other_id == bindparam("other_id"))
_BUILT = select(_EVENT.lists_built, _EVENT.lists_built_at).where(_EVENT.id == bindparam("event_id"))
_PUT_OFF = select(func.count()).where(
    _ANSWER.event_id == bindparam("event_id"), _ANSWER.reader_id == READER, _ANSWER.answer == "later", _ANSWER.until > bindparam("now")
)


class OpenPlaces(NamedTuple):
    """The people on a list, best first, and which questions about themselves its reader has answered (if anybody is on it)."""

    places: tuple[MatchRow, ...]
    said: frozenset[str]


def open_places(session: Session, *, event_id: int, reader_id: int, person_id: int, limit: int, now: datetime) -> OpenPlaces:
    """The people on this reader's list whom they have not turned away."""
    asked = asked_by(event_id=event_id, reader_id=reader_id, person_id=person_id, now=now)
    rows = session.connection().execute(_OPEN_PLACES, {**asked, "limit": limit}).all()
    return OpenPlaces(tuple(MatchRow._make(row[:-1]) for row in rows), fields_in(rows[0][-1]) if rows else frozenset())


def one_place(session: Session, *, event_id: int, reader_id: int, person_id: int, other_id: int, now: datetime) -> MatchRow | None:
    """One person of this reader's list, or None: not on it, not at this event, not there at all."""
    asked = asked_by(event_id=event_id, reader_id=reader_id, person_id=person_id, now=now)
    row = session.connection().execute(_ONE_PLACE, {**asked, "other_id": other_id}).one_or_none()
    return MatchRow._make(row) if row else None


def lists_built(session: Session, event_id: int) -> tuple[int, datetime | None]:
    """Up to which change the event's lists are built, and when that was."""
    built, at = session.connection().execute(_BUILT, {"event_id": event_id}).one()
    return built, at


def count_put_off(session: Session, *, event_id: int, reader_id: int, now: datetime) -> int:
    """How many people this reader asked to see later who are not back yet."""
    found: int = session.connection().execute(_PUT_OFF, {"event_id": event_id, "reader_id": reader_id, "now": now}).scalar_one()
    return found
