"""An attendee file turned into people: all who can come in, and every problem with its line, its sentence and what happens."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.domain.roster.columns import guess_targets
from matchmaker.domain.roster.people import Roster, read_roster
from matchmaker.domain.roster.person import RosterRow
from matchmaker.domain.roster.read import read_table

LUMA = Path(__file__).parents[1] / "data" / "luma_guests.csv"


def roster_of(text: str) -> Roster:
    table = read_table(text.encode())
    return read_roster(table, guess_targets(table.headers))


def told(roster: Roster) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.outcome, str(problem)) for problem in roster.problems]


def test_a_luma_export_comes_in_with_its_answers() -> None:
    table = read_table(LUMA.read_bytes())

    roster = read_roster(table, guess_targets(table.headers))

    assert roster.rows[0] == RosterRow(
        line=2,
        external_id="gst-A1b2C3",
        name="Kwabena Osei-Thorne",
        email="kwabena@saltworks.example",
        organisation="Saltworks",
        phone="+44 20 7946 0018",
        link="https://linkedin.com/in/kwabena-osei-thorne",
        group="Day",
        talk=("Rust", "embedded systems"),
        offer=("Code reviews", "A desk in Bristol"),
        seek=(
            "I am building sensors for small farms. I would like to meet somebody who has sold to co-operatives, or who knows one well.",
        ),
        status="registered",
    )
    assert [(row.name, row.organisation, row.talk) for row in roster.rows[1:2]] == [("ليلى حداد", "مختبر النور", ("الذكاء الاصطناعي",))]


def test_every_fault_of_a_luma_export_has_its_line_and_what_happens() -> None:
    table = read_table(LUMA.read_bytes())

    roster = read_roster(table, guess_targets(table.headers))

    assert [(row.line, row.name, row.status) for row in roster.rows] == [
        (2, "Kwabena Osei-Thorne", "registered"),
        (3, "ليلى حداد", "registered"),
        (4, 'Marta "Mái" Quintal 🎈', "cancelled"),
    ]
    assert told(roster) == [
        (4, "Ticket cancelled", "“declined”: they are kept and hidden, not deleted."),
        (4, "Comes in without it", "“not yet” is no web address."),
        (5, "Stays out", "The address has no ending, such as .org."),
        (5, "Comes in without it", "“12” is no telephone number."),
        (6, "Stays out", "No name in any of the name columns."),
        (7, "Stays out", "“pending_approval” says that they are not let in yet. Bring the file in again once they are."),
        (8, "Stays out", "Line 2 (Kwabena Osei-Thorne) has the same address. One address is one person; give this one their own."),
        (9, "Stays out", "Line 2 (Kwabena Osei-Thorne) has the same ticket number and another address. Which one is right?"),
    ]


def test_the_shared_attendee_list_comes_in_whole(shared_data: Path) -> None:
    table = read_table((shared_data / "attendees_epsa2022.csv").read_bytes())

    roster = read_roster(table, guess_targets(table.headers))

    assert (len(roster.rows), roster.problems) == (855, ())
    assert {bool(row.external_id and row.name and row.headline and row.bio) for row in roster.rows} == {True}


def test_names_are_put_together_from_their_parts() -> None:
    roster = roster_of("Vorname;Name;E-Mail\nJürgen;Groß;jg@example.org\nMadonna;;m@example.org\n;Pelé;p@example.org\n")

    assert [row.name for row in roster.rows] == ["Jürgen Groß", "Madonna", "Pelé"]


@pytest.mark.parametrize(
    "name",
    [
        "ليلى حداد",
        "山田 太郎",
        "Иван Петров",
        "नरेन्द्र",
        "Ọláyínká",
        "O’Brien-Smith",
        "José 🎈",
        "Zoë van der Berg",
        "Øystein",
        "Nguyễn Thị Minh Khai",
    ],
)
def test_real_names_in_any_script_come_in_as_written(name: str) -> None:
    assert [row.name for row in roster_of(f"name,email\n{name},somebody@example.org\n").rows] == [name]


def test_one_address_in_many_spellings_is_one_person() -> None:
    roster = roster_of("name,email\nAda,ada@example.org\nAda, ADA@Example.org \nAda,ａｄａ@example.org\n")

    assert [row.email for row in roster.rows] == ["ada@example.org"]
    assert [(problem.line, str(problem)) for problem in roster.problems] == [
        (3, "Line 2 is the same person: Ada with the same address."),
        (4, "Line 2 is the same person: Ada with the same address."),
    ]


def test_a_dotless_i_is_never_merged_with_an_i() -> None:
    roster = roster_of("name,email\nIlker,ilker@example.org\nIlker,ılker@example.org\n")

    assert [row.line for row in roster.rows] == [2]
    assert str(roster.problems[0]).startswith("“ılker@example.org” has a letter before the @")


@pytest.mark.parametrize("states", [("declined", "approved"), ("cancelled", "")])
def test_a_valid_ticket_wins_over_a_cancelled_one_of_the_same_person(states: tuple[str, str]) -> None:
    roster = roster_of(
        f"id,name,email,status\n1,Ada,ada@example.org,{states[0]}\n2,Ada,ada@example.org,{states[1]}\n3,Ada,ada@example.org,declined\n"
    )

    assert [(row.line, row.external_id, row.status != "cancelled") for row in roster.rows] == [(3, "2", True)]
    assert told(roster) == [
        (2, "Stays out", "Line 3 has the same address and a ticket that is not cancelled."),
        (4, "Stays out", "Line 3 is the same person: Ada with the same address."),
    ]


def test_a_file_that_says_nothing_of_tickets_cancels_nobody_and_registers_nobody_anew() -> None:
    assert [row.status for row in roster_of("name,email,status\nAda,ada@example.org,\n").rows] == [""]


def test_an_unknown_word_for_the_ticket_is_pointed_out_and_comes_in() -> None:
    roster = roster_of("name,email,status\nAda,ada@example.org,VIP\n")

    assert [row.status for row in roster.rows] == ["registered"]
    assert told(roster) == [(2, "Comes in", "“VIP” does not say whether they come, so they count as coming.")]


def test_missing_columns_are_all_named_at_once() -> None:
    roster = roster_of("town,colour\nLondon,red\n")

    assert roster.rows == ()
    assert told(roster) == [
        (1, "Stays out", "No column is read as the e-mail address, so nobody can come in. Choose it under “Columns”."),
        (1, "Stays out", "No column is read as the name, so nobody can come in. Choose it under “Columns”."),
    ]


def test_a_file_without_headers_has_one_sentence_not_three() -> None:
    assert told(roster_of("")) == [(1, "Stays out", "The file is empty.")]


def test_a_row_without_address_stays_out() -> None:
    assert told(roster_of("name,email\nJournalist 1,\n")) == [
        (2, "Stays out", "No e-mail address. Without one nobody can sign in or be told apart on the next upload.")
    ]


def test_all_faults_of_one_row_are_told_together() -> None:
    header = "name,email,stage,languages,phone,link,id\n"

    roster = roster_of(header + "Ada,ada@example.org,wizard,Klingon; en,1,nowhere," + "7" * 201 + "\n" + "!!!,nobody,,,,,\n")

    assert told(roster) == [
        (2, "Stays out", "The ticket number is longer than 200 characters."),
        (2, "Comes in without it", "“wizard” is no career stage we know: a figure from 0 to 5, or a word such as “senior”."),
        (2, "Comes in without it", "“Klingon” is no language we know."),
        (2, "Comes in without it", "“1” is no telephone number."),
        (2, "Comes in without it", "“nowhere” is no web address."),
        (3, "Stays out", "The name has no letter in it. Type it as people call you."),
        (3, "Stays out", "The address has no @. It looks like ada@example.org."),
    ]


def test_text_beyond_its_limit_is_cut_and_said() -> None:
    roster = roster_of(f"name,email,headline,bio,seek\nAda,ada@example.org,{'h' * 141},{'b' * 2001},{'s ' * 90}.\n")

    assert [(len(row.headline), len(row.bio), len(row.seek[0])) for row in roster.rows] == [(140, 2000, 140)]
    assert [(problem.field, problem.outcome) for problem in roster.problems] == [
        ("headline", "Comes in cut short"),
        ("bio", "Comes in cut short"),
        ("seek", "Comes in cut short"),
    ]


def test_several_columns_gather_and_one_is_enough_for_the_rest() -> None:
    table = read_table(b"a,b,c,d,e,f\nAda,,ada@example.org,Rust,Go;rust,One\n")

    roster = read_roster(table, ("name", "email", "email", "talk", "talk", "bio"))

    assert [(row.email, row.talk, row.bio) for row in roster.rows] == [("ada@example.org", ("rust", "Go"), "One")]


def test_a_long_wrong_word_is_shown_shortened() -> None:
    problem = roster_of(f"name,email,link\nAda,ada@example.org,{'x' * 80}\n").problems[0]

    assert problem.values == {"word": "x" * 59 + "…"}


CELL = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=30)


@settings(deadline=None)  # a busy machine is no fault of the file
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=5))
def test_every_row_comes_in_or_is_explained(rows: list[tuple[str, str, str, str]]) -> None:
    quoted = ["name,email,stage,talk", *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    table = read_table("\n".join(quoted).encode())

    roster = read_roster(table, guess_targets(table.headers))

    out = {problem.line for problem in roster.problems if problem.stays_out and not problem.about_file}
    assert {row.line for row in table.rows} <= {row.line for row in roster.rows} | out
    assert not {row.line for row in roster.rows} & out


@settings(deadline=None)  # a busy machine is no fault of the file
@given(st.data())
def test_no_mutation_of_an_export_makes_the_reading_raise(data: st.DataObject) -> None:
    content = bytearray(LUMA.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))

    table = read_table(bytes(content))
    roster = read_roster(table, guess_targets(table.headers))

    addresses = [row.email for row in roster.rows]
    assert len(addresses) == len(set(addresses))
    assert all(str(problem) for problem in roster.problems)


def test_a_list_beyond_the_most_is_cut_and_said() -> None:
    roster = roster_of("name,email,offers\nAda,ada@example.org," + "; ".join(f"Thing {number}" for number in range(13)) + "\n")

    assert [len(row.offer) for row in roster.rows] == [12]
    assert told(roster) == [(2, "Comes in cut short", "The list under “offers” has 13 items; the first 12 come in.")]
