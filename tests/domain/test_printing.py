"""What an organiser chooses before printing: read from a form, kept, and found again."""

import pytest

from matchmaker.domain.badges.formats import OwnSize
from matchmaker.domain.badges.printing import FIELDS, PrintChoice, kept_choice, read_print_choice
from matchmaker.errors import BadInputError


def test_an_empty_form_chooses_eight_on_a4_for_everybody_by_name() -> None:
    choice = read_print_choice({}, [])

    assert choice == PrintChoice(fields=())
    assert (choice.sheet.key, choice.code_in_front) == ("a7", True)


def test_everything_chosen_is_read_and_found_again_as_it_was_kept() -> None:
    form = {"paper": "own", "width": "90,5", "height": "55", "sheet": "a4", "columns": "2", "rows": "5", "left": "10", "gap_x": "2"}
    form |= {"side": "back", "sort": "group", "whom": "new", "first": "3", "last": "12"}

    choice = read_print_choice(form, ["group", "organisation", "nonsense"])

    own = OwnSize(width=90.5, height=55.0, sheet="a4", columns=2, rows=5, left=10.0, top=None, gap_x=2.0, gap_y=0.0)
    assert choice == PrintChoice("own", own, "back", ("organisation", "group"), "group", "new", 3, 12)
    assert kept_choice(choice.kept()) == choice
    assert not choice.code_in_front


@pytest.mark.parametrize("kept", [None, {}, {"unknown": 1}])
def test_what_was_never_kept_is_the_beginning(kept: dict[str, int] | None) -> None:
    assert kept_choice(kept) == PrintChoice()
    assert PrintChoice().fields == tuple(FIELDS)


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({"first": "0"}, ["first"]),
        ({"first": "5", "last": "4"}, ["last"]),
        ({"first": "x", "last": "1.5"}, ["first", "last"]),
        ({"paper": "own", "width": "wide", "height": "-3"}, ["width", "height"]),
        ({"paper": "own", "width": "20", "height": "50"}, ["width"]),
        ({"paper": "own", "width": "", "height": "nan"}, ["height"]),
        ({"paper": "own", "width": "90", "height": "54", "sheet": "a4", "columns": "3", "rows": "2"}, ["columns"]),
    ],
)
def test_what_can_not_be_printed_is_refused_field_by_field(form: dict[str, str], fields: list[str]) -> None:
    with pytest.raises(BadInputError) as refusal:
        read_print_choice(form, [])

    assert [fault.field for fault in refusal.value.faults] == fields


def test_measures_of_a_paper_that_is_not_chosen_are_not_looked_at() -> None:
    assert read_print_choice({"paper": "a6", "width": "nonsense"}, []).sheet.key == "a6"
