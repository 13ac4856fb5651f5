"""The browsers in which somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.signin import SessionRow


@dataclass(frozen=True, slots=True)
class DeviceRow:
    id_hash: str
    device: str
    purpose: str
    created_at: datetime
    seen_at: datetime


def devices_of_person(session: Session, person_id: int, *, now: datetime) -> tuple[DeviceRow, ...]:
    """Every browser this person is signed in with, the one last used first."""
    mine = (SessionRow.person_id == person_id, SessionRow.expires_at > now)
    columns = (SessionRow.id_hash, SessionRow.device, SessionRow.purpose, SessionRow.created_at, SessionRow.seen_at)
    rows = session.execute(
        select(*columns).where(*mine).order_by(SessionRow.seen_at.desc(), SessionRow.created_at.desc(), SessionRow.id_hash)
    )
    return tuple(DeviceRow(*row) for row in rows)
