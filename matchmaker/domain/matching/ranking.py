"""The best few of many, exactly: scores come in blocks of rows, and no table of all pairs is ever kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.utils.extmath import safe_sparse_dot

Scores = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Hidden = Callable[[int, int], Mask]
NOBODY: Final = -1


@dataclass(frozen=True, slots=True)
class Columns:
    """People as rows of numbers; either part may have no columns."""

    sparse: Any
    dense: npt.NDArray[np.float32]


class Scorer:
    def __init__(self, candidates: Columns, block_size: int = 1_000_000) -> None:
        self.turned = candidates.sparse.T.tocsr()
        self.dense = candidates.dense
        self.n = candidates.dense.shape[0]
        self.rows = max(1, block_size // max(1, self.n))

    def blocks(self, readers: Columns) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
        for start in range(0, readers.dense.shape[0], self.rows):
            part = slice(start, start + self.rows)
            block = np.asarray(safe_sparse_dot(readers.sparse[part], self.turned, dense_output=True))
            yield start, block + readers.dense[part] @ self.dense.T


def nearest(readers: Columns, scorer: Scorer, width: int, *, hidden: Hidden) -> "Shortlist":
    found = Shortlist.empty(readers.dense.shape[0], min(width, scorer.n))
    for start, block in scorer.blocks(readers):
        block[hidden(start, start + len(block))] = -np.inf
        scores = np.round(block.astype(float), 6)
        for row, values in enumerate(scores, start):
            found.fill(row, best_around(values, found.people.shape[1], row), values)
    return found


def best_of(scores: Scores, k: int) -> Indices:
    """Places of the k highest finite scores of one row, highest first; equal scores keep the order of the row."""
    k = min(k, scores.shape[0])
    if k < 1:
        return np.empty(0, np.intp)
    least = np.partition(scores, -k)[-k]
    above = np.flatnonzero(scores > least)
    level = np.flatnonzero(scores == least)[: k - above.size]
    chosen = np.sort(np.concatenate([above, level]))
    ordered: Indices = chosen[np.argsort(-scores[chosen], kind="stable")]
    seen: Indices = ordered[np.isfinite(scores[ordered])]
    return seen


@dataclass(frozen=True, slots=True)
class Shortlist:
    """For each of some people a few others, best first: places, `NOBODY` where there are no more, and their scores."""

    people: Indices
    scores: Scores

    @classmethod
    def empty(cls, n: int, width: int) -> "Shortlist":
        return cls(np.full((n, width), NOBODY, dtype=np.intp), np.full((n, width), -np.inf))

    def fill(self, row: int, chosen: Indices, scores: Scores) -> None:
        self.people[row, : chosen.size], self.scores[row, : chosen.size] = chosen, scores[chosen]


def best_around(scores: Scores, k: int, at: int) -> Indices:
    """Like `best_of`, but equal scores come in the circle that begins behind the reader.

    Of many equals the first hundred by id would be the same for all readers, and the others in nobody's short list.
    """
    chosen: Indices = (best_of(np.roll(scores, -at - 1), k) + at + 1) % max(scores.shape[0], 1)
    return chosen
