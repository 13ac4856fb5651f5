"""Files the team takes along: asked for, made, sealed, opened with a link of their own, and gone after a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.seal import seal, unseal
from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.exports.link import is_export_token
from matchmaker.domain.exports.tables import table_file
from matchmaker.errors import N_, BadRequestError, NotFoundError
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.exports import ExportFile
from matchmaker.store.queries.exports import attendee_table, export_content

LIVES: Final = timedelta(hours=24)
MAKING_TAKES_AT_MOST: Final = timedelta(minutes=5)
FORMATS: Final = ("csv", "xlsx")
# Heads that bringing the file in again understands.
ATTENDEE_HEADS: Final = ("name", "email", "organisation", "group", "status", "external_id", "checked_in_at")


@dataclass(frozen=True, slots=True)
class OpenedExport:
    kind: str
    format: str
    content: bytes


def want_attendees(session: Session, event_id: int, form: str, *, by: int, now: datetime) -> int:
    """Ask the worker for a file of all attendees."""
    return _ask(session, event_id, "attendees", form, by=by, now=now).id


def keep_figures(
    session: Session,
    event_id: int,
    asked: tuple[str, str],
    table: Sequence[Sequence[str]],
    *,
    by: int,
    key: bytes,
    nonce: bytes,
    now: datetime,
) -> int:
    """Keep a small table of released figures, its heads first; `asked` is its kind and format."""
    export = _ask(session, event_id, *asked, by=by, now=now)
    _finish(session, export, table[0], table[1:], key=key, nonce=nonce, now=now)
    return export.id


def begin_export(session: Session, export_id: int, *, now: datetime) -> bool:
    """Take a file on; False if another worker has it."""
    free = or_(ExportFile.begun_at.is_(None), ExportFile.begun_at < now - MAKING_TAKES_AT_MOST)
    taken = update(ExportFile).where(ExportFile.id == export_id, ExportFile.made_at.is_(None), free).values(begun_at=now)
    return cast("CursorResult[object]", session.execute(taken)).rowcount == 1


def make_export(session: Session, export_id: int, *, key: bytes, nonce: bytes, now: datetime) -> None:
    """Write the attendees of the file's event into it."""
    export = session.scalars(select(ExportFile).where(ExportFile.id == export_id)).one()
    _finish(session, export, ATTENDEE_HEADS, attendee_table(session, export.event_id), key=key, nonce=nonce, now=now)


def open_export(session: Session, event_id: int, export_id: int, token: str, *, key: bytes, now: datetime) -> OpenedExport:
    """The file.

    Raises
    ------
    NotFoundError
        It isn't this event's, isn't made yet, has run out, or the link is not its own.
    """
    found = export_content(session, event_id, export_id, now=now)
    if found is None or not is_export_token(key, token, event_id=event_id, export_id=export_id):
        raise NotFoundError
    kind, form, sealed = found
    return OpenedExport(kind, form, unseal(key, sealed))


def throw_away_old_exports(session: Session, *, now: datetime) -> None:
    session.execute(delete(ExportFile).where(ExportFile.expires_at <= now))


def _ask(session: Session, event_id: int, kind: str, form: str, *, by: int, now: datetime) -> ExportFile:
    if form not in FORMATS:
        raise BadRequestError(N_("That was none of the buttons of this page, so nothing was made."))
    export = ExportFile(event_id=event_id, kind=kind, format=form, asked_by=by, asked_at=now, expires_at=now + LIVES)
    session.add(export)
    session.flush()
    note_deed(session, Deed.EXPORT_ASKED, event_id=event_id, actor_id=by, about=("export", export.id), fields=(kind, form), now=now)
    return export


def _finish(
    session: Session, export: ExportFile, heads: Sequence[str], rows: Sequence[Sequence[str]], *, key: bytes, nonce: bytes, now: datetime
) -> None:
    export.content = seal(key, table_file(export.format, heads, rows), nonce=nonce)
    export.rows, export.made_at = len(rows), now
    note_deed(
        *(session, Deed.EXPORT_MADE),
        event_id=export.event_id,
        actor_id=export.asked_by,
        about=("export", export.id),
        fields=(export.kind, export.format),
        count=len(rows),
        now=now,
    )
    session.flush()
