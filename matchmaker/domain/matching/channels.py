"""The ways in which two people can fit, as columns whose product is a score."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from matchmaker.domain.matching.ranking import Indices, Scores
from matchmaker.domain.matching.vectors import Blocks

# With few people the mean of a channel says little: this many pairs without anything in common are counted in.
_PRIOR_PAIRS = 20


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to fit: which block of mine meets which block of theirs, its weight, and its level where one side is empty."""

    kind: str
    mine: str
    theirs: str
    weight: float
    neutral: float = 0.0


def _filled(matrix: Any) -> npt.NDArray[np.float64]:
    return np.asarray(np.diff(matrix.indptr) > 0, dtype=float)


def columns_of(blocks: Blocks, channel: Channel) -> tuple[Any, Any]:
    """A channel as columns for readers and for candidates, their product being the channel's share of the score.

    The last two columns add ``neutral * (1 - a b)``, where a and b say whether the two sides are filled.
    """
    mine, theirs = blocks[channel.mine], blocks[channel.theirs]
    a, b = _filled(mine), _filled(theirs)
    level = channel.weight * channel.neutral
    reader_ends, candidate_ends = np.column_stack([level * (1 - a), level * a]), np.column_stack([np.ones_like(b), 1 - b])
    return hstack([mine * channel.weight, csr_matrix(reader_ends)]), hstack([theirs, csr_matrix(candidate_ends)])


def cosines_in(blocks: Blocks, channel: Channel, rows: Indices, columns: Indices) -> Scores:
    return np.asarray(blocks[channel.mine][rows].multiply(blocks[channel.theirs][columns]).sum(axis=1)).ravel()


def mean_level(blocks: Blocks, channel: Channel) -> float:
    """The mean cosine over pairs of different people who both filled the channel, drawn towards zero when they are few."""
    mine, theirs = blocks[channel.mine], blocks[channel.theirs]
    both = float(_filled(mine) @ _filled(theirs))
    pairs = float(_filled(mine).sum() * _filled(theirs).sum()) - both
    everyone = float((mine.sum(axis=0) @ theirs.sum(axis=0).T)[0, 0]) if mine.shape[1] else 0.0
    oneself = float(mine.multiply(theirs).sum())
    return max(0.0, everyone - oneself) / (pairs + _PRIOR_PAIRS)
