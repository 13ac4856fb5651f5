"""What each person brings to each channel, as a reader and as a candidate, in rows that others can be added to."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matchmaker.domain.matching.ranking import Indices
from matchmaker.domain.matching.topics import Rows
from matchmaker.domain.matching.vectors import UNKNOWN_STAGE, Vectors

TOPICS, STAGE = "topics", "stage"
# A column is a channel and a term of it: sixteen million terms a channel, and room for more as people bring them.
TERM_BITS: Final = 24
_MOST_CHANNELS: Final = 16
_TABLES: Final = ("topics", "stages", "has_mine", "has_theirs")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to fit: what of mine meets what of theirs, its weight, and its level where one side is empty."""

    kind: str
    mine: str
    theirs: str
    weight: float
    neutral: float = 0.0


def filled(vectors: Vectors, name: str) -> npt.NDArray[np.bool_]:
    """Who has anything in a block."""
    if name == TOPICS:
        return np.asarray(vectors.topics.any(axis=1), dtype=bool)
    if name == STAGE:
        return np.asarray(vectors.stages != UNKNOWN_STAGE, dtype=bool)
    return np.asarray(np.diff(vectors.blocks[name].indptr) > 0, dtype=bool)


class SparseRows:
    """Rows of (channel, term) columns, sorted, that grow at the end."""

    def __init__(self, blocks: Sequence[Any]) -> None:
        n = blocks[0].shape[0]
        rows = np.concatenate([np.repeat(np.arange(n), np.diff(block.indptr)) for block in blocks])
        columns = np.concatenate([block.indices.astype(np.int32) + (at << TERM_BITS) for at, block in enumerate(blocks)])
        order = np.lexsort((columns, rows))
        self.columns, self.values = columns[order], np.concatenate([block.data for block in blocks])[order]
        self.ends: Indices = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))]).astype(np.intp)

    def __len__(self) -> int:
        return int(self.ends.size - 1)

    def append(self, other: "SparseRows") -> None:
        used = int(self.ends[-1])
        more = used + other.columns.size - self.columns.size
        if more > 0:
            room = max(more, self.columns.size // 8)
            self.columns = np.concatenate([self.columns, np.zeros(room, self.columns.dtype)])
            self.values = np.concatenate([self.values, np.zeros(room)])
        self.columns[used : used + other.columns.size] = other.columns
        self.values[used : used + other.values.size] = other.values
        self.ends = np.concatenate([self.ends, used + other.ends[1:]])

    def pick(self, rows: Indices) -> "SparseRows":
        """Some rows by themselves."""
        starts, sizes = self.ends[rows], self.ends[rows + 1] - self.ends[rows]
        some = SparseRows.__new__(SparseRows)
        some.ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
        at = np.arange(some.ends[-1]) + np.repeat(starts - some.ends[:-1], sizes)
        some.columns, some.values = self.columns[at], self.values[at]
        return some

    def matrix(self, rows: Indices) -> Any:
        """Some rows as a matrix over all possible columns."""
        some = self.pick(rows)
        return csr_matrix((some.values, some.columns, some.ends), shape=(rows.size, _MOST_CHANNELS << TERM_BITS))

    def compact(self, widths: Sequence[int], weights: npt.NDArray[np.float64] | None) -> Any:
        """All rows over the first columns of each channel, in single precision and weighed by channel."""
        offsets = np.concatenate([[0], np.cumsum(widths)])
        used = int(self.ends[-1])
        channel, term = self.columns[:used] >> TERM_BITS, self.columns[:used] & ((1 << TERM_BITS) - 1)
        known = term < np.asarray(widths)[channel]
        values = self.values[:used] if weights is None else self.values[:used] * weights[channel]
        ends = np.concatenate([[0], np.cumsum(known)])[self.ends]
        parts = values[known].astype(np.float32), (offsets[channel] + term)[known].astype(np.int32), ends.astype(np.int32)
        return csr_matrix(parts, shape=(len(self), int(offsets[-1])))


class Sides:
    """People by what they bring to each channel.

    Attributes
    ----------
    mine, theirs : SparseRows
        As readers and as candidates.
    topics : ndarray of float32, shape (n, n_topics)
    stages : ndarray of int, shape (n,)
    has_mine, has_theirs : ndarray of bool, shape (n, n_channels)
        Whether a side of a channel is filled.
    """

    def __init__(self, channels: Sequence[Channel], people: Vectors) -> None:
        empty = csr_matrix((len(people), 0))
        self.mine = SparseRows([people.blocks.get(channel.mine, empty) for channel in channels])
        self.theirs = SparseRows([people.blocks.get(channel.theirs, empty) for channel in channels])
        self.topics: Rows = people.topics
        self.stages = people.stages
        self.has_mine = np.column_stack([filled(people, channel.mine) for channel in channels])
        self.has_theirs = np.column_stack([filled(people, channel.theirs) for channel in channels])

    def __len__(self) -> int:
        return int(self.stages.size)

    def pick(self, rows: Indices) -> "Sides":
        """Some people by themselves."""
        some = copy(self)
        some.mine, some.theirs = self.mine.pick(rows), self.theirs.pick(rows)
        for name in _TABLES:
            setattr(some, name, getattr(self, name)[rows])
        return some

    def append(self, other: "Sides") -> None:
        self.mine.append(other.mine)
        self.theirs.append(other.theirs)
        # A model of meaning that was asked about nobody yet has no columns.
        width = max(self.topics.shape[1], other.topics.shape[1])
        tables = {name: [getattr(self, name), getattr(other, name)] for name in _TABLES}
        tables["topics"] = [np.pad(part, ((0, 0), (0, width - part.shape[1]))) for part in tables["topics"]]
        for name, parts in tables.items():
            setattr(self, name, np.concatenate(parts))
