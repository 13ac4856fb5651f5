"""Badges to scan, and what the database holds after a scan."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import badge_code, hash_code, hash_short_code, short_code
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.signin import SessionRow
from matchmaker.web.visits import hash_id
from tests.cast import NOW


@dataclass(frozen=True)
class Worn:
    """A badge as its owner wears it."""

    code: str
    short: str

    @property
    def path(self) -> str:
        return f"/b/{self.code}"


def wear_badge(session: Session, attendee: Attendee, key: bytes, *, generation: int = 1, revoked_at: datetime | None = None) -> Worn:
    names = {"event_id": attendee.event_id, "attendee_id": attendee.id, "generation": generation}
    worn = Worn(badge_code(key, **names), short_code(key, **names))
    badge = Badge(
        **names,
        token_hash=hash_code(worn.code),
        short_hash=hash_short_code(key, worn.short, event_id=attendee.event_id),
        created_at=NOW,
        revoked_at=revoked_at,
    )
    session.add(badge)
    session.flush()
    return worn


def new_scan_id() -> str:
    return str(uuid4())


def contact_states(session: Session) -> list[str]:
    return list(session.scalars(select(Contact.state).order_by(Contact.id)))


def scan_states(session: Session) -> list[str]:
    return list(session.scalars(select(Scan.state).order_by(Scan.id)))


def fields_given(session: Session) -> dict[int, list[str]]:
    """By person: the ticked fields of every card that is given and not taken back."""
    given = select(ContactSide).where(ContactSide.shared_at.is_not(None), ContactSide.withdrawn_at.is_(None))
    return {side.person_id: list(side.shared_fields) for side in session.scalars(given)}


def sign_in_row(session: Session, person_id: int, purpose: str = "attendee") -> str:
    """Sign somebody in at a service that goes by the real clock; returns what stands in the cookie."""
    session_id, now = secrets.token_urlsafe(32), datetime.now(UTC)
    moments = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(hours=1)}
    session.add(SessionRow(id_hash=hash_id(session_id), person_id=person_id, purpose=purpose, **moments))
    session.flush()
    return session_id
