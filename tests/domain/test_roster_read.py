"""Attendee files as they really come: every encoding, every delimiter, every kind of damage."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.domain.roster.decode import is_unreadable
from matchmaker.domain.roster.problems import Fate
from matchmaker.domain.roster.read import read_table
from matchmaker.domain.roster.records import MAX_CELL

NAMES = "name;town\nJosé Müller;Zürich\nليلى حداد;Βόλος\n"


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(data).rows]


def told(data: bytes) -> list[tuple[int, str]]:
    return [(problem.line, str(problem)) for problem in read_table(data).problems]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (NAMES.encode(), "UTF-8"),
        (NAMES.encode("utf-8-sig"), "UTF-8"),
        (codecs.BOM_UTF16_LE + NAMES.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + NAMES.encode("utf-16-be"), "UTF-16"),
    ],
)
def test_names_of_any_script_come_through_every_unicode_encoding(data: bytes, encoding: str) -> None:
    table = read_table(data)

    assert table.encoding == encoding
    assert table.headers == ("name", "town")
    assert [row.cells for row in table.rows] == [("José Müller", "Zürich"), ("ليلى حداد", "Βόλος")]
    assert table.problems == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_recognised(encoding: str) -> None:
    table = read_table("name;town\nAda;London\n".encode(encoding))

    assert (table.encoding, table.headers) == ("UTF-16", ("name", "town"))
    assert [row.cells for row in table.rows] == [("Ada", "London")]


def test_the_windows_table_is_a_guess_and_says_so() -> None:
    table = read_table("name;town\nJosé Müller;Zürich\n".encode("cp1252"))

    assert (table.encoding, [row.cells for row in table.rows]) == ("Windows-1252", [("José Müller", "Zürich")])
    assert [(problem.line, problem.fate, problem.stops) for problem in table.problems] == [(1, Fate.LOOK, False)]
    assert "Windows-1252" in str(table.problems[0])


def test_another_alphabet_read_with_the_windows_table_stays_out() -> None:
    table = read_table("name;town\nИван Петров;Львов\nAda;London\n".encode("cp1251"))

    assert [row.cells for row in table.rows] == [("Ada", "London")]
    assert [(problem.line, problem.stays_out) for problem in table.problems] == [(1, False), (2, True)]
    assert str(table.problems[1]).startswith("The row reads like nonsense")


def test_one_windows_line_in_a_unicode_file_stays_out_alone() -> None:
    data = "name;town\nJosé;A\nZoë;B\n".encode() + "Müller;C\n".encode("cp1252") + b"Ada;D\n"

    assert cells(data) == [("José", "A"), ("Zoë", "B"), ("Ada", "D")]
    assert told(data) == [(4, "The row has bytes that are not UTF-8, so it can’t be read for certain.")]


def test_a_name_garbled_before_it_came_here_is_pointed_out() -> None:
    table = read_table("name;town\nJosÃ© MÃ¼ller;A\nÂngela Âge;B\nLost �;C\n".encode())

    assert [(problem.line, problem.fate) for problem in table.problems] == [(2, Fate.LOOK), (4, Fate.LOOK)]
    assert len(table.rows) == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_told_apart(delimiter: str) -> None:
    data = f'name{delimiter}"What, if anything; do you\tseek?"\nAda{delimiter}"co-founders, a mentor; a room"\n'.encode()

    table = read_table(data)

    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows] == [("Ada", "co-founders, a mentor; a room")]


@pytest.mark.parametrize(("first", "delimiter"), [("sep=;", ";"), ("SEP=,", ","), ("sep=\t", "\t")])
def test_excels_own_first_line_names_the_delimiter(first: str, delimiter: str) -> None:
    table = read_table(f"{first}\r\nname{delimiter}town\r\nAda{delimiter}London\r\n".encode())

    assert [(row.line, row.cells) for row in table.rows] == [(3, ("Ada", "London"))]


def test_a_column_on_its_own_is_a_table_too() -> None:
    assert cells(b"email\nada@example.org\n") == [("ada@example.org",)]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    table = read_table(b'name,bio\r\n\r\nAda,"one\r\ntwo"\r\n,\r\nGrace,three')

    assert [(row.line, row.cells) for row in table.rows] == [(3, ("Ada", "one\r\ntwo")), (6, ("Grace", "three"))]


def test_old_mac_line_ends_part_the_rows() -> None:
    assert cells(b"name,town\rAda,London\rGrace,New York") == [("Ada", "London"), ("Grace", "New York")]


def test_short_rows_are_filled_and_empty_surplus_is_dropped() -> None:
    assert cells(b"name,email,town\nAda,ada@example.org\nGrace,g@example.org,York,,\n") == [
        ("Ada", "ada@example.org", ""),
        ("Grace", "g@example.org", "York"),
    ]


def test_a_row_wider_than_its_headers_stays_out() -> None:
    data = b"name,town\nLovelace, Ada,London\nGrace,York\n"

    assert cells(data) == [("Grace", "York")]
    assert told(data) == [(2, "The row has 3 cells and the headers are 2, so nobody can tell which is which.")]


def test_an_open_quote_names_the_line_where_it_opens() -> None:
    data = b'name,town\nAda,London\nGrace,"York\nLinus,Portland\n'

    table = read_table(data)

    assert [row.cells for row in table.rows] == [("Ada", "London")]
    assert [(problem.line, problem.stops) for problem in table.problems] == [(3, True)]
    assert not table.is_whole


def test_a_quote_in_the_middle_of_a_word_opens_nothing() -> None:
    table = read_table(b'name,size\nAda,5" pipe\nGrace,6"')

    assert [row.cells for row in table.rows] == [("Ada", '5" pipe'), ("Grace", '6"')]
    assert table.is_whole


def test_a_nul_names_its_line_and_marks_the_file_as_damaged() -> None:
    table = read_table(b"name,town\nAda,Lon\x00don\nGrace,York\n")

    assert [row.cells for row in table.rows] == [("Grace", "York")]
    assert [(problem.line, problem.stops) for problem in table.problems] == [(2, True)]


@pytest.mark.parametrize("length", [MAX_CELL + 1, 1_000_000])
def test_an_enormous_cell_keeps_only_its_own_row_out(length: int) -> None:
    data = b'name,bio\nAda,"' + b"x" * length + b'\nstill Ada"\nGrace,short\n'

    table = read_table(data)

    assert [(row.line, row.cells) for row in table.rows] == [(4, ("Grace", "short"))]
    assert [(problem.line, str(problem), problem.stops) for problem in table.problems] == [
        (2, "A cell is longer than 131,072 characters.", False)
    ]


def test_a_cell_at_the_limit_comes_in() -> None:
    assert cells(b"name,bio\nAda," + b"x" * MAX_CELL) == [("Ada", "x" * MAX_CELL)]


def test_an_enormous_cell_that_never_closes_is_an_open_quote() -> None:
    table = read_table(b'name,bio\nAda,"' + b"x" * 200_000 + b"\nGrace,short\n")

    assert (table.rows, table.is_whole) == ((), False)
    assert str(table.problems[0]).startswith("A quotation mark opens here")


def test_five_thousand_columns_are_cut_and_said() -> None:
    header = ",".join(f"c{number}" for number in range(5000))
    data = f"{header}\n{','.join('v' * 5000)}\n{','.join('v' * 5001)}\n".encode()

    table = read_table(data)

    assert [len(row.cells) for row in table.rows] == [200]
    assert [(problem.line, problem.fate) for problem in table.problems] == [(1, Fate.LOOK), (3, Fate.OUT)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\n\n  \n,,\n", "The file is empty."),
        (b"name,email\n", "The file has headers, and no row below them."),
    ],
)
def test_a_file_with_nobody_in_it_says_so(data: bytes, sentence: str) -> None:
    table = read_table(data)

    assert told(data) == [(1, sentence)]
    assert not table.is_whole


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04", "an Excel or other workbook"),
        (b"\xd0\xcf\x11\xe0", "an older Excel workbook, or one locked with a password"),
        (b"%PDF", "a PDF"),
    ],
)
def test_a_workbook_brought_by_mistake_gets_a_clear_sentence(start: bytes, kind: str) -> None:
    expected = f"This file is {kind}, not a CSV file. Open it, choose “Save as”, then “CSV UTF-8”, and bring that file in."

    assert told(start + bytes(range(256)) * 20) == [(1, expected)]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(3) + b"\rIHDR" + bytes(40), b"\x7fELF\x02\x01" + bytes(9) + b"\n" + bytes(9)]
)
def test_what_is_no_text_at_all_gets_one_sentence(data: bytes) -> None:
    table = read_table(data)

    assert table.rows == ()
    assert [str(problem)[:66] for problem in table.problems] == ["This file is a picture, a program or something else that is not te"]
    assert not table.is_whole


def test_damaged_headers_stop_the_file() -> None:
    table = read_table(b'name,"bio\nAda,short\n')

    assert (table.headers, table.rows, table.is_whole) == ((), (), False)


def test_rows_beyond_the_most_are_reported_once() -> None:
    table = read_table(b"name,town\nAda,A\nGrace,B\nLinus,C\nNoor,D\n", max_rows=2)

    assert [row.cells[0] for row in table.rows] == ["Ada", "Grace"]
    assert [(problem.line, str(problem)) for problem in table.problems] == [
        (4, "The file has 2 rows more than the 2 that come in at once. Split it and bring in the parts.")
    ]


LUMA = '\ufeffguest_id,name,email,approval_status\ngst-1,José 🎈,jose@example.org,approved\ngst-2,"O\'Neil, Ada",ada@example.org,declined\n'


@settings(deadline=None)  # a busy machine is no fault of the file
@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_raise(data: bytes) -> None:
    table = read_table(data)

    assert table.rows or table.problems


def test_a_line_that_looks_like_our_own_end_mark_hides_nobody_below_it() -> None:
    table = read_table(b"name,email\nAda,ada@example.org\n\x00end\nGrace,grace@example.org\n")

    assert [row.line for row in table.rows] == [2, 4]
    assert [problem.line for problem in table.problems] == [3]


@settings(deadline=None)  # a busy machine is no fault of the file
@given(st.data())
def test_no_mutation_of_a_sound_file_makes_it_raise(data: st.DataObject) -> None:
    encoded = bytearray(LUMA.encode(data.draw(st.sampled_from(["utf-8", "utf-16", "utf-16-be"]))))
    for _ in range(data.draw(st.integers(1, 6))):
        position = data.draw(st.integers(0, len(encoded) - 1))
        encoded[position : position + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not encoded:
            break

    table = read_table(bytes(encoded))

    assert all(len(row.cells) == len(table.headers) for row in table.rows)
    assert not any(is_unreadable(cell) or "\x00" in cell for row in table.rows for cell in row.cells)
