"""An attendee file on its way in: kept as it came, its columns put right, read whole before anything counts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from matchmaker.domain.roster.cells import plain_key
from matchmaker.domain.roster.columns import IGNORED, TARGETS, guess_of, layout_of
from matchmaker.domain.roster.layouts import SELLS_SEATS, arrange
from matchmaker.domain.roster.people import Roster, read_roster
from matchmaker.domain.roster.problems import Fate, Problem
from matchmaker.domain.roster.read import ZIP_MARK, Table, read_table
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, ConflictError, Fault, NotFoundError, TooLargeError
from matchmaker.services.workbooks import open_workbook
from matchmaker.store.models.roster import RosterUndo, RosterUpload
from matchmaker.store.queries.uploads import StagedUpload, latest_mappings, staged_upload

MOST_ROWS = 50_000
AT_ONCE = 500  # rows that a page brings in by itself; longer files are the worker's
LONG_BYTES = 2_000_000
HEADERS_WITHIN = 2_000_000  # bytes at the start of a file among which its headers are looked for
UNCONFIRMED_DAYS = 1
REJECTED_DAYS = 1
UNDO_DAYS = 14
IN_ALREADY = N_("This file has been brought in already. To change something, bring it in again.")
OTHER_SHEETS = N_("Only the sheet “%(sheet)s” is read; %(others)s more have something in them.")


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file as it came (a workbook as the CSV it was turned into), and how its columns are guessed."""

    name: str
    content: bytes
    targets: tuple[str, ...]
    form: str = "csv"
    headers_mark: str = ""
    seats: bool = False
    sheet: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UploadReading:
    """A staged file, read: no session, no event, so that it can be done while no transaction is open."""

    upload: StagedUpload
    table: Table
    roster: Roster
    targets: tuple[str, ...]


def take_file(name: str, content: bytes, *, megabytes: int) -> BroughtFile:
    """Look at a file before it is kept.

    Raises
    ------
    BadInputError
        No file was chosen, or a workbook can't be opened.
    TooLargeError
        It is larger than the setting allows.
    """
    if not name and not content:
        raise BadInputError(Fault("file", N_("Choose the file first: the list your ticket shop or spreadsheet exports.")))
    _check_size(content, megabytes)
    short = one_line(PurePath(name.replace("\\", "/")).name)[-200:] or "CSV"
    if content.startswith(ZIP_MARK):
        opened = open_workbook(content)
        return _looked_at(short, opened.content, "sheet", {"sheet": one_line(opened.sheet)[:80], "others": opened.others})
    return _looked_at(short, content, "csv")


def take_paste(text: str, *, megabytes: int) -> BroughtFile:
    """Rows copied out of a spreadsheet: columns parted by tabs, the first row the headers."""
    if not text.strip():
        raise BadInputError(Fault("pasted", N_("Paste the rows first, with the row of headers above them.")))
    content = text.encode("utf-8", "replace")
    _check_size(content, megabytes)
    return _looked_at("", content, "paste")


def take_table(content: bytes, form: str) -> BroughtFile:
    """A table that the house itself has written, such as of a shop's answers."""
    return _looked_at("", content, form)


def _check_size(content: bytes, megabytes: int) -> None:
    if len(content) > megabytes * 1_000_000:
        raise TooLargeError(
            N_("The file is larger than %(most)s MB. Split it, or leave out columns that are not about people."), most=megabytes
        )


def _looked_at(name: str, content: bytes, form: str, sheet: Mapping[str, Any] | None = None) -> BroughtFile:
    headers = read_table(content[:HEADERS_WITHIN], max_rows=0, is_sheet=form == "sheet").headers
    seats = layout_of(headers) in SELLS_SEATS
    return BroughtFile(name, content, guess_of(headers), form, mark_of_headers(headers), seats, sheet or {})


def mark_of_headers(headers: Sequence[str]) -> str:
    """By what a file of the same layout is known again."""
    return hashlib.sha256("\x1f".join(plain_key(header) for header in headers).encode("utf-8", "replace")).hexdigest()[:32]


