"""The best few of many, exactly: scores come in blocks of rows, and no table of all pairs is ever kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.linalg.blas import sgemm
from scipy.sparse import csr_matrix
from sklearn.utils.sparsefuncs import sparse_matmul_to_dense

Scores = npt.NDArray[np.float64]
Scores32 = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Hidden = Callable[[int, int], Mask | tuple[Indices, Indices]]
NOBODY: Final = -1

# Sums of a few dozen products of about one differ by less than this whichever way they are added up in 32 bits.
EQUAL: Final = np.float32(2e-6)
_NARROW, _ROWS_FOR_BLAS = 16, 192  # BLAS reads all candidates each time it is asked: for wide rows that pays only with many readers
_FEWEST_EACH, _MOST_EACH = 8, 64
_SORTED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Columns:
    """People as rows of numbers, in two parts side by side; either may have no columns.

    Parameters
    ----------
    sparse : scipy.sparse.csr_matrix, shape (n, n_terms), float32
    dense : ndarray, shape (n, n_dense), float32, C-contiguous

    Raises
    ------
    ValueError
        The parts have not the same number of rows.
    """

    sparse: csr_matrix
    dense: Scores32

    def __post_init__(self) -> None:
        object.__setattr__(self, "sparse", csr_matrix(self.sparse, dtype=np.float32))
        object.__setattr__(self, "dense", np.ascontiguousarray(self.dense, dtype=np.float32))
        if self.sparse.shape[0] != len(self.dense):
            raise ValueError("both parts must have a row for each person")

    def __len__(self) -> int:
        return len(self.dense)


class Scorer:
    """Candidates made ready to be scored by block after block of readers; not for two threads at once.

    Parameters
    ----------
    candidates : Columns
    block_size : int, default 1_000_000
        About how many scores are held at once; a million stays in the processor's cache.
    """

    def __init__(self, candidates: Columns, block_size: int = 1_000_000) -> None:
        self.n_candidates = len(candidates)
        # Handed over by rows once: the kernel would turn it round for every block.
        self.terms = candidates.sparse.T.tocsr()
        self._dense = candidates.dense.T
        self._rows = max(1, block_size // max(1, self.n_candidates))
        self._rows_at_once = max(self._rows, _ROWS_FOR_BLAS) if len(self._dense) > _NARROW else self._rows
        self._buffer = np.empty((0, self.n_candidates), np.float32)

    def blocks(self, readers: Columns) -> Iterator[tuple[int, Scores32]]:
        """Scores of some readers with all candidates at a time.

        Yields
        ------
        tuple of int and ndarray of float32, shape (rows, n_candidates)
            The first reader of the block, and the block: it may be written to and lasts until the next one.
        """
        step = min(self._rows_at_once, len(readers))
        if len(self._buffer) < step:
            self._buffer = np.empty((step, self.n_candidates), np.float32)
        for start in range(0, len(readers), step or 1):
            dense = readers.dense[start : start + step]
            block = self._buffer[: len(dense)]
            sparse_matmul_to_dense(readers.sparse[start : start + step], self.terms, out=block)
            if dense.size and block.size:
                # Turned round, these are BLAS's own column-wise arrays: nothing is copied, and the product is added in place.
                sgemm(1.0, self._dense, dense.T, beta=1.0, c=block.T, trans_a=1, overwrite_c=1)
            for at in range(0, len(block), self._rows):
                yield start + at, block[at : at + self._rows]


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each reader the best candidates, best first: places, `NOBODY` where there are no more, and their scores (there -inf)."""

    people: Indices
    scores: Scores32


