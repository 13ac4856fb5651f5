"""What a pair is worth: its channels, and both directions together."""

import numpy as np
import pytest

from matchmaker.domain.matching.score import PairScore
from matchmaker.domain.matching.sides import Channel

CHANNELS = [
    Channel("alike", "talk_about", "talk_about", 0.4),
    Channel("get", "seeks", "offers", 0.2),
    Channel("give", "offers", "seeks", 0.2),
]
ROWS = np.arange(3)


def test_a_pair_is_worth_its_channels_and_the_harmonic_mean_of_both_directions() -> None:
    sums = np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 0.0], [0.5, 0.2, 0.6]])

    scores = PairScore(CHANNELS, 0.2)(sums, ROWS, ROWS)

    assert scores == pytest.approx([1.0, 0.2, 0.2 + 0.16 + 0.2 * 0.3])


def test_nothing_at_all_is_worth_nothing() -> None:
    assert PairScore(CHANNELS, 0.2)(np.zeros((3, 3)), ROWS, ROWS).tolist() == [0.0] * 3
