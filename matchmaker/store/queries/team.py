"""The team of one event: who is on it, who is invited, who was removed; for the organiser's pages and the door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, select
from sqlalchemy.orm import Session

from matchmaker.domain.events.team import WAITS
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.team import FormerRole, TeamInvitation


@dataclass(frozen=True, slots=True)
class Member:
    person_id: int
    name: str
    email: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    id: int
    email: str
    role: str
    invited_at: datetime
    expires_at: datetime
    letter: str  # the state of its letter in the outbox


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as the invited person sees it."""

    id: int
    event_name: str
    role: str


def team_of(session: Session, event_id: int) -> tuple[Member, ...]:
    """Owners first, then hosts, then the desk; the longest there first."""
    rows: Any = session.execute(
        select(EventRole.person_id, Person.name, Person.email, EventRole.role, EventRole.created_at)
        .join(Person, Person.id == EventRole.person_id)
        .where(EventRole.event_id == event_id)
        .order_by(EventRole.role != "owner", EventRole.role != "host", EventRole.created_at, EventRole.person_id)
    )
    return tuple(Member(*row) for row in rows)


def former_members(session: Session, event_id: int, *, now: datetime) -> tuple[Member, ...]:
    rows: Any = session.execute(
        select(FormerRole.person_id, Person.name, Person.email, FormerRole.role, FormerRole.removed_at)
        .join(Person, Person.id == FormerRole.person_id)
        .where(FormerRole.event_id == event_id, FormerRole.removed_at > now - WAITS)
        .order_by(FormerRole.removed_at.desc(), FormerRole.person_id)
    )
    return tuple(Member(*row) for row in rows)


def invitations_of(session: Session, event_id: int, *, now: datetime) -> tuple[Invited, ...]:
    """Those that wait, the newest first."""
    columns = (
        TeamInvitation.id,
        TeamInvitation.email_key,
        TeamInvitation.role,
        TeamInvitation.invited_at,
        TeamInvitation.expires_at,
        func.coalesce(OutboxLetter.state, ""),
    )
    its_letter = and_(
        OutboxLetter.event_id == TeamInvitation.event_id,
        OutboxLetter.kind == "team_invitation",
        OutboxLetter.campaign == literal("team-") + cast(TeamInvitation.id, String),
    )
    rows: Any = session.execute(
        select(*columns)
        .outerjoin(OutboxLetter, its_letter)
        .where(TeamInvitation.event_id == event_id, waits(now))
        .order_by(TeamInvitation.invited_at.desc(), TeamInvitation.id)
    )
    return tuple(Invited(*row) for row in rows)


def offers_to(session: Session, email_key: str, *, now: datetime) -> tuple[Offer, ...]:
    rows: Any = session.execute(
        select(TeamInvitation.id, Event.name, TeamInvitation.role)
        .join(Event, Event.id == TeamInvitation.event_id)
        .where(TeamInvitation.email_key == email_key, waits(now))
        .order_by(TeamInvitation.id)
    )
    return tuple(Offer(*row) for row in rows)


def is_invited(session: Session, email_key: str, *, now: datetime) -> bool:
    """Whether some team waits for whoever proves this address."""
    return bool(session.scalar(select(exists().where(TeamInvitation.email_key == email_key, waits(now)))))


def is_member(session: Session, event_id: int, person_id: int) -> bool:
    return bool(session.scalar(select(exists().where(EventRole.event_id == event_id, EventRole.person_id == person_id))))


def waits(now: datetime) -> ColumnElement[bool]:
    return TeamInvitation.ended_at.is_(None) & (TeamInvitation.expires_at > now)


def roles_to_change(session: Session, event_id: int) -> dict[int, EventRole]:
    """Everybody's role, locked until the commit: of two owners who remove each other, the second is refused."""
    rows = select(EventRole).where(EventRole.event_id == event_id).order_by(EventRole.person_id)
    return {role.person_id: role for role in session.scalars(rows.with_for_update())}
