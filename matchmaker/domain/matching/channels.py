"""The ways in which two people can fit: as columns whose product is a score, and as exact sums of chosen pairs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matchmaker.domain.matching.ranking import Columns, Indices
from matchmaker.domain.matching.sides import STAGE, TERM_BITS, TOPICS, Channel, Sides, filled
from matchmaker.domain.matching.vectors import UNKNOWN_STAGE, Vectors

# How much two people may have for each other by how many stages lie between them: two or three ahead opens most doors
# (shared identity of rank draws people together by itself, so a conversation across ranks needs the push).
STAGE_FIT: Final = (0.5, 0.75, 1.0, 1.0, 0.6, 0.4)
# With few people the mean of a channel says little: this many pairs without anything in common are counted in.
_PRIOR_PAIRS = 20
_PAIRS_AT_ONCE = 20_000

Sums = npt.NDArray[np.float64]


def with_neutral_levels(channels: Sequence[Channel], people: Vectors) -> list[Channel]:
    """The channels with their mean level over pairs of different people who both filled them, drawn towards zero when they are few."""
    return [replace(channel, neutral=_mean_level(channel, people)) for channel in channels]


def _mean_level(channel: Channel, people: Vectors) -> float:
    mine, theirs = (filled(people, name).astype(float) for name in (channel.mine, channel.theirs))
    both = float(mine @ theirs)
    pairs = float(mine.sum() * theirs.sum()) - both
    everyone, oneself = _totals(channel, people)
    return max(0.0, everyone - oneself) / (pairs + _PRIOR_PAIRS)


def _totals(channel: Channel, people: Vectors) -> tuple[float, float]:
    """The sum of a channel over all pairs, and over people with themselves."""
    if channel.mine == TOPICS:
        total = people.topics.sum(axis=0, dtype=float)
        return float(total @ total), float((people.topics.astype(float) ** 2).sum())
    if channel.mine == STAGE:
        counts = np.bincount(people.stages[people.stages != UNKNOWN_STAGE], minlength=len(STAGE_FIT)).astype(float)
        table = stage_table()
        return float(counts @ table @ counts), float(counts @ np.diag(table))
    mine, theirs = people.blocks[channel.mine], people.blocks[channel.theirs]
    everyone = float((mine.sum(axis=0) @ theirs.sum(axis=0).T)[0, 0]) if mine.shape[1] else 0.0
    return everyone, float(mine.multiply(theirs).sum())


class PairSpace:
    """The channels between some readers and some candidates whose terms have the same columns.

    Parameters
    ----------
    channels : sequence of Channel
    readers, candidates : Sides
    """

    def __init__(self, channels: Sequence[Channel], readers: Sides, candidates: Sides) -> None:
        self.channels = tuple(channels)
        self.readers, self.candidates = readers, candidates
        self.weights = np.array([channel.weight for channel in self.channels])

    def reader_columns(self, widths: Sequence[int]) -> Columns:
        """Readers as weighed columns; the product with `candidate_columns` is the sum of the channels, times their weights.

        Parameters
        ----------
        widths : sequence of int
            How many columns each channel has; terms beyond are left out.
        """
        dense: list[npt.NDArray[Any]] = [np.empty((len(self.readers), 0))]
        for at, channel in enumerate(self.channels):
            level, a = channel.weight * channel.neutral, self.readers.has_mine[:, at]
            dense.append(np.column_stack([level * ~a, level * a]) if level else np.empty((a.size, 0)))
            if channel.mine == TOPICS:
                dense.append(channel.weight * self.readers.topics)
            elif channel.mine == STAGE:
                dense.append(channel.weight * _one_hot(self.readers.stages) @ stage_table())
        return _columns(self.readers.mine.compact(widths, self.weights), dense)

    def candidate_columns(self, widths: Sequence[int]) -> Columns:
        """Candidates as columns. Two more a channel add ``neutral · (1 - a b)``, a and b saying whether the two sides are filled."""
        dense: list[npt.NDArray[Any]] = [np.empty((len(self.candidates), 0))]
        for at, channel in enumerate(self.channels):
            b = self.candidates.has_theirs[:, at]
            dense.append(np.column_stack([np.ones(b.size), ~b]) if channel.weight * channel.neutral else np.empty((b.size, 0)))
            if channel.mine == TOPICS:
                dense.append(self.candidates.topics)
            elif channel.mine == STAGE:
                dense.append(_one_hot(self.candidates.stages))
        return _columns(self.candidates.theirs.compact(widths, None), dense)

    def sums(self, rows: Indices, columns: Indices, *, neutral: bool = True) -> Sums:
        """Every channel of chosen pairs, exactly.

        Parameters
        ----------
        rows, columns : ndarray of int, shape (n_pairs,)
        neutral : bool
            Whether a channel counts at its neutral level where a side is empty, or not at all.

        Returns
        -------
        ndarray, shape (n_pairs, n_channels)
        """
        found = np.empty((rows.size, len(self.channels)))
        for start in range(0, rows.size, _PAIRS_AT_ONCE):
            part = slice(start, start + _PAIRS_AT_ONCE)
            found[part] = self._sums_of_some(rows[part], columns[part], neutral=neutral)
        return found

    def _sums_of_some(self, rows: Indices, columns: Indices, *, neutral: bool) -> Sums:
        met = self.readers.mine.matrix(rows).multiply(self.candidates.theirs.matrix(columns))
        cells = np.repeat(np.arange(rows.size), np.diff(met.indptr)) * len(self.channels) + (met.indices >> TERM_BITS)
        added = np.bincount(cells, weights=met.data, minlength=rows.size * len(self.channels))
        found: Sums = added.astype(float).reshape(rows.size, len(self.channels))
        for at, channel in enumerate(self.channels):
            if channel.mine == TOPICS:
                mine, theirs = self.readers.topics[rows].astype(float), self.candidates.topics[columns].astype(float)
                found[:, at] = np.einsum("ij,ij->i", mine, theirs)
            elif channel.mine == STAGE:
                found[:, at] = _STAGE_TABLE[self.readers.stages[rows], self.candidates.stages[columns]]
        return self.levelled(found, rows, columns) if neutral else found

    def levelled(self, sums: Sums, rows: Indices, columns: Indices) -> Sums:
        """Sums taken without neutral levels, with them."""
        both = self.readers.has_mine[rows] & self.candidates.has_theirs[columns]
        return np.where(both, sums, [channel.neutral for channel in self.channels])


def stage_table() -> Sums:
    """How much two stages have for each other, shape (6, 6)."""
    stages = np.arange(len(STAGE_FIT))
    table: Sums = np.array(STAGE_FIT)[np.abs(stages[:, None] - stages[None, :])]
    return table


# One row and column more, at the place that the unknown stage's -1 names.
_STAGE_TABLE = np.pad(stage_table(), (0, 1))


def _one_hot(stages: npt.NDArray[np.int64]) -> Sums:
    table = np.zeros((stages.size, len(STAGE_FIT)))
    known = np.flatnonzero(stages != UNKNOWN_STAGE)
    table[known, stages[known]] = 1.0
    return table


def _columns(sparse: Any, dense: Sequence[npt.NDArray[Any]]) -> Columns:
    return Columns(csr_matrix(sparse, dtype=np.float32), np.ascontiguousarray(np.hstack(dense), np.float32))
