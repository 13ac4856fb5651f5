"""Who is here: one statement per request tells the door everything it must know about its visitor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.events import Event, EventRole, FormerSlug
from matchmaker.store.models.people import OrganiserAccount, Person
from matchmaker.store.models.signin import SessionRow
from matchmaker.store.queries.safety import may_meet


@dataclass(frozen=True, slots=True)
class PersonFacts:
    id: int
    email: str
    name: str
    is_confirmed: bool
    locale: str
    purpose: str
    may_create_events: bool
    seen_at: datetime  # when this browser last did something, told at most once an hour


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
    language: str
    is_demo: bool
    closed_at: datetime | None
    lists_wanted: int
    lists_built: int
    lists_built_at: datetime | None
    safety_address: str = ""
    opened_at: datetime | None = None  # None: a draft
    version: int = 0
    join_code: str = ""
    hue: str = ""
    logo: str = ""
    retention_days: int | None = None
    forgotten_at: datetime | None = None
    check_in_on: bool = False


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
    wants_few: bool = False
    approach: str = ""
    listed: bool = True
    paused_at: datetime | None = None
    checked_in_at: datetime | None = None


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
    _session_t.seen_at,
)
_EVENT: tuple[ColumnElement[Any], ...] = tuple(_event_t[name] for name in EventFacts.__slots__)
_ATTENDEE: tuple[ColumnElement[Any], ...] = tuple(_attendee_t[name] for name in AttendeeFacts.__slots__)
_LIVE_SESSION = and_(_session_t.id_hash == bindparam("session_hash"), _session_t.expires_at > bindparam("now"))


def _is_asked(side: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a question waits for the person on this side of a contact; one index answers it.

    Not one that was taken back, of somebody they may not meet, or that came while they pause.
    """
    waiting = (_contact_t.state == "pending", _contact_t.asked_by != _person_t.id, _asker_t.withdrawn_at.is_(None))
    question = select(_contact_t.id).join(ContactSide.__table__, _asker_t.contact_id == _contact_t.id)
    mine = (_contact_t.event_id == _event_t.id, side == _person_t.id, _asker_t.person_id == _contact_t.asked_by)
    may_ask = (
        may_meet(_contact_t.asked_by, _person_t.id),
        or_(_attendee_t.paused_at.is_(None), _contact_t.created_at < _attendee_t.paused_at),
    )
    return question.where(*mine, *waiting, *may_ask).correlate(Event.__table__, Person.__table__, Attendee.__table__).exists()


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


def present_slug(session: Session, slug: str) -> str | None:
    """The address an event has now that had this one before."""
    moved = select(_event_t.slug).join(FormerSlug.__table__, FormerSlug.event_id == _event_t.id).where(FormerSlug.slug == slug)
    return session.scalar(moved)


def _person(row: Row[Any], start: int) -> PersonFacts | None:
    person_id, email, name, confirmed_at, locale, purpose, account, seen_at = row[start : start + len(_PERSON)]
    if person_id is None:
        return None
    may_create_events = account is not None and purpose == "organiser"
    return PersonFacts(person_id, email, name, confirmed_at is not None, locale, purpose, may_create_events, seen_at)


def _attendee(row: Row[Any], start: int) -> AttendeeFacts | None:
    values = row[start : start + len(_ATTENDEE)]
    if values[0] is None:
        return None
    facts = dict(zip(AttendeeFacts.__slots__, values, strict=True))
    facts["shared_fields"] = tuple(facts["shared_fields"])
    return AttendeeFacts(**facts)
