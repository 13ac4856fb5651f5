"""What a pair is worth: both directions together, and what a ranker makes of it."""

import numpy as np
import pytest

from matchmaker.domain.matching import Profile
from matchmaker.domain.matching.channels import Sums
from matchmaker.domain.matching.ranking import Indices, Scores
from matchmaker.domain.matching.score import PairScore
from matchmaker.domain.matching.sides import Channel

CHANNELS = [
    Channel("alike", "talk_about", "talk_about", 0.4),
    Channel("get", "seeks", "offers", 0.2),
    Channel("give", "offers", "seeks", 0.2),
]
ROWS = np.arange(3)


class EarlyFirst:
    """A ranker that halves the score of everybody who came later than the reader."""

    def __init__(self) -> None:
        self.came: list[Profile] = []

    def adjusted(self, scores: Scores, sums: Sums, rows: Indices, columns: Indices) -> Scores:
        assert len(sums) == len(scores)
        return np.where(columns > rows, scores / 2, scores)

    def add(self, profile: Profile) -> None:
        self.came.append(profile)


def test_a_pair_is_worth_its_channels_and_the_harmonic_mean_of_both_directions() -> None:
    sums = np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 0.0], [0.5, 0.2, 0.6]])

    scores = PairScore(CHANNELS, 0.2)(sums, ROWS, ROWS)

    assert scores == pytest.approx([1.0, 0.2, 0.2 + 0.16 + 0.2 * 0.3])


def test_nothing_at_all_is_worth_nothing() -> None:
    assert PairScore(CHANNELS, 0.2)(np.zeros((3, 3)), ROWS, ROWS).tolist() == [0.0] * 3


def test_what_was_learned_adjusts_the_scores_and_makes_them_one_sided() -> None:
    ranker = EarlyFirst()
    score, plain = PairScore(CHANNELS, 0.2, ranker), PairScore(CHANNELS, 0.2)

    score.add(Profile("new"))
    plain.add(Profile("new"))

    assert score(np.ones((3, 3)), ROWS, ROWS[::-1]).tolist() == pytest.approx([0.5, 1.0, 1.0])
    assert ranker.came == [Profile("new")]
    assert (score.is_one_sided, plain.is_one_sided) == (True, False)
