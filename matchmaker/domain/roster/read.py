"""Bytes of an attendee file turned into a table: headers, rows with their line numbers, and everything that is wrong with the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from matchmaker.domain.roster.decode import Decoded, decode, is_garbled, is_unreadable, is_wrong_table
from matchmaker.domain.roster.problems import COMES_IN, Fate, Problem
from matchmaker.domain.roster.records import MAX_CELL, Record, best_delimiter, records
from matchmaker.errors import N_

MAX_COLUMNS = 200

GUESSED_TABLE = N_(
    "The file is not in UTF-8, so it was read as Windows-1252. Look at names with accents. If one is wrong, save the file as “CSV UTF-8”."
)
NO_TEXT = N_(
    "This file is a picture, a program or something else that is not text, so no list can be read from it. Bring in the CSV file that your "
    "ticket shop or spreadsheet writes."
)
OPEN_QUOTE = N_("A quotation mark opens here and never closes, so this row and everything below it can’t be told apart.")
ZIP_MARK = b"PK\x03\x04"  # XLSX and ODS are archives
WORKBOOKS = {
    ZIP_MARK: N_("an Excel or other workbook"),
    b"\xd0\xcf\x11\xe0": N_("an older Excel workbook, or one locked with a password"),
    b"%PDF": N_("a PDF"),
}

# A damaged list has a few NULs; a file with more of them at its start never was one.
_SAMPLE = 4096
_MOST_NULS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: the line it starts on, and its cells, exactly as many as there are headers."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read; `problems` are about the file and its rows, not yet about what the cells mean."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    encoding: str = "UTF-8"
    delimiter: str = ","

    @property
    def is_whole(self) -> bool:
        return not any(problem.stops for problem in self.problems)


def read_table(data: bytes, *, max_rows: int | None = None, is_sheet: bool = False) -> Table:
    """Read CSV in UTF-8, UTF-16 or Windows-1252 with comma, semicolon or tab.

    Parameters
    ----------
    data : bytes
        The file as it came. Any bytes are taken; nothing is raised.
    max_rows : int, optional
        Rows beyond this count stay out and are reported once.
    is_sheet : bool
        The text was written from a workbook: separated by commas, its lines the rows of the sheet.

    Returns
    -------
    Table
        Headers, the sound rows, and a problem for every row or file fault, in the order of lines.
    """
    for mark, kind in WORKBOOKS.items():
        if data.startswith(mark):
            return _nothing(
                N_("This file is %(kind)s, not a CSV file. Open it, choose “Save as”, then “CSV UTF-8”, and bring that file in."), kind=kind
            )
    decoded = decode(data)
    if decoded.encoding != "UTF-16" and data[:_SAMPLE].count(0) > _MOST_NULS:
        return _nothing(NO_TEXT)
    text, skipped, delimiter = (decoded.text, 0, "") if is_sheet else _declared_delimiter(decoded.text)
    delimiter = "," if is_sheet else delimiter or best_delimiter(text)
    reading = _Reading(decoded, delimiter, max_rows)
    reading.read(records(text, delimiter, is_sheet=is_sheet), first_line=1 + skipped)
    return reading.table()


def _nothing(sentence: str, **values: object) -> Table:
    return Table((), (), (Problem(1, sentence, values, stops=True, about_file=True),))


def _declared_delimiter(text: str) -> tuple[str, int, str]:
    """Excel's own first line "sep=;" names the delimiter and is no row."""
    first, _, rest = text.partition("\n")
    declared = first.strip().lower()
    if declared.startswith("sep=") and declared[4:] in {",", ";", ""}:
        return rest, 1, declared[4:] or "\t"
    return text, 0, ""


@dataclass(frozen=True, slots=True)
class _Fault:
    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    stops: bool = False


