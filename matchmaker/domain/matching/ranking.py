"""The best few of many, exactly: scores come in blocks of rows, and no table of all pairs is ever kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.utils.extmath import safe_sparse_dot

Scores = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
NOBODY: Final = -1


def score_blocks(readers: Any, candidates: Any, block_size: int) -> Iterator[tuple[int, Scores]]:
    """Scores of some readers with all candidates at a time.

    Parameters
    ----------
    readers : scipy.sparse.csr_matrix, shape (n_readers, n_terms)
    candidates : scipy.sparse.csr_matrix, shape (n_candidates, n_terms)
    block_size : int
        About how many scores are held at once.

    Yields
    ------
    tuple of int and ndarray, shape (at most block_size // n_candidates or 1, n_candidates)
        The first reader of the block, and the block.
    """
    # Handed over by rows once: the kernel would turn it round for every block.
    columns = candidates.T.tocsr()
    rows = max(1, block_size // max(1, candidates.shape[0]))
    for start in range(0, readers.shape[0], rows):
        yield start, np.asarray(safe_sparse_dot(readers[start : start + rows], columns, dense_output=True))


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
