"""What an entry at the door leads to, how a desk is paired, and how what it kept is read."""

from datetime import timedelta

import pytest

from matchmaker.domain.checkin.items import EntryItem, UndoEntryItem, read_desk_batch
from matchmaker.domain.checkin.pairing import hash_pairing_code, pairing_code, read_desk_name, read_pairing_code
from matchmaker.domain.checkin.verdict import Verdict, verdict_of
from matchmaker.domain.outbox.batch import FaultyItem
from matchmaker.errors import BadInputError

ID = "9f0c2f2e-63a5-4be5-a2a3-0a86c1d1a0aa"
OTHER = "9f0c2f2e-63a5-4be5-a2a3-0a86c1d1a0ab"


@pytest.mark.parametrize(
    ("known", "registered", "was_in", "verdict"),
    [
        (False, False, False, Verdict.NOBODY),
        (False, True, True, Verdict.NOBODY),
        (True, False, True, Verdict.CANCELLED),
        (True, False, False, Verdict.CANCELLED),
        (True, True, True, Verdict.ALREADY),
        (True, True, False, Verdict.IN),
    ],
)
def test_each_person_at_the_door_gets_one_verdict(known, registered, was_in, verdict) -> None:
    assert verdict_of(known=known, registered=registered, was_in=was_in) is verdict


def test_a_pairing_code_has_eight_signs_and_is_read_however_it_is_typed() -> None:
    code = pairing_code(b"\x00\x10\x83\x10\x51")

    assert (len(code), read_pairing_code(f" {code[:4].lower()}-{code[4:]} ")) == (8, (code[:3], code))
    assert [read_pairing_code(text) for text in ("", "7KQ2", "7KQ2 M9VU", "x" * 500)] == [None] * 4


def test_what_is_stored_of_a_code_needs_the_key() -> None:
    assert hash_pairing_code(b"one", "7KQ2M9VD") != hash_pairing_code(b"two", "7KQ2M9VD")
    assert "7KQ2" not in hash_pairing_code(b"one", "7KQ2M9VD")


def test_a_desk_has_a_name_that_fits_on_a_phone() -> None:
    assert read_desk_name("  North\u202e  door ") == "North door"
    for text in ("", "   ", "n" * 41):
        with pytest.raises(BadInputError):
            read_desk_name(text)


def test_entries_and_undos_are_read_and_one_bad_item_holds_nobody_back() -> None:
    items = read_desk_batch(
        {
            "items": [
                {"id": ID, "kind": "entry", "code": "7KQ2M9VD", "way": "typed", "waited": 61000},
                {"id": ID, "kind": "entry", "attendee_id": 7, "way": "search", "let_in": "yes"},
                {"id": OTHER, "kind": "undo", "entry_id": ID},
                {"id": ID, "kind": "entry", "way": "search"},
                {"id": ID, "kind": "entry", "code": "7KQ2M9VD", "way": "walk_in"},
                {"id": ID, "kind": "scan"},
                "nonsense",
            ]
        }
    )

    assert [type(item) for item in items] == [EntryItem, EntryItem, UndoEntryItem, *[FaultyItem] * 4]
    assert (items[0].code, items[0].way, items[0].waited) == ("7KQ2M9VD", "typed", timedelta(seconds=61))
    assert (items[1].attendee_id, items[1].let_in) == (7, False)
    assert items[1].waited == timedelta(0)
    assert items[2].entry_id == ID
    assert [[fault.field for fault in item.faults] for item in items[3:]] == [["attendee_id"], ["way"], ["kind"], [""]]
