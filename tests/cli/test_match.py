"""`matchmaker match`: an attendee file in, lists out, and every fault with its line."""

import csv
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli import main
from matchmaker.cli.progress import Progress

PEOPLE = """external_id,name,email,headline,bio,interests,offers,seeks,stage,languages,company,shoe size
a,Ada,ada@example.org,Opens records,,Open records;Chess,"Interviews, done properly",A lawyer who reads contracts,senior,English,Analytics,38
g,Grace,grace@example.org,,Ships and compilers,Compilers,Contracts read by a lawyer,Interviews with patients,4,en;de,Navy,37
l,Linus,linus@example.org,,,Kernels;Chess,,,2,fi,,44
"""


def run(folder: Path, *options: str, people: str | bytes = PEOPLE, name: str = "people.csv") -> Result:
    file = folder / name
    file.write_bytes(people if isinstance(people, bytes) else people.encode())
    return CliRunner().invoke(main, ["match", str(file), "-o", str(folder / "out"), *options])


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "out").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def lists(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows(folder):
        found.setdefault(row["id"], []).append(row["match_id"])
    return found


def test_each_person_gets_a_list_with_scores_and_reasons(tmp_path: Path) -> None:
    result = run(tmp_path)

    assert result.exit_code == 0
    assert result.stdout == ""
    assert lists(tmp_path) == {"a": ["g", "l"], "g": ["a", "l"], "l": ["a", "g"]}
    first = rows(tmp_path)[0]
    assert list(first) == ["id", "rank", "match_id", "score", "likeness", "complement", "reasons"]
    assert (first["rank"], first["likeness"]) == ("1", "0.000000")
    assert 0 < float(first["score"]) < float(first["complement"]) < 1
    assert first["reasons"].split(" | ") == [
        "get: “A lawyer who reads contracts” – “Contracts read by a lawyer”",
        "give: “Interviews, done properly” – “Interviews with patients”",
    ]


def test_columns_that_nobody_asked_for_are_named(tmp_path: Path) -> None:
    assert run(tmp_path).stderr == "people.csv: these columns are not used: shoe size.\n"


def test_json_is_one_object_a_person(tmp_path: Path) -> None:
    run(tmp_path, "--json", "--top", "1")

    people = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]

    assert [(person["id"], [match["id"] for match in person["matches"]]) for person in people] == [("a", ["g"]), ("g", ["a"]), ("l", ["a"])]
    match = people[0]["matches"][0]
    assert list(match) == ["id", "score", "likeness", "complement", "reasons"]
    assert {reason["kind"] for reason in match["reasons"]} == {"get", "give"}
    assert list(match["reasons"][0]) == ["kind", "mine", "theirs", "weight"]


def test_somebody_without_a_single_match_is_an_empty_list_in_json(tmp_path: Path) -> None:
    run(tmp_path, "--json", people="interests\nChess\n")

    assert json.loads((tmp_path / "out").read_text()) == {"id": "1", "matches": []}


def test_the_lists_do_not_depend_on_the_order_of_rows_or_columns(tmp_path: Path) -> None:
    run(tmp_path)
    straight = (tmp_path / "out").read_text(encoding="utf-8")
    table = [list(reversed(row)) for row in csv.reader(PEOPLE.splitlines())]
    turned = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [table[0], *reversed(table[1:])])

    run(tmp_path, people=turned)

    assert (tmp_path / "out").read_text(encoding="utf-8") == straight


def test_the_id_is_the_external_one_else_the_address_else_the_row(tmp_path: Path) -> None:
    run(tmp_path, people="external_id,email,interests\nx9,x@example.org,Chess\n,y@example.org,Chess\n,,Chess\n")

    assert set(lists(tmp_path)) == {"x9", "y@example.org", "3"}


def test_faulty_rows_are_all_told_with_their_lines_and_the_rest_is_written(tmp_path: Path) -> None:
    people = "external_id,interests,stage\na,Chess,guru\nb,Chess,1\nb,Chess,2\nc,Chess,1,and,more\nd,Chess,9\n"

    result = run(tmp_path, people=people)

    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "people.csv, line 2",
        "people.csv, line 4",
        "people.csv, line 5",
        "people.csv, line 6",
        "4 faults in rows, listed above; the rest is written.",
    ]
    assert "“b” stands on line 3 already" in result.stderr
    assert set(lists(tmp_path)) == {"a", "b", "d"}


