"""Who asked to come in, and who may."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.people import OrganiserAccount, Person
from matchmaker.store.models.signin import LoginLink


@dataclass(frozen=True, slots=True)
class AskedCode:
    """What the page shows to the browser that asked: nothing that others could not know."""

    email: str
    name: str
    next_path: str
    expires_at: datetime
    knows_code: bool = False  # this browser has typed the event's own code


@dataclass(frozen=True, slots=True)
class InvitedFacts:
    attendee_id: int
    person_id: int
    email: str
    name: str


def _links_at(door_purpose: str, event_id: int | None) -> Select[Any]:
    return select(LoginLink).where(LoginLink.purpose == door_purpose, LoginLink.event_id.is_not_distinct_from(event_id))


def asked_code(session: Session, nonce_hash: str, *, purpose: str, event_id: int | None, now: datetime) -> AskedCode | None:
    """The code this browser is waiting for at this door, if it is still good."""
    link = newest_link_of_browser(session, nonce_hash, purpose=purpose, event_id=event_id)
    if link is None or link.used_at is not None or link.expires_at <= now:
        return None
    return AskedCode(link.email, link.name, link.next_path, link.expires_at, link.knows_code)


def newest_link_of_browser(session: Session, nonce_hash: str, *, purpose: str, event_id: int | None) -> LoginLink | None:
    asked = _links_at(purpose, event_id).where(LoginLink.nonce_hash == nonce_hash)
    return session.scalars(asked.order_by(LoginLink.id.desc()).limit(1)).one_or_none()


def link_with_token(session: Session, token_hash: str, *, purpose: str, event_id: int | None) -> LoginLink | None:
    return session.scalars(_links_at(purpose, event_id).where(LoginLink.token_hash == token_hash)).one_or_none()


def person_with_address(session: Session, email_key: str) -> Person | None:
    return session.scalars(select(Person).where(Person.email_key == email_key)).one_or_none()


def is_organiser(session: Session, person_id: int) -> bool:
    """Holds an account that may create events, or a place in some event's team."""
    account = exists().where(OrganiserAccount.person_id == person_id)
    role = exists().where(EventRole.person_id == person_id)
    return bool(session.scalar(select(or_(account, role))))


def attendee_of_person(session: Session, event_id: int, person_id: int) -> Attendee | None:
    mine = select(Attendee).where(Attendee.event_id == event_id, Attendee.person_id == person_id)
    return session.scalars(mine).one_or_none()


def invited_attendee(session: Session, event_id: int, attendee_id: int) -> InvitedFacts | None:
    """The registered attendee an invitation speaks of."""
    row = session.execute(
        select(Attendee.id, Attendee.person_id, Person.email_key, Attendee.name)
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.event_id == event_id, Attendee.id == attendee_id, Attendee.status == "registered")
    ).one_or_none()
    return InvitedFacts(*row) if row else None


def latest_event_slug(session: Session, person_id: int) -> str | None:
    """Where somebody most likely wants to go who signed in at no event in particular."""
    return session.scalar(
        select(Event.slug)
        .join(Attendee, Attendee.event_id == Event.id)
        .where(Attendee.person_id == person_id, Attendee.status == "registered")
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(1)
    )


def people_at(session: Session, event_id: int) -> int:
    """How many people are registered: a number, no names."""
    count = select(func.count()).select_from(Attendee).where(Attendee.event_id == event_id, Attendee.status == "registered")
    return session.scalar(count) or 0
