"""The reader's sliders: one formula, one table for both languages, and lists that only ever move the way the slider does."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.matching.tuning import Sliders, TunedPerson, as_row, mentor_value, person_in, tuned_order, tuned_score

TABLE: list[dict[str, Any]] = json.loads((Path(__file__).parent / "tuning_table.json").read_text(encoding="utf-8"))
REST = Sliders()
STEPS = [step / 5 for step in range(-5, 6)]
SHARES = st.integers(0, 1000).map(lambda share: share / 1000)
PEOPLE = st.lists(
    st.builds(
        TunedPerson,
        id=st.integers(1, 500),
        score=SHARES,
        likeness=SHARES,
        get=SHARES,
        give=SHARES,
        gap=st.none() | st.integers(-5, 5),
    ),
    max_size=60,
    unique_by=lambda person: person.id,
)
PLACES = st.sampled_from(STEPS)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_the_table_holds(case: dict[str, Any]) -> None:
    people = [person_in(row) for row in case["rows"]]

    order = tuned_order(people, Sliders(**case["sliders"]), case["k"])

    assert [person.id for person in order] == case["order"]


def test_the_table_has_cases_enough_each_with_a_name_of_its_own() -> None:
    assert len({case["name"] for case in TABLE}) == len(TABLE) >= 40


def test_a_person_comes_back_from_the_row_they_were_stored_in() -> None:
    person = TunedPerson(7, 0.5, 0.2, 0.1, 0.3, -2, wild=True)

    assert person_in(json.loads(json.dumps(as_row(person)))) == person


def test_at_rest_nothing_but_the_score_counts() -> None:
    assert tuned_score(TunedPerson(1, 0.375, 0.9, 0.8, 0.1, 2), REST) == 0.375


def test_two_and_three_stages_ahead_are_the_best_mentors_and_a_peer_is_none() -> None:
    values = {gap: mentor_value(gap) for gap in range(-5, 6)}

    assert [gap for gap, value in values.items() if value == max(values.values())] == [2, 3]
    assert [gap for gap, value in values.items() if value == min(values.values())] == [0]
    assert mentor_value(None) == 0


@pytest.mark.parametrize("place", [-1.01, 1.5, float("nan")])
def test_a_slider_beyond_its_ends_is_refused(place: float) -> None:
    with pytest.raises(ValueError, match="between -1 and 1"):
        Sliders(mentor=place)


def turned_quantities(people: list[TunedPerson]) -> dict[str, Fraction]:
    """What each slider turns, added up exactly; each is meant to rise with its slider."""
    return {
        "difference": -sum((Fraction(str(person.likeness)) for person in people), Fraction()),
        "mentor": sum((Fraction(mentor_value(person.gap)) for person in people), Fraction()),
        "giving": sum((Fraction(str(person.give)) - Fraction(str(person.get)) for person in people), Fraction()),
    }


@pytest.mark.parametrize("slider", ["difference", "mentor", "giving"])
@given(people=PEOPLE, k=st.integers(1, 12), others=st.tuples(PLACES, PLACES, PLACES))
def test_a_list_moves_the_way_its_slider_does(slider: str, people: list[TunedPerson], k: int, others: tuple[float, ...]) -> None:
    at_rest = dict(zip(("difference", "mentor", "giving"), others, strict=True))

    lists = [tuned_order(people, Sliders(**{**at_rest, slider: place}), k) for place in STEPS]

    sums = [turned_quantities(shown)[slider] for shown in lists]
    assert all(one <= two for one, two in pairwise(sums))


@given(people=PEOPLE, k=st.integers(1, 12), order=st.randoms())
def test_the_order_in_which_people_come_changes_nothing(people: list[TunedPerson], k: int, order: Any) -> None:
    shuffled = people.copy()
    order.shuffle(shuffled)

    assert tuned_order(shuffled, Sliders(0.4, -0.2, 0.6), k) == tuned_order(people, Sliders(0.4, -0.2, 0.6), k)
