"""What bringing a file in would do, row by row, and nothing of it done; for a long file the worker finds it out and puts it by."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.roster.columns import layout_of
from matchmaker.domain.roster.plan import Addition, Change, Facts, ImportPlan, plan_import
from matchmaker.domain.roster.problems import Fate, Problem
from matchmaker.domain.signin.name import one_line
from matchmaker.services.forgotten import with_forgotten
from matchmaker.services.ledger import NOBODY, Ledger
from matchmaker.services.seats import held_rows, new_seats
from matchmaker.services.uploads import AT_ONCE, UploadReading
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.queries.roster import known_attendees, tags_by_key

SAMPLES = 3
SHOWN = 1_000  # rows of one kind that are put by for a long file; the numbers above them count all


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
    """What would happen if the organiser pressed the button now. The numbers count everybody; the lists may be cut.

    Nobody is counted twice: who is cancelled by the file is neither new nor changed.
    """

    layout: str
    encoding: str
    delimiter: str
    rows_read: int
    columns: tuple[ColumnChoice, ...]
    notes: tuple[Problem, ...]
    problem_rows: tuple[ProblemRow, ...]
    additions: tuple[Addition, ...]
    changes: tuple[Change, ...]
    cancellations: tuple[Addition, ...]
    new: int
    changed: int
    unchanged: int
    cancelled: int
    own_words: int
    seats: int
    to_look_at: int
    out: int

    @property
    def people(self) -> int:
        """How many people the button brings in: those who are new and those who change."""
        return self.new + self.changed

    @property
    def brings(self) -> bool:
        return bool(self.people or self.cancelled or self.seats)


def preview_upload(session: Session, reading: UploadReading, *, ledger: Ledger = NOBODY) -> Preview:
    """What bringing the file in would do now."""
    plan = with_forgotten(session, plan_for(session, reading), ledger)
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
        additions=plan.newcomers,
        changes=plan.corrections,
        cancellations=plan.cancellations,
        new=len(plan.newcomers),
        changed=len(plan.corrections),
        unchanged=plan.unchanged,
        cancelled=len(plan.cancellations),
        own_words=plan.own_words,
        seats=len(new_seats(session, reading.upload.event_id, reading.roster.seats)),
        to_look_at=sum(row.fate is not Fate.OUT for row in rows),
        out=sum(row.fate is Fate.OUT for row in rows),
    )


def plan_for(session: Session, reading: UploadReading) -> ImportPlan:
    event_id = reading.upload.event_id
    labels = {key: label for key, (_, label) in tags_by_key(session, event_id).items()}
    rows = (*reading.roster.rows, *held_rows(session, event_id, reading.roster.seats))
    if len(rows) > AT_ONCE:
        return plan_import(rows, known_attendees(session, event_id), labels)
    # A short file at a large event: only those it may be about are asked for.
    numbers = [row.external_id for row in rows if row.external_id]
    return plan_import(rows, known_attendees(session, event_id, email_keys=[row.email for row in rows], tickets=numbers), labels)


def keep_findings(session: Session, event_id: int, upload_id: int, preview: Preview, *, mapping: Mapping[str, Any]) -> bool:
    """Put a long file's preview by, unless its columns are read in another way by now."""
    short = replace(preview, **{name: getattr(preview, name)[:SHOWN] for name in ("problem_rows", "additions", "changes", "cancellations")})
    packed = zlib.compress(json.dumps(asdict(short), ensure_ascii=False).encode())
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id) & (RosterUpload.state == "reading")
    if session.scalar(select(RosterUpload.mapping).where(mine)) != mapping:
        return False
    session.execute(update(RosterUpload).where(mine).values(findings=packed, state="staged", taken_at=None))
    return True


def read_findings(packed: bytes) -> Preview:
    """The preview as the worker put it by."""
    told: dict[str, Any] = json.loads(zlib.decompress(packed))
    lists = {
        "columns": tuple(ColumnChoice(**{**one, "samples": tuple(one["samples"])}) for one in told["columns"]),
        "notes": tuple(_problem(one) for one in told["notes"]),
        "problem_rows": tuple(_problem_row(one) for one in told["problem_rows"]),
        "additions": tuple(Addition(one["line"], _facts(one["facts"])) for one in told["additions"]),
        # Those put by before there was such a list have none
        "cancellations": tuple(Addition(one["line"], _facts(one["facts"])) for one in told.get("cancellations", ())),
        "changes": tuple(Change(one["line"], one["attendee_id"], _facts(one["facts"]), tuple(one["fields"])) for one in told["changes"]),
    }
    return Preview(**{**told, **lists})


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(**{**told, "fate": Fate(told["fate"])})


def _problem_row(told: Mapping[str, Any]) -> ProblemRow:
    return ProblemRow(**{**told, "fate": Fate(told["fate"]), "problems": tuple(_problem(one) for one in told["problems"])})


def _facts(told: Mapping[str, Any]) -> Facts:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return Facts(**values)


def _columns(reading: UploadReading) -> tuple[ColumnChoice, ...]:
    choices = []
    for place, (header, target) in enumerate(zip(reading.table.headers, reading.targets, strict=True)):
        said = (one_line(row.cells[place]) for row in reading.table.rows[:50])
        samples = tuple(dict.fromkeys(text for text in said if text))[:SAMPLES]
        choices.append(ColumnChoice(place, header, target, samples))
    return tuple(choices)


def _problem_rows(reading: UploadReading, problems: Sequence[Problem]) -> tuple[ProblemRow, ...]:
    """The rows with problems, those that stay out first, each with all of its own."""
    by_line: dict[int, list[Problem]] = {}
    for problem in problems:
        by_line.setdefault(problem.line, []).append(problem)
    cells = {row.line: _shown(row.cells, reading.targets) for row in reading.table.rows if row.line in by_line}
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
