"""The rows of a file that stayed out, as it had them, each with its reasons: kept for a day, to be put right and brought in again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.roster.problems import Problem
from matchmaker.services.uploads import UploadReading
from matchmaker.store.models.roster import RosterUpload


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """`cells` is empty for a row that could not even be cut into cells."""

    line: int
    cells: tuple[str, ...]
    reasons: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RejectedRows:
    headers: tuple[str, ...]
    rows: tuple[RejectedRow, ...]


def lines_out(problems: Iterable[Problem]) -> set[int]:
    return {problem.line for problem in problems if problem.stays_out and not problem.about_file}


def first_rejected(reading: UploadReading) -> bytes:
    """The headers, and the rows that stay out whatever the database says. Plain text: whoever is forgotten must be found in it."""
    return _line(list(reading.table.headers)) + b"".join(_rows(reading, reading.roster.problems))


def add_rejected(session: Session, reading: UploadReading, problems: Sequence[Problem]) -> None:
    """Rows that contradict what is known."""
    mine = RosterUpload.event_id == reading.upload.event_id, RosterUpload.id == reading.upload.id
    before = session.scalar(select(RosterUpload.rejected).where(*mine)) or b""
    session.execute(update(RosterUpload).where(*mine).values(rejected=before + b"".join(_rows(reading, problems))))


def read_rejected(kept: bytes) -> RejectedRows:
    headers, *lines = [json.loads(line) for line in kept.decode().splitlines()]
    rows = (RejectedRow(line, tuple(cells), tuple(Problem(line, *why) for why in reasons)) for line, cells, reasons in lines)
    return RejectedRows(tuple(headers), tuple(sorted(rows, key=lambda row: row.line)))


def _rows(reading: UploadReading, problems: Sequence[Problem]) -> Iterator[bytes]:
    reasons: dict[int, list[tuple[str, dict[str, Any]]]] = {}
    for problem in problems:
        if problem.stays_out and not problem.about_file:
            reasons.setdefault(problem.line, []).append((problem.sentence, dict(problem.values)))
    cells = {row.line: row.cells for row in reading.table.rows if row.line in reasons}
    for line, why in reasons.items():
        yield _line([line, list(cells.get(line, ())), why])


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