def nearest(readers: Columns, scorer: Scorer, width: int, *, hidden: Hidden | None = None, places: Indices | None = None) -> Nearest:
    """The best candidates of each reader, exactly.

    Scores within `EQUAL` of each other count as equal, so that no rounding decides. Of more equals than there is room for,
    those come in that follow the reader's own place, in a circle: the first by place would be the same for all readers.

    Parameters
    ----------
    readers : Columns
    scorer : Scorer
    width : int
        How many candidates for each reader.
    hidden : callable, optional
        ``hidden(start, stop)`` tells what readers ``start`` to ``stop`` must not see: a mask of shape (stop - start, n_candidates),
        or, quicker where it is little, the rows and the columns of the pairs.
    places : ndarray of int, shape (n_readers,), optional
        The readers' own places among the candidates; without them, equals come in the candidates' order.

    Returns
    -------
    Nearest, shape (n_readers, width)
        Highest score first, equal ones in the reader's circle.
    """
    n, k = len(readers), min(width, scorer.n_candidates)
    starts = np.full(n, NOBODY, dtype=np.intp) if places is None else np.asarray(places, dtype=np.intp)
    people, scores = np.full((n, width), NOBODY, dtype=np.intp), np.full((n, width), -np.inf, dtype=np.float32)
    for start, block in scorer.blocks(readers):
        rows = slice(start, start + len(block))
        if hidden is not None:
            block[hidden(rows.start, rows.stop)] = -np.inf
        people[rows, :k], scores[rows, :k] = _best_of_rows(block, k, starts[rows])
    for start in range(0, n, _SORTED_AT_ONCE):
        rows = slice(start, start + _SORTED_AT_ONCE)
        circle = (people[rows] - starts[rows, None] - 1) % max(scorer.n_candidates, 1)
        order = _order(scores[rows], circle)
        people[rows], scores[rows] = np.take_along_axis(people[rows], order, axis=1), np.take_along_axis(scores[rows], order, axis=1)
    return Nearest(people, scores)


def _best_of_rows(block: Scores32, k: int, places: Indices) -> tuple[Indices, Scores32]:
    """Columns and scores of the k best of each row, in no order."""
    rows, n = block.shape
    if k in {0, n}:
        people = np.tile(np.arange(k), (rows, 1))
        return np.where(block[:, :k] > -np.inf, people, NOBODY), block[:, :k]
    each = _group_size(n, k)
    many = n // each
    # Whoever is among the k best stands in one of the k groups whose best is best. Neighbours stand in different groups.
    groups = block[:, : many * each].reshape(rows, each, many)
    bests = groups.max(axis=1)
    chosen = np.argpartition(bests, many - k - 1, axis=1)[:, many - k - 1 :]
    outside = np.take_along_axis(bests, chosen[:, :1], axis=1)
    candidates = np.take_along_axis(groups, chosen[:, None, :], axis=2).reshape(rows, -1)
    grouped = candidates.shape[1]
    candidates = np.hstack([candidates, block[:, many * each :]])
    order = np.argpartition(candidates, -k, axis=1)[:, -k:]
    scores = np.take_along_axis(candidates, order, axis=1)
    inside = np.take_along_axis(chosen, order % (k + 1), axis=1) + order // (k + 1) * many
    people = np.where(order < grouped, inside, order - grouped + many * each)
    least = scores[:, :1]
    crowded = (outside >= least - EQUAL) | (np.count_nonzero(candidates >= least - EQUAL, axis=1, keepdims=True) > k)
    people[scores == -np.inf] = NOBODY
    for row in np.flatnonzero(crowded & (least > -np.inf)):
        people[row] = _around(block[row], least[row, 0], k, places[row])
        scores[row] = block[row, people[row]]
    return people, scores


def _group_size(n: int, k: int) -> int:
    """How many make a group: about as many groups are looked through as candidates, and none are made where all would be chosen."""
    each = int(min(max(sqrt(n / (2 * k)), _FEWEST_EACH), _MOST_EACH))
    return each if 2 * each * (k + 1) <= n else 1


def _around(scores: Scores32, least: np.float32, k: int, place: int) -> Indices:
    """All above the k-th score, and of those equal to it the first in the circle that begins behind the reader."""
    above = np.flatnonzero(scores > least + EQUAL)
    level = np.flatnonzero((scores >= least - EQUAL) & (scores <= least + EQUAL))
    circle = np.roll(level, -np.searchsorted(level, place, side="right"))
    return np.concatenate([above, circle[: k - above.size]])


def _order(scores: Scores32, circle: Indices) -> Indices:
    """Each row by score, and what is equal to the first of its kind by place in the circle."""
    order = np.argsort(-scores, axis=1)
    levels, circle = np.take_along_axis(scores, order, axis=1), np.take_along_axis(circle, order, axis=1)
    for at in range(1, levels.shape[1]):
        same = levels[:, at] >= levels[:, at - 1] - EQUAL
        levels[same, at] = levels[same, at - 1]
    ordered: Indices = np.take_along_axis(order, np.lexsort((circle, -levels), axis=1), axis=1)
    return ordered


@dataclass(frozen=True, slots=True)
class Shortlist:
    """For each of some people a few others, best first: places, `NOBODY` where there are no more, and their scores."""

    people: Indices
    scores: Scores

    @classmethod
    def empty(cls, n: int, width: int) -> "Shortlist":
        return cls(np.full((n, width), NOBODY, dtype=np.intp), np.full((n, width), -np.inf))