def stage_upload(session: Session, event_id: int, file: BroughtFile, *, uploaded_by: int, now: datetime) -> int:
    """Keep the file until it is confirmed. A file of the same headers is read as the last one of this event was."""
    mapping: dict[str, object] = {"targets": list(file.targets), "seats": file.seats, "headers": file.headers_mark}
    remembered = next((one for one in latest_mappings(session, event_id) if one.get("headers") == file.headers_mark), None)
    if remembered is not None and len(remembered["targets"]) == len(file.targets):
        mapping |= {"targets": remembered["targets"], "seats": remembered.get("seats", file.seats), "remembered": True}
    upload = RosterUpload(
        event_id=event_id,
        uploaded_by=uploaded_by,
        file_name=file.name,
        content=file.content,
        mapping={**mapping, **file.sheet},
        form=file.form,
        state="reading" if is_long(file.content) else "staged",
        uploaded_at=now,
    )
    session.add(upload)
    session.flush()
    return upload.id


def forget_left_uploads(session: Session, *, now: datetime) -> None:
    """Drop what holds people's addresses longer than it is needed: files nobody confirmed, rejected rows, what an undo would need."""
    left_lying = RosterUpload.confirmed_at.is_(None) & (RosterUpload.uploaded_at < now - timedelta(days=UNCONFIRMED_DAYS))
    session.execute(delete(RosterUpload).where(left_lying))
    old = RosterUpload.rejected.is_not(None) & (RosterUpload.confirmed_at < now - timedelta(days=REJECTED_DAYS))
    session.execute(update(RosterUpload).where(old).values(rejected=None))
    session.execute(delete(RosterUndo).where(RosterUndo.written_at < now - timedelta(days=UNDO_DAYS)))


def find_upload(session: Session, event_id: int, upload_id: int) -> StagedUpload:
    """The file under this id at this event; not found means gone, or never there."""
    upload = staged_upload(session, event_id, upload_id)
    if upload is None:
        raise NotFoundError
    return upload


def change_mapping(session: Session, event_id: int, upload_id: int, targets: Sequence[str], *, seats: bool = False) -> None:
    """Read the columns as the organiser says; an unknown word means that the column is left out."""
    upload = find_upload(session, event_id, upload_id)
    if upload.confirmed_at is not None:
        raise ConflictError(IN_ALREADY)
    padded = [*targets[: len(upload.targets)], *[IGNORED] * (len(upload.targets) - len(targets))]
    chosen = [target if target in TARGETS else IGNORED for target in padded]
    mapping = {**upload.mapping, "targets": chosen, "seats": seats, "chosen": True}
    mapping.pop("remembered", None)
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id)
    state = "reading" if is_long(upload.content) else "staged"
    # Somebody may have confirmed it a moment ago: a file that comes in is not read anew.
    changed = update(RosterUpload).where(mine, RosterUpload.confirmed_at.is_(None))
    changed = changed.values(mapping=mapping, findings=None, taken_at=None, state=state)
    if session.execute(changed.returning(RosterUpload.id)).one_or_none() is None:
        raise ConflictError(IN_ALREADY)


def take_on(session: Session, event_id: int, upload_id: int, state: str, *, silent_since: datetime, now: datetime) -> bool:
    """Say that this worker does what the file waits for; False if another one does."""
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id) & (RosterUpload.state == state)
    free = RosterUpload.taken_at.is_(None) | (RosterUpload.taken_at < silent_since)
    taken = update(RosterUpload).where(mine, free).values(taken_at=now).returning(RosterUpload.id)
    return session.execute(taken).one_or_none() is not None


def read_upload(upload: StagedUpload) -> UploadReading:
    """Everybody and every problem in a staged file."""
    table = arrange(read_table(upload.content, max_rows=MOST_ROWS, is_sheet=upload.form == "sheet"))
    targets = upload.targets if len(upload.targets) == len(table.headers) else guess_of(table.headers)
    roster = read_roster(table, targets, seats=upload.seats)
    if upload.mapping.get("others"):
        values = {"sheet": upload.mapping.get("sheet"), "others": upload.mapping.get("others")}
        note = Problem(1, OTHER_SHEETS, values, fate=Fate.LOOK, about_file=True)
        roster = Roster(roster.rows, (note, *roster.problems), roster.seats)
    return UploadReading(upload, table, roster, targets)


def is_long(content: bytes) -> bool:
    """Whether the worker reads it and brings it in, and not the page. Counting lines costs nothing."""
    return max(content.count(b"\n"), content.count(b"\r")) > AT_ONCE or len(content) > LONG_BYTES
