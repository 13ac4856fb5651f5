"""Quotes that fit a card, and first questions that claim nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.matching.openers import _QUESTIONS, opener_for, openers_for, topic_of
from matchmaker.domain.matching.quote import quote


def test_a_short_text_is_quoted_whole_with_what_fired() -> None:
    quoted = quote("Two hospitals on open records, mistakes included", [(17, 29)])

    assert quoted.pieces == (("Two hospitals on ", False), ("open records", True), (", mistakes included", False))
    assert (quoted.cut_before, quoted.cut_after) == (False, False)
    assert quoted.fired == "open records"


def test_a_long_text_is_cut_between_words_around_what_fired() -> None:
    text = "before " * 40 + "open records " + "after " * 40
    start = text.index("open")

    quoted = quote(text, [(start, start + 12)])

    assert quoted.cut_before
    assert quoted.cut_after
    assert quoted.text.startswith("before before")
    assert quoted.text.endswith(" after")
    assert quoted.fired == "open records"
    assert len(quoted.text) <= 120


def test_blanks_at_the_ends_are_no_cut_words() -> None:
    assert quote("  chess \n", [(2, 7)]).text == "chess"
    assert quote("", []).text == ""


@given(st.text("ab \n", max_size=300), st.integers(0, 300), st.integers(1, 200))
def test_a_quote_is_a_stretch_of_the_text_and_keeps_the_first_word_that_fired(text: str, at: int, length: int) -> None:
    spans = (
        [(at, min(at + length, len(text)))] if at < len(text) and not text[at].isspace() and not text[at : at + length].isspace() else []
    )

    quoted = quote(text, spans)

    assert quoted.text in text
    assert len(quoted.text) <= max(120, length)


def test_questions_quote_the_topic_and_are_settled_by_who_meets_whom() -> None:
    opener = opener_for("get", "open records", seed=7)

    assert opener == opener_for("get", "open records", seed=7)
    assert opener.sentence % opener.values == "Which mistake with “open records” would you make again?"


def test_each_reason_has_its_question_and_none_is_asked_twice() -> None:
    openers = openers_for([("get", "law"), ("give", "maps"), ("alike", "chess"), ("alike", "choirs")], reader_id=1, other_id=2)

    assert len(openers) == 4
    assert [opener.values["topic"] for opener in openers] == ["law", "maps", "chess", "choirs"]
    assert len({opener.sentence for opener in openers}) == 4


@pytest.mark.parametrize("reasons", [[], [("get", "")]])
def test_without_a_topic_the_question_suits_anybody(reasons: list[tuple[str, str]]) -> None:
    openers = openers_for(reasons, reader_id=3, other_id=4)

    assert len(openers) == 3
    assert {opener.sentence for opener in openers} < set(_QUESTIONS["wild"])
    assert [opener.values for opener in openers] == [{}, {}, {}]


def test_a_topic_is_the_entry_or_what_fired_in_it() -> None:
    assert topic_of(" open \n records ", "records") == "open records"
    assert topic_of("x" * 60, "open  records") == "open records"
    assert topic_of("x" * 60, "y" * 60) == ""
