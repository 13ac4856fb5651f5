"""What a profile takes and what it refuses."""

import math

import numpy as np
import pytest

from matchmaker.domain.matching import Decision, Matcher, Profile


def test_empty_cells_of_tables_count_as_empty_fields() -> None:
    profile = Profile(
        np.int64(7), talk_about=math.nan, offers=[None, math.nan, " ", "Maps"], headline=math.nan, organisation=None, stage=math.nan
    )

    assert profile == Profile(7, offers=("Maps",))


@pytest.mark.parametrize(
    ("wrong", "error", "name"),
    [
        ({"talk_about": "Rust"}, TypeError, "talk_about must be a list"),
        ({"seeks": [3]}, TypeError, "seeks must be text"),
        ({"headline": 3}, TypeError, "headline must be text"),
        ({"stage": 6}, ValueError, "stage"),
        ({"stage": 2.5}, ValueError, "stage"),
        ({"stage": "senior"}, ValueError, "stage"),
        ({"id": math.nan}, ValueError, "id"),
    ],
)
def test_a_field_that_makes_no_sense_names_itself(wrong: dict[str, object], error: type[Exception], name: str) -> None:
    with pytest.raises(error, match=name):
        Profile(**{"id": 1, **wrong})


def test_a_stage_may_come_as_a_figure_of_a_table() -> None:
    assert Profile(1, stage=3.0).stage == 3


def test_an_answer_nobody_can_give_is_refused() -> None:
    with pytest.raises(ValueError, match="not_for_me"):
        Decision(1, 2, "maybe")


@pytest.mark.parametrize(
    "text",
    ["a word " * 150_000, "\x00\x07 \u202e \ud800", "", " \n", "🎸🎸", "the and of", "=cmd()", "{{ 7*7 }}", "ا" * 30_000],
    ids=["1 MB", "controls", "empty", "blank", "emoji", "stop words", "formula", "template", "one long word"],
)
def test_any_text_gives_a_list_and_like_finds_like(text: str) -> None:
    people = [
        Profile(1, texts=[text], talk_about=[text]),
        Profile(2, texts=[text], talk_about=[text]),
        Profile(3, texts=["something else"]),
    ]

    matcher = Matcher().fit(people)

    assert sorted(match.id for match in matcher.recommend()[1]) == [2, 3]
    assert np.isfinite(matcher.scores(people[:1], people[1:])).all()


def test_ten_thousand_tags_on_one_person_bring_no_advantage() -> None:
    everything = Profile("all", talk_about=[f"tag{at}" for at in range(10_000)])
    people = [everything, Profile("one", talk_about=["tag7"]), Profile("two", talk_about=["tag7"])]

    matcher = Matcher().fit(people)

    assert [match.id for match in matcher.recommend()["one"]] == ["two", "all"]
    assert matcher.reasons("all", "one") == []  # one tag among ten thousand says less than no tag at all
