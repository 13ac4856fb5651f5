"""Stage one of the matching: each reader's best hundred, each person's best hundred readers, and how many slots are there to share."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.filters import HiddenPairs
from matchmaker.domain.matching.ranking import Scores, Shortlist, best_around, best_of

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Shortlists:
    """What a fair pass needs of an event: nothing of the size of all pairs.

    Attributes
    ----------
    mine, theirs : Shortlist, shape (n, width)
        Whom each reader may see, and the readers who may see each person.
    readers : ndarray of int, shape (n,)
        How many readers may see the person.
    shares : ndarray, shape (n,)
        The list slots of those readers, each divided by the people that reader may see: the person's even share.
    """

    mine: Shortlist
    theirs: Shortlist
    readers: npt.NDArray[np.int64]
    shares: Scores


def shortlists_of(blocks: Iterable[tuple[int, Scores]], hidden: HiddenPairs, n: int, k: int, *, slots: int) -> Shortlists:
    """Short lists both ways.

    Parameters
    ----------
    blocks : iterable of int and ndarray, shape (rows, n)
        The first reader, and the scores of some readers with everybody; a score must be the same in both directions.
    hidden : HiddenPairs
    n : int
    k : int
        How many people will be taken from a short list.
    slots : int
        How many of them count as exposure.
    """
    width = min(max(WIDTH, 5 * k), n)
    mine = Shortlist.empty(n, width)
    theirs = Shortlist.empty(n, width) if hidden.one_sided else mine
    readers, shares = np.zeros(n, dtype=np.int64), np.zeros(n)
    for start, block in blocks:
        visible = ~hidden.rows(start, start + len(block))
        people = visible.sum(axis=1)
        readers += visible.sum(axis=0)
        shares += (np.minimum(people, slots) / np.maximum(people, 1)) @ visible
        _fill(mine, start, np.where(visible, block, -np.inf))
        if theirs is not mine:
            _fill(theirs, start, np.where(hidden.readers_of(start, start + len(block)), -np.inf, block))
    return Shortlists(mine, theirs, readers, shares)


def best_lists(blocks: Iterable[tuple[int, Scores]], hidden: HiddenPairs, n: int, k: int) -> Shortlist:
    """Each reader's best `k`, whoever else has them; equal scores by place."""
    lists = Shortlist.empty(n, min(k, n))
    for start, block in blocks:
        block[hidden.rows(start, start + len(block))] = -np.inf
        for row, scores in enumerate(block, start):
            lists.fill(row, best_of(scores, k), scores)
    return lists


def _fill(lists: Shortlist, start: int, block: Scores) -> None:
    for row, scores in enumerate(block, start):
        lists.fill(row, best_around(scores, lists.people.shape[1], row), scores)
