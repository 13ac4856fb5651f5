"""A workbook's bytes (XLSX, ODS) turned into CSV text, one line of the sheet one record.

It is meant for a process of its own with little memory: what a sheet claims to hold is only known once a reader has made room for it.
"""

import csv
import datetime
import io
from dataclasses import dataclass
from typing import Any

MOST_TEXT = 30_000_000
MOST_CELLS = 4_000_000


class WorkbookError(Exception):
    """The workbook can't be read; `fault` is damaged, locked, large or empty."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet that says something, as CSV text; `others` says how many more do."""

    name: str
    others: int
    text: str


def read_workbook(data: bytes) -> Sheet:
    """The first visible sheet with at least one filled cell.

    Raises
    ------
    WorkbookError
        It is damaged, locked, larger than a list of people, or no workbook.
    """
    # Unless somebody brings a workbook, nobody loads its reader.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum  # noqa: PLC0415  as said above

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        filled = [sheet for name in visible or book.sheet_names if (sheet := book.get_sheet_by_name(name)).height]
    except PasswordError as error:
        raise WorkbookError("locked") from error
    except CalamineError as error:
        raise WorkbookError("damaged") from error
    if not filled:
        raise WorkbookError("empty")
    first = filled[0]
    if first.height * first.width > MOST_CELLS:
        raise WorkbookError("large")
    return Sheet(first.name, len(filled) - 1, _as_csv(first))


def _as_csv(sheet: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    # The rows above the first filled one are lines too, so that "line 7" is row 7 of the sheet.
    out.write("\n" * (sheet.start[0] if sheet.start else 0))
    for row in sheet.iter_rows():
        cells = [_as_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            writer.writerow(cells)
        else:
            out.write("\n")
        if out.tell() > MOST_TEXT:
            raise WorkbookError("large")
    return out.getvalue()


def _as_text(cell: object) -> str:
    """What the sheet shows, as far as a value without its format can tell."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "minutes")
    return str(cell)
