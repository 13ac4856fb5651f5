"""Raw lists that stay exact while people come, change and go: the first of the two layers behind every shown list."""

from copy import copy
from typing import Final

import numpy as np

from matchmaker.domain.matching.crowd import Crowd
from matchmaker.domain.matching.filters import HiddenPairs, PairFilter
from matchmaker.domain.matching.ranking import NOBODY, Indices, Mask, Scores
from matchmaker.domain.matching.shortlists import DIGITS, WIDTH, PairScores, Pool

# A row keeps so many more than it must, so that it is worked out anew only after as many of them have left.
RESERVE: Final = 50
# What single precision may be wrong by, twice over.
_BLUR: Final = 4e-6
_ROOM: Final = 256


class RawLists:
    """The best hundred of each by the first stage, exactly those a rebuild with the same parameters would find.

    A row holds the best `WIDTH + RESERVE` at first, and never fewer than the best `WIDTH` of all who may be seen.

    Parameters
    ----------
    crowd : Crowd
    pairs : PairFilter
    score : callable
        The score of pairs from channels, readers and candidates.
    pool : Pool, shape (n, WIDTH + RESERVE)
        As a full pass found it.
    turned : bool
        Rows are people, and what they hold are their readers.
    """

    def __init__(self, crowd: Crowd, pairs: PairFilter, score: PairScores, pool: Pool, *, turned: bool = False) -> None:
        self.crowd, self.score, self.turned = crowd, score, turned
        self.hidden = HiddenPairs(pairs, crowd.traits, crowd.traits)
        self.sizes = (pool.people != NOBODY).sum(axis=1)
        self.full = self.sizes < pool.people.shape[1]  # a row that is not filled up holds everybody there is for it
        rest = Pool.empty(len(pool.people), max(0, WIDTH + RESERVE - pool.people.shape[1]))
        self.people = np.hstack([pool.people, rest.people])
        self.first, self.scores = np.hstack([pool.first, rest.first]), np.hstack([pool.scores, rest.scores])

    def turned_round(self) -> "RawLists":
        """The same lists read the other way; from now on they go their own way."""
        other = copy(self)
        other.turned = True
        for name in ("sizes", "full", "people", "first", "scores"):
            setattr(other, name, getattr(self, name).copy())
        return other

    @property
    def width(self) -> int:
        return int(self.people.shape[1])

    def row(self, at: int) -> tuple[Indices, Scores]:
        """The best of one, in the order of their pairs' scores."""
        size = min(int(self.sizes[at]), WIDTH)
        people, scores = self.people[at, :size], self.scores[at, :size]
        order = np.lexsort((self.crowd.steps(np.full(size, at), people), -scores))
        return people[order], scores[order]

    def add(self, at: int, rough: Scores) -> Indices:
        """A person has come: their own row, and their place in the others'; returns the rows that changed."""
        self._make_room(at)
        self._refill(at, rough)
        hides = self._mask(at, mine=False)
        hides[at] = True
        least = self.first[np.arange(len(self.crowd)), np.maximum(self.sizes[: len(self.crowd)] - 1, 0)]
        least = np.where(self.sizes[: len(self.crowd)] < 1, -np.inf, least)
        reached = np.flatnonzero(~hides & (self.full[: len(self.crowd)] | (rough >= least - _BLUR)))
        return self._insert(at, reached)

    def take_out(self, at: int, rows: Indices | None = None) -> Indices:
        """A person has left, or may not be seen by some rows any more; returns the rows that held them, shortened."""
        n = len(self.crowd)
        found, slots = np.nonzero(self.people[:n] == at) if rows is None else _within(self.people, rows, at)
        if found.size:
            idx = np.arange(self.width)[None, :]
            source = np.minimum(np.where(idx < slots[:, None], idx, idx + 1), self.width - 1)
            for table, nothing in ((self.people, NOBODY), (self.first, -np.inf), (self.scores, -np.inf)):
                moved = np.take_along_axis(table[found], source, axis=1)
                moved[:, -1] = nothing
                table[found] = moved
            self.sizes[found] -= 1
        return np.asarray(found)

    def clear(self, at: int) -> None:
        self.people[at], self.first[at], self.scores[at] = NOBODY, -np.inf, -np.inf
        self.sizes[at], self.full[at] = 0, True

    def mend(self, rows: Indices) -> None:
        """Work out anew the rows that have lost too many."""
        for at in rows[(self.sizes[rows] < WIDTH) & ~self.full[rows]].tolist():
            self.refill(at)

    def refill(self, at: int) -> None:
        self._refill(at, self.crowd.rough(at))

    def _mask(self, at: int, *, mine: bool) -> Mask:
        """Whom this row may not hold, or (`mine` is false) which rows may not hold this person."""
        by_reader = self.hidden.rows if mine != self.turned else self.hidden.readers_of
        row: Mask = by_reader(at, at + 1)[0]
        return row

    def _refill(self, at: int, rough: Scores) -> None:
        mask = self._mask(at, mine=True)
        mask[at] = True
        open_ = np.flatnonzero(~mask)
        if open_.size > self.width:
            limit = np.partition(rough[open_], -self.width)[-self.width] - _BLUR
            open_ = open_[rough[open_] >= limit]
        self.clear(at)
        first, scores = self._exact(np.full(open_.size, at), open_)
        order = np.lexsort((self.crowd.steps(np.full(open_.size, at), open_), -first))[: self.width]
        size = order.size
        self.people[at, :size], self.first[at, :size], self.scores[at, :size] = open_[order], first[order], scores[order]
        self.sizes[at], self.full[at] = size, size < self.width

    def _exact(self, rows: Indices, others: Indices) -> tuple[Scores, Scores]:
        """First stage and score of the pairs of some rows with some others."""
        readers, people = (others, rows) if self.turned else (rows, others)
        space = self.crowd.space
        sums = space.sums(readers, people)
        return np.round(sums @ space.weights, DIGITS), np.round(self.score(sums, readers, people), DIGITS)

    def _insert(self, at: int, rows: Indices) -> Indices:
        if not rows.size:
            return rows
        first, scores = self._exact(rows, np.full(rows.size, at))
        away = self.crowd.steps(rows, np.full(rows.size, at))
        held = self.people[rows]
        theirs = np.where(held == NOBODY, self.crowd.present + 1, self.crowd.steps(rows[:, None], held))
        better = (self.first[rows] > first[:, None]) | ((self.first[rows] == first[:, None]) & (theirs < away[:, None]))
        places = better.sum(axis=1)
        fits = (places < self.sizes[rows]) | (self.full[rows] & (places < self.width))
        rows, first, scores, places = rows[fits], first[fits], scores[fits], places[fits]
        idx = np.arange(self.width)[None, :]
        source = np.where(idx <= places[:, None], idx, idx - 1)
        for table, value in ((self.people, at), (self.first, first), (self.scores, scores)):
            moved = np.take_along_axis(table[rows], source, axis=1)
            moved[np.arange(rows.size), places] = value
            table[rows] = moved
        self.full[rows] &= self.sizes[rows] < self.width
        self.sizes[rows] = np.minimum(self.sizes[rows] + 1, self.width)
        return rows

    def _make_room(self, at: int) -> None:
        more = max(0, at + 1 - len(self.people))
        if more:
            more = max(more, _ROOM)
            nothing = Pool.empty(more, self.width)
            self.people = np.vstack([self.people, nothing.people])
            self.first, self.scores = np.vstack([self.first, nothing.first]), np.vstack([self.scores, nothing.scores])
            self.sizes, self.full = np.append(self.sizes, np.zeros(more, int)), np.append(self.full, np.ones(more, bool))


def _within(people: Indices, rows: Indices, at: int) -> tuple[Indices, Indices]:
    local, slots = np.nonzero(people[rows] == at)
    return rows[local], slots
