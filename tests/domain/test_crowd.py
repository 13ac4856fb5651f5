"""The coverage figure."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.events.crowd import FIGURE, MOST_FIGURES, crowd_rows


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_everybody_stands_in_the_picture_and_on_nobody_else(met: int, alone: int) -> None:
    crowd = crowd_rows(met=met, alone=alone)
    places = crowd.met + crowd.alone

    assert len(set(places)) == len(places) <= MOST_FIGURES + 2
    assert all(x >= 0 and x + FIGURE[0] <= crowd.width + 1e-9 and y >= 0 and y + FIGURE[1] <= crowd.height + 1e-9 for x, y in places)
    assert (len(crowd.met) - 1) * crowd.people_each < max(met, 1) <= max(len(crowd.met), 1) * crowd.people_each


def test_people_who_met_stand_closer_than_those_alone() -> None:
    crowd = crowd_rows(met=2, alone=2)

    assert crowd.met == ((0.0, 0.0), (10.6, 0.0))
    assert crowd.alone[1][0] - crowd.alone[0][0] == 18.0