@pytest.mark.parametrize(
    ("damage", "line"), [('interests\nChess\n"never closed\nGo\n', 3), ("interests\nChess\nGo\x00\n", 3), ("", 1), ("interests\n", 1)]
)
def test_a_file_that_is_not_whole_names_its_line_and_nothing_is_written(tmp_path: Path, damage: str, line: int) -> None:
    result = run(tmp_path, people=damage)

    assert result.exit_code == 2
    assert f"people.csv, line {line}: " in result.stderr
    assert not (tmp_path / "out").exists()


QUESTIONS = (
    "api_id,name,email,created_at,approval_status,ticket_name,What would you like to talk about?,LinkedIn\n"
    'gst-1,Ada,ada@example.org,2026-10-01T10:00:00Z,approved,Standard,"Choirs, tidal power",https://linkedin.com/in/ada\n'
    "gst-2,Grace,grace@example.org,2026-10-01T11:00:00Z,approved,Standard,I sing in choirs. Sometimes I sail,https://linkedin.com/in/g\n"
)


def test_without_a_column_to_match_on_it_names_those_that_look_like_answers(tmp_path: Path) -> None:
    result = run(tmp_path, people=QUESTIONS)

    assert result.exit_code == 2
    assert "look like answers: “What would you like to talk about?”." in result.stderr
    assert "--interest-column 'What would you like to talk about?'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_luma_export_with_its_question_named_is_matched(tmp_path: Path) -> None:
    result = run(tmp_path, "--interest-column", "What would you like to talk about?", people="\ufeff" + QUESTIONS)

    assert result.exit_code == 0
    assert lists(tmp_path) == {"ada@example.org": ["grace@example.org"], "grace@example.org": ["ada@example.org"]}
    assert rows(tmp_path)[0]["reasons"] == "alike: “Choirs” – “I sing in choirs. Sometimes I sail”"


def test_without_any_answers_all_columns_are_named(tmp_path: Path) -> None:
    result = run(tmp_path, people="name,email\nAda,ada@example.org\n")

    assert result.exit_code == 2
    assert "The columns are: “name”, “email”. Name one with --interest-column." in result.stderr


def test_an_interest_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    result = run(tmp_path, "--interest-column", "Hobby")

    assert result.exit_code == 2
    assert "There is no column “Hobby”. The columns are: “external_id”, “name”" in result.stderr


def test_decisions_take_people_off_and_their_faults_are_told(tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("reader_id,other_id,answer,at\na,g,met,2026-11-05\na,l,maybe,\n,g,met,\ng,gone,met,soon\n", encoding="utf-8")

    result = run(tmp_path, "--decisions", str(decisions))

    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines() if line.startswith("decisions")] == [
        "decisions.csv, line 3",
        "decisions.csv, line 4",
        "decisions.csv, line 5",
    ]
    assert lists(tmp_path) == {"a": ["l"], "g": ["l"], "l": ["a", "g"]}


