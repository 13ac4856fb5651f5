"""CSV text cut into records: each with the line it starts on; nothing a file holds makes it raise."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from matchmaker.domain.exports.cells import as_was

MAX_CELL = 131_072
DELIMITERS = (",", ";", "\t")
SAMPLE_ROWS = 30
END = "\x00end"  # no line of the file equals it, so a last row that is not just this one was never closed


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record; `oversize`: a cell is above the limit; `is_open`: its quotation mark never closes."""

    line: int
    cells: list[str]
    oversize: bool = False
    is_open: bool = False


class _Lines:
    """Hands lines to the csv reader, one more at the end, and remembers where the present record began and its quotes."""

    def __init__(self, text: str) -> None:
        self._lines = iter(io.StringIO(text, newline=""))
        self.count = 0
        self.quotes = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.ended:
            raise StopIteration
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            return END
        self.count += 1
        self.quotes += line.count('"')
        return line

    def go_on(self) -> bool:
        return not self.ended

    def skip_record(self) -> None:
        """Go on to where the quotes of the present record are balanced again."""
        while self.quotes % 2 and not self.ended:
            next(self)


def records(text: str, delimiter: str, *, is_sheet: bool = False) -> Iterator[Record]:
    """Every record of the text; a cell above the limit or a quote that never closes is marked, never raised.

    A sheet's records are counted one by one, as its rows are, and not by the lines that a cell may have.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    while lines.go_on():
        number += 1
        start = number if is_sheet else lines.count + 1
        lines.quotes = 0
        try:
            cells = next(reader)
        except csv.Error:  # only one is left with these settings: a cell above csv's own limit, which is ours too
            lines.skip_record()
            yield Record(start, [], oversize=True, is_open=lines.ended)
            continue
        if cells == [END] and lines.ended:
            return
        if not cells:  # a blank line; a damaged file may have millions
            continue
        cells = [as_was(cell) for cell in cells]  # a table of ours comes back as it was
        yield Record(start, cells, oversize=any(len(cell) > MAX_CELL for cell in cells), is_open=lines.ended)


def best_delimiter(text: str) -> str:
    """The delimiter under which most of the first rows are sound and as wide as the header; then the one with more columns."""

    def fit(delimiter: str) -> tuple[float, int]:
        sample = islice((record.cells for record in records(text[: MAX_CELL * 4], delimiter) if any(record.cells)), SAMPLE_ROWS)
        rows = list(sample)
        width = len(rows[0]) if rows else 0
        if width < 2:
            return 0.0, 0
        # Half of a quotation inside a cell: what was parted here belongs together.
        sound = sum(len(row) == width and not any(cell.count('"') % 2 for cell in row) for row in rows)
        return sound / len(rows), width

    return max(DELIMITERS, key=fit)
