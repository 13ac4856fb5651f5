"""Which fields two people changed at once."""

from matchmaker.domain.events.clash import Change, clashing_fields, settled
from tests.cast import NOW

HUGO = Change("Hugo", NOW)


def test_only_what_others_changed_to_something_else_is_asked_about() -> None:
    was = {"name": "A", "place": "Hall", "description": "one\ntwo", "language": ""}
    theirs = {"name": "B", "place": "Barn", "description": "one\ntwo", "language": "de"}
    mine = {"name": "C", "place": "Hall", "description": "one\r\ntwo more", "language": "de"}

    found = clashing_fields(mine, was, theirs, {"name": HUGO, "place": HUGO, "language": HUGO})

    assert [(one.name, one.mine, one.theirs, one.was_touched) for one in found] == [
        ("name", "C", "B", True),
        ("place", "Hall", "Barn", False),
    ]


def test_line_ends_and_outer_spaces_are_no_difference() -> None:
    assert clashing_fields({"d": " one\r\ntwo "}, {"d": "x"}, {"d": "one\ntwo"}, {"d": HUGO}) == ()


def test_theirs_is_taken_field_by_field() -> None:
    mine = {"name": "C", "place": "Hall", "take_name": "theirs", "take_place": "mine", "take_language": "theirs"}

    kept = settled(mine, {"name": "B", "place": "Barn"})

    assert (kept["name"], kept["place"], "language" in kept) == ("B", "Hall", False)
