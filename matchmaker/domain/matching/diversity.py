"""A list is not ten of the same: what a person adds to a list, given whom the list has already."""

from typing import Final

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.ranking import NOBODY, Indices, Scores, Shortlist
from matchmaker.domain.matching.topics import Rows

_READERS_AT_ONCE: Final = 250
# Beyond so many lists' worth of candidates nobody is chosen for the sake of variety.
_DEPTH: Final = 4


def spread(lists: Shortlist, topics: Rows, employers: npt.NDArray[np.int64], k: int, strength: float) -> Scores:
    """Scores less what is said already: maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).

    Parameters
    ----------
    lists : Shortlist, shape (n, width)
        Candidates of each reader, best first.
    topics : ndarray, shape (n_people, n_topics)
        Rows of length one, or zero.
    employers : ndarray of int, shape (n_people,)
        Equal numbers are one organisation; -1 is unknown.
    k : int
        How many a list will hold.
    strength : float
        What the likest person on the list costs, as part of the reader's mean score; 0 changes nothing.

    Returns
    -------
    ndarray, shape (n, width)
        ``score - strength · mean · max similarity`` to those chosen before, for the `k` first choices; for all others to all of
        these. Similarity is the topics' cosine, or one for the same organisation.
    """
    values = lists.scores.copy()
    if not strength or not values.size:
        return values
    deep = min(_DEPTH * k, values.shape[1])
    for start in range(0, len(values), _READERS_AT_ONCE):
        part = slice(start, start + _READERS_AT_ONCE)
        values[part, :deep] = _spread_some(lists.people[part, :deep], values[part, :deep], topics, employers, k, strength)
    return values


def _spread_some(people: Indices, scores: Scores, topics: Rows, employers: npt.NDArray[np.int64], k: int, strength: float) -> Scores:
    there = people != NOBODY
    faces, houses = topics[people], np.where(there, employers[people], -1)
    means = np.where(there, scores, 0.0)[:, :k].sum(axis=1) / np.maximum(there[:, :k].sum(axis=1), 1)
    costs = (strength * means)[:, None]
    nearest, fixed, open_ = np.zeros(scores.shape), scores.copy(), there.copy()
    readers = np.arange(len(scores))
    for _ in range(min(k, scores.shape[1])):
        worth = np.where(open_, scores - costs * nearest, -np.inf)
        chosen = worth.argmax(axis=1)
        left = open_[readers, chosen]
        fixed[readers[left], chosen[left]] = worth[readers[left], chosen[left]]
        open_[readers, chosen] = False
        likeness = np.einsum("rwd,rd->rw", faces, faces[readers, chosen])
        house = houses[readers, chosen][:, None]
        likeness = np.where((houses == house) & (house >= 0), 1.0, np.maximum(likeness, 0.0))
        nearest = np.maximum(nearest, np.where(left[:, None], likeness, 0.0))
    return np.where(open_, scores - costs * nearest, fixed)
