"""What a profile takes and what it refuses."""

import math

import numpy as np
import pytest

from matchmaker.domain.matching import Decision, Matcher, Profile, Rules


def test_empty_cells_of_tables_count_as_empty_fields() -> None:
    profile = Profile(
        np.int64(7), talk_about=math.nan, offers=[None, math.nan, " ", "Maps"], headline=math.nan, organisation=None, stage=math.nan
    )

    assert profile == Profile(7, offers=("Maps",))


LISTS = ("talk_about", "offers", "seeks", "texts", "languages", "groups", "shared")
UNHASHABLE = ([1], {}, {1}, (1, [2]))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("wrong", ["Rust", 3, math.inf, [3], [math.inf], ["Rust", 3.5], b"Rust", [b"Rust"], [["Rust"]]])
def test_a_list_of_texts_that_is_none_names_its_field(name: str, wrong: object) -> None:
    with pytest.raises(TypeError, match=f"^{name} must be"):
        Profile(1, **{name: wrong})


@pytest.mark.parametrize("name", ["headline", "organisation"])
@pytest.mark.parametrize("wrong", [3, math.inf, b"Rust", ["Rust"], True])
def test_a_text_that_is_none_names_its_field(name: str, wrong: object) -> None:
    with pytest.raises(TypeError, match=f"^{name} must be text"):
        Profile(1, **{name: wrong})


@pytest.mark.parametrize("name", ["remote", "listed"])
@pytest.mark.parametrize("wrong", ["no", "", 2, math.inf, [], [True], np.array([True, False])])
def test_what_is_neither_yes_nor_no_names_its_field_and_shows_nobody(name: str, wrong: object) -> None:
    with pytest.raises(TypeError, match=f"^{name} must be True or False"):
        Profile(1, **{name: wrong})


@pytest.mark.parametrize("wrong", [6, -1, 2.5, math.inf, "senior", "3", [3], np.array([3, 4]), 3 + 0j])
def test_a_stage_outside_the_six_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"^stage must be a whole number from 0 to 5"):
        Profile(1, stage=wrong)


@pytest.mark.parametrize("missing", [None, math.nan, np.float64("nan"), np.float32("nan")])
def test_an_id_that_is_missing_is_refused_everywhere(missing: object) -> None:
    with pytest.raises(ValueError, match="the id of a profile is missing"):
        Profile(missing)
    with pytest.raises(ValueError, match="reader_id is missing"):
        Decision(missing, 1, "met")
    with pytest.raises(ValueError, match="other_id is missing"):
        Decision(1, missing, "met")
    with pytest.raises(ValueError, match="an id in apart is missing"):
        Rules(apart=[(1, missing)])


@pytest.mark.parametrize("wrong", UNHASHABLE)
def test_an_id_that_nothing_can_be_found_by_is_refused_everywhere(wrong: object) -> None:
    with pytest.raises(TypeError, match="the id of a profile must be hashable"):
        Profile(wrong)
    with pytest.raises(TypeError, match="reader_id must be hashable"):
        Decision(wrong, 1, "met")
    with pytest.raises(TypeError, match="other_id must be hashable"):
        Decision(1, wrong, "met")
    with pytest.raises(TypeError, match="an id in apart must be hashable"):
        Rules(apart=[(1, wrong)])


@pytest.mark.parametrize("apart", [3, "ab", ["ab"], [(1,)], [(1, 2, 3)], [1], [None]])
def test_pairs_to_keep_apart_that_are_none_are_refused_rather_than_shown(apart: object) -> None:
    with pytest.raises(TypeError, match=r"^apart must be a list of pairs"):
        Rules(apart=apart)


@pytest.mark.parametrize(
    "may_meet", [3, "ab", ["ab"], [("press",)], [("press", None)], {"press": "founders"}, {"press": 3}, {1: ["press"]}]
)
def test_groups_that_may_meet_are_pairs_or_lists_of_texts(may_meet: object) -> None:
    with pytest.raises(TypeError, match=r"^may_meet"):
        Rules(may_meet=may_meet)


def test_rules_are_read_once_and_hold_at_every_fit() -> None:
    people = [Profile(1, groups=["a"]), Profile(2, groups=["a"]), Profile(3, groups=["b"])]
    rules = Rules(apart=iter([(1, 2)]), may_meet=iter([("a", "a")]))

    lists = [Matcher().fit(people, rules=rules).recommend() for _ in range(2)]

    assert lists == [{1: [], 2: [], 3: []}] * 2
    assert Rules(apart=None) == Rules(apart=math.nan) == Rules()


def test_what_may_be_a_yes_or_no_of_a_table() -> None:
    assert Profile(1, remote=np.bool_(True), listed=0) == Profile(1, remote=True, listed=False)
    assert Profile(1, remote=None, listed=math.nan) == Profile(1, remote=False, listed=True)


def test_a_set_of_texts_has_one_order() -> None:
    assert Profile(1, talk_about={"c", "a", "b"}) == Profile(1, talk_about=["a", "b", "c"])


@pytest.mark.parametrize("moment", ["2026-11-05", 0, math.nan])
def test_the_time_of_an_answer_is_a_time(moment: object) -> None:
    with pytest.raises(TypeError, match=r"^at must be a datetime or None"):
        Decision(1, 2, "met", moment)


def test_a_stage_may_come_as_a_figure_of_a_table() -> None:
    assert Profile(1, stage=3.0).stage == 3


@pytest.mark.parametrize("name", ["talk_about", "offers", "seeks", "shared"])
def test_a_tag_named_twice_counts_once_and_gives_its_reason(name: str) -> None:
    twice = Profile(1, **{name: ["Open data", "Rust", " open  DATA ", "\u0301", "\u0302"]})
    other = Profile(2, **{"seeks" if name == "offers" else "offers" if name == "seeks" else name: ["Open Data"]})

    reasons = Matcher().fit([twice, other]).reasons(1, 2)

    assert getattr(twice, name) == ("Open data", "Rust", "\u0301", "\u0302")
    assert [(reason.mine, reason.theirs) for reason in reasons] == [("Open data", "Open Data")]


@pytest.mark.parametrize("answer", ["maybe", "", None, math.nan, 3, []])
def test_an_answer_nobody_can_give_is_refused(answer: object) -> None:
    with pytest.raises(ValueError, match=r"^answer must be one of accepted, declined, not_for_me, know_already, met, not "):
        Decision(1, 2, answer)


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
