"""An attendee table as profiles and a table of decisions: known columns, named faults, nothing guessed."""

from datetime import UTC, datetime

import pytest

from matchmaker.domain.matching import Decision, Profile
from matchmaker.domain.matching.table import decisions_in, profiles_in
from matchmaker.domain.roster.problems import Fate, Problem
from matchmaker.domain.roster.read import Table, read_table
from matchmaker.errors import MatchmakerError

NOTHING = "There is no column to match on: interests, offers, seeks, headline, bio."


def table(*lines: str) -> Table:
    return read_table("\n".join(lines).encode())


def told(problems: tuple[Problem, ...]) -> list[tuple[int, str, str]]:
    return [(problem.line, str(problem), problem.fate) for problem in problems]


def sentence(error: MatchmakerError) -> str:
    return str(error)


def test_every_known_column_fills_its_field_in_any_order_and_spelling() -> None:
    found = profiles_in(
        table(
            "Company,BIO 2,bio,Seeks,offers,Interests,languages,Stage,Groups,remote,headline,External ID,shoe size",
            'Acme,second,first,a lawyer; ,maps;boats,"Rust; Choirs\nKites",en;de,senior,press;guests,Yes,Reads maps,7,44',
        )
    )

    assert found.profiles == (
        Profile(
            "7",
            talk_about=["Rust", "Choirs", "Kites"],
            offers=["maps", "boats"],
            seeks=["a lawyer"],
            texts=["second", "first"],
            headline="Reads maps",
            stage=3,
            languages=["en", "de"],
            groups=["press", "guests"],
            organisation="Acme",
            remote=True,
        ),
    )
    assert (found.problems, found.unused) == ((), ("shoe size",))


def test_an_id_is_the_external_one_else_the_address_else_the_row() -> None:
    rows = table("external_id,email,interests", "7,ada@example.org,Rust", ",grace@example.org,Rust", ",,Rust")

    assert [profile.id for profile in profiles_in(rows).profiles] == ["7", "grace@example.org", "3"]


def test_of_two_columns_with_one_meaning_the_first_counts_but_bios_gather() -> None:
    found = profiles_in(table("interests,company,employer,bio,bio 2", "Rust,Acme,Bolt,one,two", "Rust,,Bolt,,two"))

    assert [(profile.organisation, profile.texts) for profile in found.profiles] == [("Acme", ("one", "two")), ("", ("two",))]
    assert found.unused == ("employer",)


def test_faults_are_told_by_line_and_the_rest_is_read() -> None:
    found = profiles_in(table("external_id,interests,stage,languages", "1,Rust,boss,en", "1,Maps,2,en", "2,Maps,2,Klingonish"))

    assert [profile.id for profile in found.profiles] == ["1", "2"]
    assert [profile.stage for profile in found.profiles] == [None, 2]
    assert [(line, fate) for line, _, fate in told(found.problems)] == [(2, Fate.WITHOUT), (3, Fate.OUT), (4, Fate.LOOK)]
    assert told(found.problems)[1][1] == "The id “1” stands on line 2 already, so this row is left out."
    assert told(found.problems)[2][1] == "These languages are not known here and are left out: Klingonish."


@pytest.mark.parametrize("name", ["What do you do?", "what do you do", " What do you do? "])
def test_a_question_of_a_form_is_matched_on_when_it_is_named(name: str) -> None:
    found = profiles_in(table("email,What do you do?", "ada@example.org,Rust; Maps"), interest_columns=[name])

    assert found.profiles == (Profile("ada@example.org", talk_about=["Rust", "Maps"]),)
    assert found.unused == ()


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(MatchmakerError) as caught:
        profiles_in(table("email,,topics", "a@example.org,,x"), interest_columns=["hobby"])

    assert sentence(caught.value) == "There is no column “hobby”. The columns are: “email”, “topics”."


def test_without_a_column_to_match_on_those_that_look_like_answers_are_offered() -> None:
    with pytest.raises(MatchmakerError) as caught:
        profiles_in(
            table(
                "email,Full name,What are you working on?,About,Site,Code,Ticket type,Track",
                "a@example.org,Ada L,Compilers,I draw maps slowly,https://a.example.org,a1b2c3d4e5f6a7b8c9,Early bird one,North hall",
                "g@example.org,Grace H,Ships,You sing in choirs,https://g.example.org,b1b2c3d4e5f6a7b8c9,Early bird two,North hall",
            )
        )

    assert sentence(caught.value) == (
        f"{NOTHING} These columns look like answers: “What are you working on?”, “About”. To match on them, add:\n"
        "--interest-column 'What are you working on?' --interest-column About"
    )


def test_where_nothing_looks_like_an_answer_all_columns_are_named() -> None:
    with pytest.raises(MatchmakerError) as caught:
        profiles_in(table("email,,Paid,Empty", "a@example.org,,yes,"))

    assert sentence(caught.value) == f"{NOTHING} The columns are: “email”, “Paid”, “Empty”. Name one with --interest-column."


def test_decisions_are_read_with_or_without_a_time() -> None:
    found = decisions_in(table("Other ID,reader_id,answer,at", "2,1,met,2026-11-05T09:30:00Z", "3,1,declined,"))

    assert found.decisions == (
        Decision("1", "2", "met", datetime(2026, 11, 5, 9, 30, tzinfo=UTC)),
        Decision("1", "3", "declined"),
    )
    assert found.problems == ()
    assert decisions_in(table("reader_id,other_id,answer", "1,2,met")).decisions == (Decision("1", "2", "met"),)


def test_decisions_that_say_nothing_are_told_by_line() -> None:
    found = decisions_in(table("reader_id,other_id,answer,at", "1,,met,", "1,2,perhaps,", "1,2,met,yesterday"))

    assert found.decisions == (Decision("1", "2", "met"),)
    assert told(found.problems) == [
        (2, "Who answered, or about whom, is missing. The decision is left out.", Fate.OUT),
        (
            3,
            "“perhaps” is no answer; there are accepted, declined, not_for_me, know_already, met. The decision is left out.",
            Fate.OUT,
        ),
        (4, "“yesterday” is no time such as 2026-11-05T09:30:00Z. The decision counts without it.", Fate.WITHOUT),
    ]


def test_a_table_without_the_columns_of_a_decision_is_refused() -> None:
    with pytest.raises(MatchmakerError) as caught:
        decisions_in(table("reader_id,what", "1,met"))

    assert sentence(caught.value) == "The decisions need the columns reader_id, other_id and answer; missing: other_id, answer."
