"""Where somebody is signed in, and how each of these browsers is shut out at once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.errors import NotFoundError
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import LoginLink, SessionRow
from matchmaker.store.queries.devices import devices_of_person

SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Device:
    """A signed-in browser; `mark` names it in its owner's forms and opens nothing."""

    mark: str
    device: str
    is_organiser: bool
    since: datetime
    seen_at: datetime
    is_this: bool


def devices_of(session: Session, person_id: int, *, here: str, now: datetime) -> tuple[Device, ...]:
    """All browsers of one person, the one at hand (`here`: its id's hash) first."""
    rows = devices_of_person(session, person_id, now=now)
    devices = [
        Device(_mark(row.id_hash), row.device, row.purpose == "organiser", row.created_at, row.seen_at, row.id_hash == here) for row in rows
    ]
    return tuple(sorted(devices, key=lambda device: not device.is_this))


def sign_out_device(session: Session, person_id: int, mark: str, *, now: datetime) -> None:
    """Shut out one browser of this person; the copy of its cookie opens nothing from here on.

    Raises
    ------
    NotFoundError
        It is none of theirs, or gone already.
    """
    found = [row.id_hash for row in devices_of_person(session, person_id, now=now) if _mark(row.id_hash) == mark]
    if not found:
        raise NotFoundError
    session.execute(delete(SessionRow).where(SessionRow.person_id == person_id, SessionRow.id_hash.in_(found)))


def sign_out_everywhere(session: Session, person_id: int, *, now: datetime) -> None:
    """Shut out every browser of this person, and end each link and code that is still on its way to them."""
    session.execute(delete(SessionRow).where(SessionRow.person_id == person_id))
    mine = LoginLink.email_key == select(Person.email_key).where(Person.id == person_id).scalar_subquery()
    session.execute(
        update(LoginLink).where(mine, LoginLink.used_at.is_(None)).values(used_at=now).execution_options(synchronize_session=False)
    )


def note_seen(session: Session, id_hash: str, *, seen_at: datetime, now: datetime) -> None:
    """Write down that a browser is in use, at most once an hour: its owner wants to know which day, not which minute."""
    if now - seen_at >= SEEN_EVERY:
        session.execute(update(SessionRow).where(SessionRow.id_hash == id_hash, SessionRow.seen_at == seen_at).values(seen_at=now))


def _mark(id_hash: str) -> str:
    return hashlib.sha256(f"device|{id_hash}".encode()).hexdigest()[:24]
