"""Figures of lists: who has one, how evenly people stand in them, and why some stand in few."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.matching.coverage import (
    Bar,
    Coverage,
    ListChange,
    Places,
    Standing,
    bars_of,
    causes_of,
    change_between,
    coverage_in,
    coverage_of,
    gini,
    listed_in,
    places_in,
)
from matchmaker.domain.matching.setup import MatchingSetup

SETUP = MatchingSetup()
LISTS = {1: [(2, True), (3, False)], 2: [(1, True)], 3: [(2, False)], 4: []}


def standing(number: int, listed: int = 3, **changes: object) -> Standing:
    values: dict[str, object] = {"organisation": "", "languages": (), "turned_away": 0, "said": True}
    return Standing(number, listed, **{**values, **changes})  # type: ignore[arg-type]


def test_sums_count_readers_reasons_wild_cards_and_pairs_on_each_other_s_list() -> None:
    assert places_in(LISTS) == Places(readers=3, with_reason=2, places=4, wild=2, mutual=2)
    assert dict(listed_in(LISTS)) == {1: 1, 2: 2, 3: 1}


def test_figures_are_about_those_who_said_something() -> None:
    standings = [standing(1, 4), standing(2, 0), standing(3, 6), standing(4, 2), standing(5, 0, said=False)]

    figures = coverage_of(standings, Places(5, 4, 12, 2, 6), SETUP, length=10)

    assert figures == Coverage(
        readers=5,
        with_reason=4,
        places=12,
        wild=2,
        mutual=6,
        people=4,
        silent=1,
        nobodys=1,
        fewest=0,
        typical=3.0,
        most=6,
        gini=gini([4, 0, 6, 2]),
        floor=3,
        few=2,
        causes={"small": 2},
        spread=(1, 0, 1, 0, 1, 0, 1),
    )
    assert figures.mutual_share == 0.5


def test_an_event_without_anybody_has_figures_too() -> None:
    figures = coverage_of([], Places(0, 0, 0, 0, 0), SETUP, length=8)

    assert (figures.people, figures.gini, figures.mutual_share, figures.most, figures.causes) == (0, 0.0, 0.0, 0, {})


def test_figures_come_back_from_the_json_they_were_stored_as() -> None:
    figures = coverage_of([standing(1, 1)], Places(1, 1, 1, 0, 0), SETUP, length=8)

    assert coverage_in(json.loads(json.dumps(dataclasses.asdict(figures)))) == figures
    assert coverage_in(None) is None


@pytest.mark.parametrize(
    ("counts", "value"),
    [([], 0.0), ([0, 0], 0.0), ([3, 3, 3], 0.0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)],
)
def test_gini_is_nought_for_equals_and_near_one_when_one_has_all(counts: list[int], value: float) -> None:
    assert gini(counts) == pytest.approx(value)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_gini_is_the_mean_difference_over_twice_the_mean(counts: list[int]) -> None:
    total = sum(counts)
    by_pairs = sum(abs(one - other) for one in counts for other in counts) / (2 * len(counts) * total) if total else 0.0

    assert gini(counts) == pytest.approx(by_pairs)


def test_the_cause_that_hides_somebody_from_most_readers_is_named() -> None:
    few = [
        standing(1, 0, organisation="Mossbank  LTD", turned_away=1),
        standing(2, 0, languages=("cy",)),
        standing(3, 0, turned_away=2),
        standing(4, 0),
    ]
    others = [standing(at, organisation="Móssbank Ltd", languages=("en-GB",)) for at in range(5, 8)]
    ranked = [*few, *others]

    plainly = causes_of(few, ranked, SETUP)
    strictly = causes_of(few, ranked, MatchingSetup(common_language=True, same_organisation=True))

    assert plainly == {1: "organisation", 2: "small", 3: "answers", 4: "small"}
    assert strictly == {1: "answers", 2: "languages", 3: "answers", 4: "small"}


def test_people_without_an_employer_are_nobody_s_colleagues() -> None:
    nobodies = [standing(at, 0) for at in range(4)]

    assert set(causes_of(nobodies, nobodies, SETUP).values()) == {"small"}


def test_lists_are_compared_by_whom_they_name() -> None:
    before = {1: [2, 3, 4], 2: [1, 3], 3: [1], 4: []}
    after = {1: [4, 3, 2], 2: [1, 4], 3: [1, 2, 4], 5: [1]}

    assert change_between(before, after) == ListChange(lists=4, changed=3, people=4 / 3)
    assert change_between({}, {}) == ListChange(0, 0, 0.0)


def test_the_tallest_bar_is_a_hundred_high_and_one_person_is_still_seen() -> None:
    assert bars_of((1, 0, 200)) == (Bar(0, 1, 4.0), Bar(1, 0, 0.0), Bar(2, 200, 100.0))
    assert bars_of(()) == ()


def test_people_in_very_many_lists_share_the_last_bar() -> None:
    figures = coverage_of([standing(1, 400), standing(2, 24)], Places(0, 0, 0, 0, 0), SETUP, length=8)

    assert (len(figures.spread), figures.spread[-1]) == (25, 2)
