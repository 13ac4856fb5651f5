"""The desks of an event, and the one a device is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.checkin import DeskDevice
from matchmaker.store.models.events import Event


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """The paired device at the door, as the door of the service knows it."""

    id: int
    event_id: int
    name: str
    seen_at: datetime | None


def desk_with_secret(session: Session, secret_hash: str, *, slug: str, now: datetime) -> DeskFacts | None:
    """The device with this cookie, if it is a desk of this event that nobody has closed."""
    mine = (DeskDevice.secret_hash == secret_hash, DeskDevice.revoked_at.is_(None), DeskDevice.expires_at > now, Event.slug == slug)
    columns = (DeskDevice.id, DeskDevice.event_id, DeskDevice.name, DeskDevice.seen_at)
    row = session.execute(select(*columns).join(Event, Event.id == DeskDevice.event_id).where(*mine)).one_or_none()
    return DeskFacts(*row) if row else None


def desk_that_waits(session: Session, code_start: str, *, now: datetime) -> DeskDevice | None:
    """The desk whose code begins so and may still be typed."""
    waits = (DeskDevice.code_start == code_start, DeskDevice.code_expires_at > now, DeskDevice.revoked_at.is_(None))
    return session.scalars(select(DeskDevice).where(*waits)).one_or_none()


def desks_of(session: Session, event_id: int) -> Sequence[DeskDevice]:
    """Those that are open or wait for their device first, the newest first; then the closed ones."""
    order = (DeskDevice.revoked_at.is_not(None), DeskDevice.id.desc())
    return session.scalars(select(DeskDevice).where(DeskDevice.event_id == event_id).order_by(*order)).all()


def desk_of_event(session: Session, event_id: int, desk_id: int) -> DeskDevice | None:
    return session.scalars(select(DeskDevice).where(DeskDevice.event_id == event_id, DeskDevice.id == desk_id)).one_or_none()
