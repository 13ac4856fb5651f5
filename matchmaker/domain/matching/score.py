"""What a pair is worth: both directions of the channels, and what people's decisions taught."""

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.channels import Sums
from matchmaker.domain.matching.profile import Profile
from matchmaker.domain.matching.ranking import Indices, Scores
from matchmaker.domain.matching.sides import Channel

if TYPE_CHECKING:
    from matchmaker.domain.matching.learning import Among, DecisionRanker

Table = npt.NDArray[Any]


class PairScore:
    """The score of pairs, in [0, 1].

    The sum of the channels, plus ``reciprocity · fit · 2 g v / (g + v)``, the harmonic mean of what I get (g) and what I give
    (v): a pair that helps both is worth more than one that helps one of them twice as much. It never falls when a channel rises.

    Parameters
    ----------
    channels : sequence of Channel
        Their weights are the first stage's, `fit_weight · (1 - reciprocity)` for both directions together.
    both_ways : float
        The weight of the harmonic mean.
    """

    def __init__(self, channels: Sequence[Channel], both_ways: float) -> None:
        self.channels = tuple(channels)
        kinds = [channel.kind for channel in channels]
        self.get, self.give = kinds.index("get"), kinds.index("give")
        self.weights = np.array([channel.weight for channel in channels])
        self.both_ways = both_ways
        self.ranker: DecisionRanker | None = None
        self.learned: Among | None = None

    def learn(self, ranker: "DecisionRanker | None", people: Sequence[Profile]) -> None:
        """From now on count what decisions taught, about these people by place."""
        self.ranker = ranker
        self.learned = ranker.among(people) if ranker is not None else None

    def of(self, people: Sequence[Profile]) -> "PairScore":
        """The same score for other people by place."""
        other = copy(self)
        other.learn(self.ranker, people)
        return other

    def __call__(self, sums: Sums, rows: Indices, columns: Indices) -> Scores:
        """Scores of pairs from their channels, shape (n_pairs,)."""
        scores = self.unlearned(sums @ self.weights, sums[:, self.get], sums[:, self.give])
        return scores if self.learned is None else self.learned.adjusted(scores, sums, rows, columns, self._turned(sums))

    def _turned(self, sums: Sums) -> Sums:
        """The channels of the same pairs the other way round: what one gets the other gives."""
        back = sums.copy()
        back[:, [self.get, self.give]] = sums[:, [self.give, self.get]]
        return back

    def unlearned(self, first: Table, get: Table, give: Table) -> Table:
        """Scores before anything learned, from the sum of the channels and the two directions, element by element."""
        together = get + give
        harmonic = np.divide(2 * get * give, together, out=np.zeros_like(together), where=together > 0)
        scores: Table = np.clip(first + self.both_ways * harmonic, 0.0, 1.0)
        return scores

    @property
    def is_one_sided(self) -> bool:
        """Whether a pair may be worth more to one of the two."""
        return self.learned is not None

    def add(self, profile: Profile) -> None:
        """One more person, at the next place."""
        if self.learned is not None:
            self.learned.add(profile)
