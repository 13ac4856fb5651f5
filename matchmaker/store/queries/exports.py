"""What goes into files that leave the service, and the files themselves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.exports import ExportFile
from matchmaker.store.models.people import Person


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A file as the page lists it."""

    id: int
    kind: str
    format: str
    asked_at: datetime
    made_at: datetime | None
    expires_at: datetime
    rows: int
    by: str


def export_rows(session: Session, event_id: int, *, now: datetime) -> tuple[ExportRow, ...]:
    """Files that are still kept or being made, the newest first."""
    columns = (ExportFile.id, ExportFile.kind, ExportFile.format, ExportFile.asked_at, ExportFile.made_at, ExportFile.expires_at)
    kept = (
        select(*columns, ExportFile.rows, Person.name)
        .join(Person, Person.id == ExportFile.asked_by)
        .where(ExportFile.event_id == event_id, ExportFile.expires_at > now)
        .order_by(ExportFile.id.desc())
        .limit(50)
    )
    return tuple(ExportRow(*row) for row in session.execute(kept))


def export_content(session: Session, event_id: int, export_id: int, *, now: datetime) -> tuple[str, str, bytes] | None:
    """Kind, format and the sealed file; None once it has run out, or if it was never this event's."""
    kept = select(ExportFile.kind, ExportFile.format, ExportFile.content).where(
        *(ExportFile.event_id == event_id, ExportFile.id == export_id, ExportFile.expires_at > now, ExportFile.content.is_not(None)),
    )
    row = session.execute(kept).one_or_none()
    return (row.kind, row.format, row.content) if row else None


def exports_to_make(session: Session, *, given_up_before: datetime) -> tuple[int, ...]:
    """Files that were asked for and that no worker is at."""
    free = or_(ExportFile.begun_at.is_(None), ExportFile.begun_at < given_up_before)
    return tuple(session.scalars(select(ExportFile.id).where(ExportFile.made_at.is_(None), free).order_by(ExportFile.id)))


def attendee_table(session: Session, event_id: int) -> list[tuple[str, ...]]:
    """What the team may see of each attendee anyway: as the roster shows it, and not whom they met or what they keep for contacts."""
    columns = (Attendee.name, Person.email, Attendee.organisation, Attendee.group_name, Attendee.status, Attendee.external_id)
    rows = (
        select(*columns, Attendee.checked_in_at)
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.event_id == event_id)
        .order_by(Attendee.name, Attendee.id)
    )
    return [
        (name, email, organisation, group, status, external_id or "", came.isoformat(timespec="seconds") if came else "")
        for name, email, organisation, group, status, external_id, came in session.execute(rows)
    ]