class _Reading:
    """One pass over the records: rows and problems gather here."""

    def __init__(self, decoded: Decoded, delimiter: str, max_rows: int | None) -> None:
        self.decoded = decoded
        self.delimiter = delimiter
        self.max_rows = max_rows
        self.headers: tuple[str, ...] = ()
        self.width = 0
        self.rows: list[Row] = []
        self.problems: list[Problem] = []

    def table(self) -> Table:
        return Table(self.headers, tuple(self.rows), tuple(self.problems), self.decoded.encoding, self.delimiter)

    def read(self, found: Iterable[Record], *, first_line: int) -> None:
        surplus: list[int] = []
        for record in found:
            line = record.line + first_line - 1
            if not (record.oversize or any(cell.strip() for cell in record.cells)):
                continue
            if not self.headers:
                if not self._take_headers(line, record):
                    return
            elif self.max_rows is not None and len(self.rows) >= self.max_rows:
                surplus.append(line)
            else:
                self._take_row(line, record)
        self._judge_whole(surplus)

    def _judge_whole(self, surplus: Sequence[int]) -> None:
        if not self.headers:
            self._report(1, N_("The file is empty."), stops=True)
        elif not (self.rows or self.problems or surplus):
            self._report(1, N_("The file has headers, and no row below them."), stops=True)
        if surplus:
            sentence = N_("The file has %(surplus)s rows more than the %(most)s that come in at once. Split it and bring in the parts.")
            self._report(surplus[0], sentence, surplus=f"{len(surplus):,}", most=f"{self.max_rows:,}")
        if self.decoded.guessed and self.headers:
            self.problems.insert(0, Problem(1, GUESSED_TABLE, fate=Fate.LOOK, outcome=COMES_IN, about_file=True))

    def _report(self, line: int, sentence: str, *, stops: bool = False, **values: object) -> None:
        self.problems.append(Problem(line, sentence, values, stops=stops, about_file=True))

    def _take_headers(self, line: int, record: Record) -> bool:
        fault = self._fault_of(record)
        if fault is not None:
            self._report(line, fault.sentence, stops=True, **fault.values)
            return False
        headers = [header.strip() for header in record.cells]
        if len(headers) > MAX_COLUMNS:
            sentence = N_("The file has %(columns)s columns. The first %(most)s are read, the others are left out.")
            values = {"columns": f"{len(headers):,}", "most": MAX_COLUMNS}
            self.problems.append(Problem(line, sentence, values, fate=Fate.LOOK, outcome=COMES_IN, about_file=True))
        self.headers = tuple(headers[:MAX_COLUMNS])
        self.width = len(headers)
        return True

    def _take_row(self, line: int, record: Record) -> None:
        fault = self._fault_of(record)
        if fault is not None:
            self.problems.append(Problem(line, fault.sentence, fault.values, stops=fault.stops))
            return
        if any(is_garbled(cell) for cell in record.cells):
            sentence = N_("A value looks garbled, as if it had once been saved in the wrong encoding. Look at its accents.")
            self.problems.append(Problem(line, sentence, fate=Fate.LOOK, outcome=COMES_IN))
        columns = len(self.headers)
        self.rows.append(Row(line, (*record.cells[:columns], *("",) * (columns - len(record.cells)))))

    def _fault_of(self, record: Record) -> _Fault | None:
        """What keeps this record out, or None."""
        if record.is_open:
            return _Fault(OPEN_QUOTE, stops=True)
        if record.oversize:
            return _Fault(N_("A cell is longer than %(most)s characters."), {"most": f"{MAX_CELL:,}"})
        text = "".join(record.cells)
        if "\x00" in text:
            return _Fault(N_("The row has a NUL, a character that no text has: the file is damaged here."), stops=True)
        if is_unreadable(text):
            return _Fault(
                N_("The row has bytes that are not %(encoding)s, so it can’t be read for certain."), {"encoding": self.decoded.encoding}
            )
        if self.decoded.guessed and is_wrong_table(text):
            return _Fault(N_("The row reads like nonsense, as if the file were in another alphabet’s encoding. Save it as “CSV UTF-8”."))
        if self.width and any(cell.strip() for cell in record.cells[self.width :]):
            sentence = N_("The row has %(cells)s cells and the headers are %(headers)s, so nobody can tell which is which.")
            return _Fault(sentence, {"cells": len(record.cells), "headers": self.width})
        return None
