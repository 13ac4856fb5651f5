"""Finding somebody again: any part, any script, any accents; and the same in the browser, which folds what is typed."""

import pytest

from matchmaker.domain.contacts.search import fold, is_found
from matchmaker.domain.contacts.wish import Order, Show, Wish, read_wish


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Grace Hopper", "hop"),
        ("Grace Hopper", "hopper GRACE"),
        ("José Núñez", "jose nunez"),
        ("Jose Nunez", "José Núñez"),
        ("Ömer Işık", "isik"),
        ("Omer Isik", "IŞIK"),
        ("İpek", "ipek"),
        ("IRMAK", "ırmak"),
        ("Straße", "STRASSE"),
        ("Søren Łukasz", "soren lukasz"),
        ("Σωκράτης", "σωκρατησ"),
        ("ﬁne ｗｉｄｅ", "fine wide"),
        ("नमस्ते", "नमस्ते"),
        ("مُحَمَّد", "محمد"),
        ("백혜진", "혜진"),
        ("Cafe\u0301", "café"),
        ("two\n lines", "two lines"),
    ],
)
def test_found_by(written: str, typed: str) -> None:
    assert is_found(typed, [written])


@pytest.mark.parametrize(("written", "typed"), [("Grace Hopper", "hoper"), ("Grace", "grace ada"), ("", "x")])
def test_not_found_by(written: str, typed: str) -> None:
    assert not is_found(typed, [written])


def test_words_may_stand_in_different_fields_but_no_word_reaches_over_two() -> None:
    assert is_found("grace vans", ["Grace", "Vans for libraries"])
    assert not is_found("cevans", ["Grace", "Vans"])


def test_no_question_finds_everybody() -> None:
    assert is_found("  ", [])


def test_signs_of_a_pattern_are_only_signs() -> None:
    assert is_found("100%", ["100% wool"])
    assert [is_found(sign, ["Grace"]) for sign in "%_*.?"] == [False] * 5


def test_folding_twice_changes_nothing() -> None:
    for text in ("Ömer IŞIK İpek Straße", "Σωκράτης", "ﬁne", "مُحَمَّد", "Æsop Œuvre Þórr"):
        assert fold(fold(text)) == fold(text)


def test_a_wish_takes_only_words_it_knows() -> None:
    assert read_wish({"q": " van  route\n", "show": "promises", "event": "northlight", "tag": "Fife", "sort": "name"}) == Wish(
        "van route", Show.PROMISES, "northlight", "Fife", Order.NAME
    )
    assert read_wish({"show": "everything", "sort": "'; drop", "q": "x" * 500}) == Wish("x" * 100)
    assert (Wish().is_whole, Wish(order=Order.NAME).is_whole, Wish("x").is_whole, Wish(tag="x").is_whole) == (True, True, False, False)
