"""Who is here: one statement per request tells the door everything it must know about its visitor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.people import OrganiserAccount, Person
from matchmaker.store.models.signin import SessionRow


@dataclass(frozen=True, slots=True)
class PersonFacts:
    id: int
    email: str
    name: str
    is_confirmed: bool
    locale: str
    purpose: str
    may_create_events: bool


@dataclass(frozen=True, slots=True)
class EventFacts:
    id: int
    slug: str
    name: str
    place: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    description: str
    join_policy: str
    sees: str
    exchange_rule: str
    is_demo: bool
    closed_at: datetime | None
    lists_wanted: int
    lists_built: int
    lists_built_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttendeeFacts:
    id: int
    event_id: int
    person_id: int
    name: str
    organisation: str
    headline: str
    exchange_mode: str | None
    shared_fields: tuple[str, ...]
    interests_saved_at: datetime | None
    first_signed_in_at: datetime | None
    lists_wanted: int


@dataclass(frozen=True, slots=True)
class Visit:
    """The visitor of one request; `person` is None for somebody who isn't signed in."""

    person: PersonFacts | None = None
    event: EventFacts | None = None
    attendee: AttendeeFacts | None = None
    role: str | None = None


_PERSON: tuple[ColumnElement[Any], ...] = (
    Person.id.expression,
    Person.email.expression,
    Person.name.expression,
    Person.confirmed_at.expression,
    Person.locale.expression,
    SessionRow.purpose.expression,
    OrganiserAccount.person_id.expression,
)
_EVENT: tuple[ColumnElement[Any], ...] = (
    Event.id.expression,
    Event.slug.expression,
    Event.name.expression,
    Event.place.expression,
    Event.time_zone.expression,
    Event.starts_at.expression,
    Event.ends_at.expression,
    Event.description.expression,
    Event.join_policy.expression,
    Event.sees.expression,
    Event.exchange_rule.expression,
    Event.is_demo.expression,
    Event.closed_at.expression,
    Event.lists_wanted.expression,
    Event.lists_built.expression,
    Event.lists_built_at.expression,
)
_ATTENDEE: tuple[ColumnElement[Any], ...] = (
    Attendee.id.expression,
    Attendee.event_id.expression,
    Attendee.person_id.expression,
    Attendee.name.expression,
    Attendee.organisation.expression,
    Attendee.headline.expression,
    Attendee.exchange_mode.expression,
    Attendee.shared_fields.expression,
    Attendee.interests_saved_at.expression,
    Attendee.first_signed_in_at.expression,
    Attendee.lists_wanted.expression,
)
_LIVE_SESSION = and_(SessionRow.id_hash == bindparam("session_hash"), SessionRow.expires_at > bindparam("now"))

_WHO: Select[Any] = (
    select(*_PERSON)
    .join_from(SessionRow, Person, Person.id == SessionRow.person_id)
    .outerjoin(OrganiserAccount, OrganiserAccount.person_id == Person.id)
    .where(_LIVE_SESSION)
)
_WHO_AT_EVENT: Select[Any] = (
    select(*_EVENT, *_PERSON, *_ATTENDEE, EventRole.role)
    .select_from(Event)
    .outerjoin(SessionRow, _LIVE_SESSION)
    .outerjoin(Person, Person.id == SessionRow.person_id)
    .outerjoin(OrganiserAccount, OrganiserAccount.person_id == Person.id)
    .outerjoin(Attendee, and_(Attendee.event_id == Event.id, Attendee.person_id == Person.id, Attendee.status == "registered"))
    .outerjoin(EventRole, and_(EventRole.event_id == Event.id, EventRole.person_id == Person.id))
    .where(Event.slug == bindparam("slug"))
)


def visit_of(session: Session, session_hash: str, *, slug: str | None, now: datetime) -> Visit:
    """The visitor with this session, at the event with this address if the request names one."""
    if slug is None:
        row = session.execute(_WHO, {"session_hash": session_hash, "now": now}).one_or_none()
        return Visit(_person(row, 0)) if row else Visit()
    row = session.execute(_WHO_AT_EVENT, {"session_hash": session_hash, "now": now, "slug": slug}).one_or_none()
    if row is None:
        # The event isn't there, yet the door must know whether it answers "sign in" or "not found".
        return visit_of(session, session_hash, slug=None, now=now)
    person = _person(row, len(_EVENT))
    # An attendee's session, even of somebody of the team, never opens the organiser's door.
    role = row[-1] if person and person.purpose == "organiser" else None
    return Visit(person, EventFacts(*row[: len(_EVENT)]), _attendee(row, len(_EVENT) + len(_PERSON)), role)


def _person(row: Row[Any], start: int) -> PersonFacts | None:
    person_id, email, name, confirmed_at, locale, purpose, account = row[start : start + len(_PERSON)]
    if person_id is None:
        return None
    return PersonFacts(person_id, email, name, confirmed_at is not None, locale, purpose, account is not None and purpose == "organiser")


def _attendee(row: Row[Any], start: int) -> AttendeeFacts | None:
    values = row[start : start + len(_ATTENDEE)]
    if values[0] is None:
        return None
    facts = dict(zip(AttendeeFacts.__slots__, values, strict=True))
    facts["shared_fields"] = tuple(facts["shared_fields"])
    return AttendeeFacts(**facts)
