"""The best few of many."""

import numpy as np
import pytest

import matchmaker.domain.matching as library
from matchmaker.domain.matching.ranking import best_of


@pytest.mark.parametrize(
    ("scores", "k", "best"),
    [
        ([0.1, 0.9, 0.5], 2, [1, 2]),
        ([0.5, 0.9, 0.5, 0.5], 3, [1, 0, 2]),
        ([0.5, -np.inf, 0.7], 3, [2, 0]),
        ([-np.inf, -np.inf], 1, []),
        ([0.2], 10, [0]),
        ([], 10, []),
    ],
)
def test_the_highest_come_first_and_equal_ones_in_their_order(scores: list[float], k: int, best: list[int]) -> None:
    assert best_of(np.array(scores), k).tolist() == best


def test_a_name_the_library_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Mixer"):
        library.Mixer  # noqa: B018  the look-up is the test
