"""An attendee file on its way in: kept as it came, its columns put right, looked at before anything counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from matchmaker.domain.roster.columns import IGNORED, TARGETS, guess_targets, layout_of
from matchmaker.domain.roster.people import Roster, read_roster
from matchmaker.domain.roster.plan import Addition, Change, ImportPlan, plan_import
from matchmaker.domain.roster.problems import Fate, Problem
from matchmaker.domain.roster.read import Table, read_table
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, ConflictError, Fault, NotFoundError, TooLargeError
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.queries.roster import StagedUpload, known_attendees, staged_upload, tags_by_key

MOST_ROWS = 10_000  # more would hold the database's one writer for longer than others can wait
UNCONFIRMED_DAYS = 1
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file as it came, and how its columns are guessed."""

    name: str
    content: bytes
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UploadReading:
    """A staged file, read: no session, no event, so that it can be done while no transaction is open."""

    upload: StagedUpload
    table: Table
    roster: Roster


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column, as the mapping shows it."""

    place: int
    header: str
    target: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row that needs the organiser's eyes, with all that is wrong in it; `fate` is the worst of them."""

    line: int
    name: str
    email: str
    fate: Fate
    problems: tuple[Problem, ...]
    is_name_wrong: bool
    is_email_wrong: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen if the organiser pressed the button now."""

    layout: str
    encoding: str
    delimiter: str
    rows_read: int
    columns: tuple[ColumnChoice, ...]
    notes: tuple[Problem, ...]
    problem_rows: tuple[ProblemRow, ...]
    additions: tuple[Addition, ...]
    changes: tuple[Change, ...]
    unchanged: int
    own_words: int
    to_look_at: int
    out: int

    @property
    def people(self) -> int:
        """How many people the button brings in: those who are new and those who change."""
        return len(self.additions) + len(self.changes)


def take_file(name: str, content: bytes, *, megabytes: int) -> BroughtFile:
    """Look at a file before it is kept.

    Raises
    ------
    BadInputError
        No file was chosen.
    TooLargeError
        It is larger than the setting allows.
    """
    if not name and not content:
        raise BadInputError(Fault("file", N_("Choose the file first: the list your ticket shop exports as CSV.")))
    if len(content) > megabytes * 1_000_000:
        raise TooLargeError(
            N_("The file is larger than %(most)s MB. Split it, or leave out columns that are not about people."), most=megabytes
        )
    short = one_line(PurePath(name.replace("\\", "/")).name)[-200:]
    return BroughtFile(short or "CSV", content, guess_targets(read_table(content, max_rows=0).headers))


def stage_upload(session: Session, event_id: int, file: BroughtFile, *, uploaded_by: int, now: datetime) -> int:
    """Keep the file until it is confirmed."""
    upload = RosterUpload(
        event_id=event_id,
        uploaded_by=uploaded_by,
        file_name=file.name,
        content=file.content,
        mapping={"targets": list(file.targets)},
        uploaded_at=now,
    )
    session.add(upload)
    session.flush()
    return upload.id


def forget_left_uploads(session: Session, *, now: datetime) -> None:
    """Drop the files of every event that nobody confirmed for a day: they hold people's addresses."""
    left_lying = RosterUpload.confirmed_at.is_(None) & (RosterUpload.uploaded_at < now - timedelta(days=UNCONFIRMED_DAYS))
    session.execute(delete(RosterUpload).where(left_lying))


def find_upload(session: Session, event_id: int, upload_id: int) -> StagedUpload:
    """The file that waits under this id at this event; not found means gone, or never there."""
    upload = staged_upload(session, event_id, upload_id)
    if upload is None:
        raise NotFoundError
    return upload


def change_mapping(session: Session, event_id: int, upload_id: int, targets: Sequence[str]) -> None:
    """Read the columns as the organiser says; an unknown word means that the column is left out."""
    upload = find_upload(session, event_id, upload_id)
    if upload.confirmed_at is not None:
        raise ConflictError(N_("This file has been brought in already. To change something, bring it in again."))
    padded = [*targets[: len(upload.targets)], *[IGNORED] * (len(upload.targets) - len(targets))]
    chosen = [target if target in TARGETS else IGNORED for target in padded]
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id)
    session.execute(update(RosterUpload).where(mine).values(mapping={"targets": chosen}))


def read_upload(upload: StagedUpload) -> UploadReading:
    """Everybody and every problem in a staged file."""
    table = read_table(upload.content, max_rows=MOST_ROWS)
    return UploadReading(upload, table, read_roster(table, upload.targets))


def preview_upload(session: Session, reading: UploadReading) -> Preview:
    """What bringing the file in would do now."""
    plan = plan_for(session, reading)
    problems = [*reading.roster.problems, *plan.problems]
    rows = _problem_rows(reading, [problem for problem in problems if not problem.about_file])
    return Preview(
        layout=layout_of(reading.table.headers),
        encoding=reading.table.encoding,
        delimiter=reading.table.delimiter,
        rows_read=len(reading.table.rows),
        columns=_columns(reading),
        notes=tuple(problem for problem in problems if problem.about_file),
        problem_rows=rows,
        additions=plan.additions,
        changes=plan.changes,
        unchanged=plan.unchanged,
        own_words=plan.own_words,
        to_look_at=sum(row.fate is not Fate.OUT for row in rows),
        out=sum(row.fate is Fate.OUT for row in rows),
    )


def plan_for(session: Session, reading: UploadReading) -> ImportPlan:
    event_id = reading.upload.event_id
    labels = {key: label for key, (_, label) in tags_by_key(session, event_id).items()}
    return plan_import(reading.roster.rows, known_attendees(session, event_id), labels)


def _columns(reading: UploadReading) -> tuple[ColumnChoice, ...]:
    choices = []
    for place, (header, target) in enumerate(zip(reading.table.headers, reading.upload.targets, strict=True)):
        said = (one_line(row.cells[place]) for row in reading.table.rows[:50])
        samples = tuple(dict.fromkeys(text for text in said if text))[:SAMPLES]
        choices.append(ColumnChoice(place, header, target, samples))
    return tuple(choices)


def _problem_rows(reading: UploadReading, problems: Sequence[Problem]) -> tuple[ProblemRow, ...]:
    """The rows with problems, those that stay out first, each with all of its own."""
    by_line: dict[int, list[Problem]] = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(problem)
    cells = {row.line: _shown(row.cells, reading.upload.targets) for row in reading.table.rows if row.line in by_line}
    rows = []
    for line, mine in by_line.items():
        shown = cells.get(line, {})
        fate = Fate.OUT if any(problem.stays_out for problem in mine) else mine[0].fate
        told = tuple(problem for problem in mine if problem.stays_out) if fate is Fate.OUT else tuple(mine)
        wrong = {problem.field for problem in told}
        rows.append(ProblemRow(line, shown.get("name", ""), shown.get("email", ""), fate, told, "name" in wrong, "email" in wrong))
    return tuple(sorted(rows, key=lambda row: (row.fate is not Fate.OUT, row.line)))


def _shown(cells: Sequence[str], targets: Sequence[str]) -> Mapping[str, str]:
    """Name and address as the file has them, so that the organiser finds the row."""
    found: dict[str, str] = {}
    for cell, target in zip(cells, targets, strict=True):
        text = one_line(cell)[:80]
        if target in {"name", "email"}:
            found.setdefault(target, text)
        elif target in {"first_name", "last_name"}:
            found["parts"] = f"{found.get('parts', '')} {text}".strip()
    found["name"] = found.get("name") or found.get("parts", "")
    return found
