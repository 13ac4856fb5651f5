"""D32: in a file that leaves the service no cell is a formula, and every cell comes back as it was, from CSV and from a workbook."""

import csv
import zipfile
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.exports.cells import as_text, as_was
from matchmaker.domain.exports.link import export_token, is_export_token
from matchmaker.domain.exports.tables import csv_of, table_file, xlsx_of
from matchmaker.domain.roster.read import read_table

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠"]


def cells(table: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(table.decode("utf-8-sig"), newline="")))


def sheet(book: bytes) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    return [[str(cell) for cell in row] for row in CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_cell_that_a_spreadsheet_would_reckon_with_is_text(sign: str) -> None:
    dangerous = f"{sign}HYPERLINK(1)"

    (cell,) = cells(csv_of(["a"], [[dangerous]]))[1]

    assert cell == "'" + dangerous.replace("\x00", "")
    assert as_text("  =1") == "'  =1"


@pytest.mark.parametrize("sign", SIGNS)
def test_a_workbook_keeps_such_a_cell_as_text_without_a_formula_and_reads_back_the_same(sign: str) -> None:
    dangerous = f"{sign}HYPERLINK(1)"
    book = xlsx_of(["a"], [[dangerous]])
    with zipfile.ZipFile(BytesIO(book)) as file:
        drawn, styles = file.read("xl/worksheets/sheet1.xml").decode(), file.read("xl/styles.xml").decode()

    assert ("<f>" in drawn, drawn.count('t="inlineStr"'), 'quotePrefix="1"' in styles) == (False, 2, True)
    assert sheet(book) == [["a"], [dangerous.replace("\x00", "")]]


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))))
def test_whatever_is_written_comes_back_as_it_was(texts: list[str]) -> None:
    rows = [[text, "x"] for text in texts]

    back = cells(csv_of(["a", "b"], rows))[1:]

    assert [[as_was(cell) for cell in row] for row in back] == rows


@pytest.mark.parametrize(
    "value", ["=1+1", "+44 20 7946 0000", "-1", "@home", "'=1", "''", "'tis", "_x000D_", "two\r\nlines", "tab\there", "  lead"]
)
def test_a_workbook_brings_back_what_was_written(value: str) -> None:
    assert sheet(xlsx_of(["a", "b"], [[value, "x"]])) == [["a", "b"], [value, "x"]]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@home", "\tx", "\rx", "'=1"])
def test_a_file_that_comes_in_again_has_the_original(value: str) -> None:
    table = read_table(table_file("csv", ["name", "email"], [[value, "a@example.org"]]))

    assert table.rows[0].cells == (value, "a@example.org")


def test_every_script_comes_back_as_it_was() -> None:
    row = ["Ömer Işık", "백혜진", "محمد", 'says "hi", twice', "two\nlines", "a;b", "🦉"]

    table = csv_of(["Name"], [row])

    assert table.startswith(b"\xef\xbb\xbf")
    assert cells(table) == [["Name"], row]
    assert table.count(b"\r\n") == 2
    assert sheet(xlsx_of([*row], [row])) == [row, row]


def test_half_a_character_does_not_break_the_file() -> None:
    assert cells(csv_of(["a"], [["x\ud800y"]]))[1] == ["x?y"]
    assert sheet(xlsx_of(["a"], [["x\ud800y"]]))[0] == ["a"]


def test_a_link_is_the_files_own() -> None:
    token = export_token(b"key", event_id=1, export_id=2)

    assert len(token) == 32
    assert is_export_token(b"key", token, event_id=1, export_id=2)
    assert not is_export_token(b"key", token, event_id=1, export_id=3)
    assert not is_export_token(b"key", token, event_id=2, export_id=2)
    assert not is_export_token(b"other", token, event_id=1, export_id=2)
