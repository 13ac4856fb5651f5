"""Heads and rows as bytes: CSV that every spreadsheet opens, and a workbook whose cells are all text."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Final

from matchmaker.domain.exports.cells import as_text

MARK: Final = "\ufeff"
KINDS: Final = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

_SHEET_NAME: Final = "matchmaker"
_LONGEST_CELL: Final = 32_767  # what a workbook's cell holds
# XML holds none of these, and reads CR as LF; a workbook spells them out, and spells out what looks like such a spelling.
_UNSPEAKABLE: Final = re.compile(r"[\x01-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")


def table_file(form: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table in one of the two forms: "csv" or "xlsx"."""
    return xlsx_of(heads, rows) if form == "xlsx" else csv_of(heads, rows)


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, which is how spreadsheets know it; every cell in quotation marks."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([as_text(head) for head in heads])
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return (MARK + out.getvalue()).encode("utf-8", errors="replace")


def xlsx_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet. What could be a formula is marked as text the way a spreadsheet marks what is typed behind an apostrophe."""
    from openpyxl import Workbook  # noqa: PLC0415  heavy, and asked for seldom
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  the same

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET_NAME)

    def cell_of(text: str) -> object:
        clean = text.replace("\x00", "")[:_LONGEST_CELL]
        cell = WriteOnlyCell(sheet, value=_UNSPEAKABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", clean))
        cell.data_type = "s"
        cell.quotePrefix = as_text(text) != text.replace("\x00", "")
        return cell

    for row in (heads, *rows):
        sheet.append([cell_of(text) for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
