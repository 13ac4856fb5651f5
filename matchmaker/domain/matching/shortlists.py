"""Stage one of the matching: each reader's best hundred by the sum of the channels, exactly, and the score of those pairs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchmaker.domain.matching.channels import PairSpace, Sums
from matchmaker.domain.matching.filters import HiddenPairs
from matchmaker.domain.matching.ranking import NOBODY, Hidden, Indices, Mask, Scorer, Scores, Shortlist, nearest

WIDTH: Final = 100
# The fast kernel works in single precision: so many more are looked at, exactly, before the best are named.
SLACK: Final = 12
DIGITS: Final = 12
_READERS_AT_ONCE = 500

PairScores = Callable[[Sums, Indices, Indices], Scores]


@dataclass(frozen=True, slots=True)
class Pool:
    """The best of each by the sum of the channels, in that order, and the score of each pair.

    Attributes
    ----------
    people : ndarray of int, shape (n, width)
        Places, `NOBODY` where there are no more.
    first, scores : ndarray, shape (n, width)
        The sum of the channels and the pair's score, -inf where there is nobody.
    """

    people: Indices
    first: Scores
    scores: Scores

    @classmethod
    def empty(cls, n: int, width: int) -> "Pool":
        nothing = np.full((n, width), -np.inf)
        return cls(np.full((n, width), NOBODY, dtype=np.intp), nothing, nothing.copy())

    def ordered(self, width: int, away: Indices | None = None) -> Shortlist:
        """The best `width` by the first stage, in the order of their pairs' scores; equal scores in the circle behind the reader."""
        people, scores = self.people[:, :width], self.scores[:, :width]
        order = np.lexsort((circle(people) if away is None else away[:, :width], -scores), axis=1)
        return Shortlist(np.take_along_axis(people, order, axis=1), np.take_along_axis(scores, order, axis=1))


def circle(people: Indices) -> Indices:
    """How far behind each reader the people of a table stand, in the circle of all."""
    n = len(people)
    steps: Indices = (people - np.arange(n)[:, None] - 1) % max(n, 1)
    return steps


class Audience:
    """Counts, while a pass asks for the hidden pairs block by block, how often each person could be shown.

    Attributes
    ----------
    readers : ndarray of int, shape (n,)
        How many readers may see the person.
    shares : ndarray, shape (n,)
        The list slots of those readers, each divided by the people that reader may see: the person's even share.
    parts : ndarray, shape (n,)
        A reader's slots divided by the people that reader may see.
    """

    def __init__(self, hidden: HiddenPairs, n: int, slots: int) -> None:
        self.hidden, self.slots = hidden, slots
        self.readers, self.shares, self.parts = np.zeros(n, dtype=np.int64), np.zeros(n), np.zeros(n)

    def rows(self, start: int, stop: int) -> Mask:
        mask = self.hidden.rows(start, stop)
        visible = ~mask
        people = visible.sum(axis=1)
        self.parts[start:stop] = np.minimum(people, self.slots) / np.maximum(people, 1)
        self.readers += visible.sum(axis=0)
        self.shares += self.parts[start:stop] @ visible
        return mask


def pool_of(
    space: PairSpace, widths: Sequence[int], hidden: Hidden, score: PairScores, width: int, *, block_size: int, turned: bool = False
) -> Pool:
    """The best `width` of each, the fast kernel's choice checked exactly.

    Parameters
    ----------
    space : PairSpace
        Everybody with everybody; the sum of the channels must be the same in both directions.
    widths : sequence of int
        How many terms each channel has.
    hidden : callable
        Which pairs of some rows are hidden, shape (stop - start, n).
    score : callable
        The score of pairs from their channels, their readers and their candidates.
    width : int
    block_size : int
        About how many scores are held at once.
    turned : bool
        Rows are people and what is found are their readers.
    """
    n = len(space.readers)
    scorer = Scorer(space.candidate_columns(widths), block_size)
    readers = space.reader_columns(widths)
    found = nearest(readers, scorer, width + SLACK, hidden=hidden, places=np.arange(n))
    best = Pool.empty(n, width)
    for start in range(0, n, _READERS_AT_ONCE):
        people = found.people[start : start + _READERS_AT_ONCE]
        rows, slots = np.nonzero(people != NOBODY)
        one, two = rows + start, people[rows, slots]
        seers, seen = (two, one) if turned else (one, two)
        sums = space.sums(seers, seen)
        first = np.round(sums @ space.weights, DIGITS)
        order = np.lexsort(((two - one - 1) % n, -first, rows))
        place = place_in_row(rows[order])
        order, place = order[place < width], place[place < width]
        at = (one[order], place)
        best.people[at], best.first[at] = two[order], first[order]
        best.scores[at] = np.round(score(sums[order], seers[order], seen[order]), DIGITS)
    return best


def place_in_row(rows: Indices) -> Indices:
    """For rows in order, the how-manieth of its row each is."""
    place: Indices = np.arange(rows.size) - np.searchsorted(rows, rows)
    return place