def test_decisions_without_their_columns_stop_the_start(tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.csv"
    decisions.write_text("reader_id,verdict\na,met\n", encoding="utf-8")

    result = run(tmp_path, "--decisions", str(decisions))

    assert result.exit_code == 2
    assert "decisions.csv: The decisions need the columns reader_id, other_id and answer; missing: other_id, answer." in result.stderr


def test_earlier_events_teach_what_is_rare(tmp_path: Path) -> None:
    people = "external_id,bio\n0,networks and bees\n1,networks of rivers\n2,bees in towns\n"
    past = tmp_path / "past.csv"
    past.write_text("bio\n" + "networks everywhere\n" * 20, encoding="utf-8")

    run(tmp_path, people=people)
    without = lists(tmp_path)["0"]
    result = run(tmp_path, "--history", str(past), people=people)

    assert result.exit_code == 0
    assert (without, lists(tmp_path)["0"]) == (["1", "2"], ["2", "1"])


def test_a_language_that_is_not_known_is_told_and_no_fault(tmp_path: Path) -> None:
    result = run(tmp_path, people="interests,languages\nChess,English;Blabla\nChess,en\n")

    assert result.exit_code == 0
    assert result.stderr == "people.csv, line 2: These languages are not known here and are left out: Blabla.\n"


def test_exposure_shows_everybody_and_no_exposure_gives_each_reader_the_best(tmp_path: Path) -> None:
    people = "external_id,interests\nhub,Chess\n" + "".join(f"{at},Chess; Street {at // 6}\n" for at in range(60)) + "alone,Kites\n"

    assert run(tmp_path, people=people).exit_code == 0
    fair = Counter(other for others in lists(tmp_path).values() for other in others)
    assert run(tmp_path, "--no-exposure", people=people).exit_code == 0
    free = Counter(other for others in lists(tmp_path).values() for other in others)

    assert fair["hub"] <= 15
    assert fair["alone"] >= 3
    assert (free["hub"], free["alone"]) == (60, 0)


def test_who_stands_in_few_lists_is_told_with_the_rule(tmp_path: Path) -> None:
    people = "external_id,interests,company\n0,Chess,Acme\n1,Chess,Acme\n2,Chess,Acme\nx,Chess,\ny,Chess,\n"

    fair = run(tmp_path, people=people)
    free = run(tmp_path, "--no-exposure", people=people)

    assert fair.stderr == "In few lists, because colleagues are not shown to each other: 0 (2), 1 (2), 2 (2).\n"
    assert free.stderr == ""


def test_a_file_in_another_encoding_with_semicolons_keeps_its_names(tmp_path: Path) -> None:
    run(tmp_path, people="name;interests\nJosé;Zürcher Straßenmusik\nÅsa;Straßenmusik\n".encode("utf-16"))

    assert "Zürcher Straßenmusik" in rows(tmp_path)[0]["reasons"]


@pytest.mark.parametrize("arguments", [["--top", "0"], ["--top", "many"], ["--history", "not-there.csv"]])
def test_options_that_make_no_sense_stop_the_start(tmp_path: Path, arguments: list[str]) -> None:
    assert run(tmp_path, *arguments).exit_code == 2


def test_a_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    result = run(tmp_path, "-o", str(tmp_path / "nowhere" / "out.csv"))

    assert result.exit_code == 2
    assert "can't be written" in result.stderr


def test_a_dash_writes_to_stdout_alone(tmp_path: Path) -> None:
    result = run(tmp_path, "-o", "-")

    assert result.stdout.splitlines()[0] == "id,rank,match_id,score,likeness,complement,reasons"
    assert len(result.stdout.splitlines()) == 7


def test_progress_is_silent_within_its_patience_and_then_speaks_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("Matching", 2, patience=5) as quick:
        list(quick.through("ab"))
    with Progress("Matching", 2, patience=0.01) as slow:
        for _ in slow.through("ab"):
            time.sleep(0.05)

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[0].startswith("Matching [------------------------------] 0 of 2 people")
    assert told.err.splitlines()[-1].startswith("Matching [##############################] 2 of 2 people")


def test_on_a_screen_the_bar_stays_on_its_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.cli.progress._is_screen", lambda: True)

    with Progress("Matching", 1, patience=0.01) as slow:
        for _ in slow.through("a"):
            time.sleep(0.05)

    told = capsys.readouterr().err
    assert told.startswith("\rMatching")
    assert told.endswith("s\n")
    assert told.count("\n") == 1


def test_it_loads_neither_the_web_nor_the_store(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    code = (
        "import sys\n"
        "from matchmaker.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'flask', 'sqlalchemy', 'werkzeug', 'jinja2'}))"
    )

    told = subprocess.run(
        [sys.executable, "-c", code, "match", str(file), "-o", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert told.stdout.strip() == "[]"


def test_the_855_people_of_a_real_conference_get_their_lists(tmp_path: Path, shared_data: Path) -> None:
    result = CliRunner().invoke(main, ["match", str(shared_data / "attendees_epsa2022.csv"), "--top", "10", "-o", str(tmp_path / "out")])

    found = lists(tmp_path)
    assert result.exit_code == 0
    assert len(found) == 855
    assert {len(people) for people in found.values()} == {10}
    assert sum(bool(row["reasons"]) for row in rows(tmp_path)) > 8000
