"""Questions about attendee files on their way in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.roster import RosterUndo, RosterUpload

REMEMBERED = 30


@dataclass(frozen=True, slots=True)
class StagedUpload:
    """A file that was brought here and, unless `confirmed_at` is set, not yet taken in. `content` is empty once it is."""

    id: int
    event_id: int
    file_name: str
    content: bytes
    mapping: Mapping[str, Any]
    confirmed_at: datetime | None = None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    form: str = "csv"
    state: str = "staged"
    cancelled: int = 0
    seat_count: int = 0
    rows: int = 0
    done_rows: int = 0
    confirmed_by: int | None = None
    findings: bytes | None = None
    rejected: bytes | None = None
    undone: Mapping[str, int] = field(default_factory=dict)
    undo_by: int | None = None
    undo_rows: int = 0

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(self.mapping.get("targets", ()))

    @property
    def seats(self) -> bool:
        return bool(self.mapping.get("seats"))

    @property
    def percent(self) -> int:
        return 100 * self.done_rows // self.rows if self.rows else 0


@dataclass(frozen=True, slots=True)
class UploadLine:
    """One file in the list of those that were brought in."""

    id: int
    file_name: str
    form: str
    state: str
    confirmed_at: datetime | None
    added: int
    updated: int
    rows: int
    done_rows: int


_COLUMNS = (
    *(RosterUpload.id, RosterUpload.event_id, RosterUpload.file_name, RosterUpload.content, RosterUpload.mapping),
    *(RosterUpload.confirmed_at, RosterUpload.added, RosterUpload.updated, RosterUpload.unchanged, RosterUpload.skipped),
    *(RosterUpload.form, RosterUpload.state, RosterUpload.cancelled, RosterUpload.seats, RosterUpload.rows, RosterUpload.done_rows),
    *(RosterUpload.confirmed_by, RosterUpload.findings, RosterUpload.rejected, RosterUpload.undone, RosterUpload.undo_by),
)
_UNDO_ROWS = (
    select(func.count())
    .select_from(RosterUndo)
    .where(RosterUndo.event_id == RosterUpload.event_id, RosterUndo.upload_id == RosterUpload.id)
    .correlate(RosterUpload)
    .scalar_subquery()
)


def staged_upload(session: Session, event_id: int, upload_id: int) -> StagedUpload | None:
    asked = select(*_COLUMNS, _UNDO_ROWS).where(RosterUpload.event_id == event_id, RosterUpload.id == upload_id)
    row = session.execute(asked).one_or_none()
    return StagedUpload(*row) if row else None


def latest_mappings(session: Session, event_id: int) -> list[dict[str, Any]]:
    """How the last files of this event were read, those an organiser put right or brought in; the newest first."""
    rows = select(RosterUpload.mapping, RosterUpload.confirmed_at).where(RosterUpload.event_id == event_id)
    found = session.execute(rows.order_by(RosterUpload.id.desc()).limit(REMEMBERED))
    return [dict(mapping) for mapping, confirmed_at in found if confirmed_at is not None or mapping.get("chosen")]


def upload_lines(session: Session, event_id: int, *, most: int = 6) -> tuple[UploadLine, ...]:
    """The files that were brought in last."""
    columns = (RosterUpload.id, RosterUpload.file_name, RosterUpload.form, RosterUpload.state, RosterUpload.confirmed_at)
    counts = (RosterUpload.added, RosterUpload.updated, RosterUpload.rows, RosterUpload.done_rows)
    confirmed = select(*columns, *counts).where(RosterUpload.event_id == event_id, RosterUpload.confirmed_at.is_not(None))
    return tuple(UploadLine(*row) for row in session.execute(confirmed.order_by(RosterUpload.id.desc()).limit(most)))


def uploads_to_do(session: Session, *, silent_since: datetime) -> list[tuple[int, int, str]]:
    """Event, file and state of those that wait for a worker, or whose worker has fallen silent."""
    free = or_(RosterUpload.taken_at.is_(None), RosterUpload.taken_at < silent_since)
    waits = RosterUpload.state.in_(("reading", "importing", "undoing"))
    rows = session.execute(select(RosterUpload.event_id, RosterUpload.id, RosterUpload.state).where(waits, free).order_by(RosterUpload.id))
    return [(event_id, upload_id, state) for event_id, upload_id, state in rows]
