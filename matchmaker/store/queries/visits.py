"""Who is here: one statement per request tells the door everything it must know about its visitor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide
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
    list_kind: str


@dataclass(frozen=True, slots=True)
class Visit:
    """The visitor of one request; `person` is None for somebody who isn't signed in."""

    person: PersonFacts | None = None
    event: EventFacts | None = None
    attendee: AttendeeFacts | None = None
    role: str | None = None
    has_question: bool = False  # somebody at this event waits for the visitor's yes or no


# Plain tables, run on the session's connection: every page pays for this statement, and entities would triple it.
_person_t, _account_t = Person.__table__.c, OrganiserAccount.__table__.c
_session_t, _event_t, _attendee_t, _role_t = SessionRow.__table__.c, Event.__table__.c, Attendee.__table__.c, EventRole.__table__.c

_contact_t, _asker_t = Contact.__table__.c, ContactSide.__table__.c

_PERSON: tuple[ColumnElement[Any], ...] = (
    *(_person_t[name] for name in ("id", "email", "name", "confirmed_at", "locale")),
    _session_t.purpose,
    _account_t.person_id,
)
_EVENT: tuple[ColumnElement[Any], ...] = tuple(_event_t[name] for name in EventFacts.__slots__)
_ATTENDEE: tuple[ColumnElement[Any], ...] = tuple(_attendee_t[name] for name in AttendeeFacts.__slots__)
_LIVE_SESSION = and_(_session_t.id_hash == bindparam("session_hash"), _session_t.expires_at > bindparam("now"))


def _is_asked(side: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a question that was not taken back waits for the person on this side of a contact; one index answers it."""
    waiting = (_contact_t.state == "pending", _contact_t.asked_by != _person_t.id, _asker_t.withdrawn_at.is_(None))
    question = select(_contact_t.id).join(ContactSide.__table__, _asker_t.contact_id == _contact_t.id)
    mine = (_contact_t.event_id == _event_t.id, side == _person_t.id, _asker_t.person_id == _contact_t.asked_by)
    return question.where(*mine, *waiting).correlate(Event.__table__, Person.__table__).exists()


_WHO: Select[Any] = (
    select(*_PERSON)
    .select_from(SessionRow.__table__)
    .join(Person.__table__, _person_t.id == _session_t.person_id)
    .outerjoin(OrganiserAccount.__table__, _account_t.person_id == _person_t.id)
    .where(_LIVE_SESSION)
)
_WHO_AT_EVENT: Select[Any] = (
    select(*_EVENT, *_PERSON, *_ATTENDEE, _role_t.role, or_(_is_asked(_contact_t.low_person_id), _is_asked(_contact_t.high_person_id)))
    .select_from(Event.__table__)
    .outerjoin(SessionRow.__table__, _LIVE_SESSION)
    .outerjoin(Person.__table__, _person_t.id == _session_t.person_id)
    .outerjoin(OrganiserAccount.__table__, _account_t.person_id == _person_t.id)
    .outerjoin(
        Attendee.__table__,
        and_(_attendee_t.event_id == _event_t.id, _attendee_t.person_id == _person_t.id, _attendee_t.status == "registered"),
    )
    .outerjoin(EventRole.__table__, and_(_role_t.event_id == _event_t.id, _role_t.person_id == _person_t.id))
    .where(_event_t.slug == bindparam("slug"))
)


def visit_of(session: Session, session_hash: str, *, slug: str | None, now: datetime) -> Visit:
    """The visitor with this session, at the event with this address if the request names one."""
    if slug is None:
        row = session.connection().execute(_WHO, {"session_hash": session_hash, "now": now}).one_or_none()
        return Visit(_person(row, 0)) if row else Visit()
    row = session.connection().execute(_WHO_AT_EVENT, {"session_hash": session_hash, "now": now, "slug": slug}).one_or_none()
    if row is None:
        # The event isn't there, yet the door must know whether it answers "sign in" or "not found".
        return visit_of(session, session_hash, slug=None, now=now)
    person = _person(row, len(_EVENT))
    # An attendee's session, even of somebody of the team, never opens the organiser's door.
    role = row[-2] if person and person.purpose == "organiser" else None
    return Visit(person, EventFacts(*row[: len(_EVENT)]), _attendee(row, len(_EVENT) + len(_PERSON)), role, bool(row[-1]))


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
