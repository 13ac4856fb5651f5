"""Places in lists sold by auction: who gains most from a place has it, and no list could be bettered by much at the prices reached.

The forward auction for the transportation problem (Bertsekas and Castañón 1989, "The auction algorithm for the transportation
problem"), all unsatisfied readers bidding at once, in arrays. Each reader bids for the people that leave most of their value after
the price; the bid is the highest price at which they would still be wanted, plus a step. A person keeps the highest bids, the price
is the lowest of them once the places are gone. At the end the sum misses that of the best lists at all by at most the last step a
place.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.ranking import Indices, Mask, Scores

Counts = npt.NDArray[np.int64]

# What a place left empty is worth, where values are about one: less than any person.
_EMPTY = -1.0
# Of equal people the one who stands first in the short list.
_EARLIER = 1e-9
# The step grows round by round: a third in a hundred rounds, a bound on the price war where far too many want far too few.
_HURRY = 1.003


@dataclass(frozen=True, slots=True)
class Supply:
    """Each person's places: at most `caps`, the first at the price `first`, each further one dearer by `rise`.

    The first `floors` places are cheaper by `help`.
    """

    caps: Counts
    first: Scores
    rise: Scores
    floors: Counts
    help: float = 0.0

    def price(self, people: Indices, sold: Counts) -> Scores:
        """The least price of the next place of people who have sold so many; infinite where none is left."""
        asked = self.first[people] + self.rise[people] * sold - np.where(sold < self.floors[people], self.help, 0.0)
        price: Scores = np.where(sold < self.caps[people], asked, np.inf)
        return price


def auction(people: Indices, values: Scores, most: int, supply: Supply, step: float) -> tuple[Mask, Scores]:
    """Share out the places.

    Parameters
    ----------
    people : ndarray of int, shape (n, width)
        Whom each reader could have, each at most once.
    values : ndarray, shape (n, width)
        What they are worth to the reader, from zero up and about one; -inf for nobody.
    most : int
        At most this many a reader, at least one.
    supply : Supply
        Of n people.
    step : float
        Above zero: how much the sum of values less costs may miss per place; the smaller, the more rounds. It grows by
        a third in a hundred rounds, so that prices of far too few places end soon.

    Returns
    -------
    taken : ndarray of bool, shape (n, width)
    prices : ndarray, shape (n,)
        What one more place of each person would cost.
    """
    sale = _Sale(people, values, most, supply, step)
    return sale.taken, sale.prices


class _Sale:
    def __init__(self, people: Indices, values: Scores, most: int, supply: Supply, step: float) -> None:
        n, width = people.shape
        self.most, self.supply, self.step = most, supply, step
        self.values = np.where(np.isfinite(values), values - _EARLIER * np.arange(width), -np.inf)
        self.people = np.where(np.isfinite(values), people, 0)
        self.taken = np.zeros((n, width), dtype=bool)
        self.have = np.zeros(n, dtype=np.int64)
        self.prices = supply.price(np.arange(n), np.zeros(n, dtype=np.int64))
        nothing = np.empty(0, dtype=np.intp)
        self.sold: tuple[Indices, Indices, Scores] = nothing, nothing, np.empty(0)
        bidding = self._wanting(np.arange(n))
        while bidding.size:
            lost = self._settle(*self._bids(bidding))
            self.step *= _HURRY
            bidding = self._wanting(np.union1d(bidding, lost))

    def _left(self, readers: Indices) -> Scores:
        """What each person not yet taken would leave of their value after the price."""
        left: Scores = np.where(self.taken[readers], -np.inf, self.values[readers] - self.prices[self.people[readers]])
        return left

    def _wanting(self, readers: Indices) -> Indices:
        """Those who have room and find somebody worth the price."""
        readers = readers[self.have[readers] < self.most]
        return readers[(self._left(readers) > _EMPTY).any(axis=1)]

    def _bids(self, readers: Indices) -> tuple[Indices, Indices, Scores]:
        left, wanted = self._left(readers), self.most - self.have[readers]
        width = min(self.most + 1, left.shape[1])
        columns = np.argpartition(-left, width - 1, axis=1)[:, :width]
        left = np.take_along_axis(left, columns, axis=1)
        order = np.lexsort((columns, -left), axis=1)
        columns, left = np.take_along_axis(columns, order, axis=1), np.take_along_axis(left, order, axis=1)
        # What the reader falls back on if outbid everywhere: the best they have not bid for, or an empty place.
        further = np.hstack([left, np.full((len(left), 1), -np.inf)])
        fallback = np.maximum(further[np.arange(len(left)), np.minimum(wanted, width)], _EMPTY)
        at, slots = np.nonzero((np.arange(width) < wanted[:, None]) & (left > _EMPTY))
        rows, chosen = readers[at], columns[at, slots]
        bids = self.prices[self.people[rows, chosen]] + left[at, slots] - fallback[at] + self.step
        return rows, chosen, bids

    def _settle(self, rows: Indices, columns: Indices, bids: Scores) -> Indices:
        """Let the people who were bid for keep their highest bids; the readers who lost a place."""
        n = len(self.people)
        asked = np.zeros(n, dtype=bool)
        asked[self.people[rows, columns]] = True
        again = asked[self.people[self.sold[0], self.sold[1]]]
        every = [np.concatenate([old[again], new]) for old, new in zip(self.sold, (rows, columns, bids), strict=True)]
        order = np.lexsort((-every[2], self.people[every[0], every[1]]))
        rows, columns, bids = (part[order] for part in every)
        people = self.people[rows, columns]
        rank = np.arange(people.size) - np.searchsorted(people, people)
        kept = bids >= self.supply.price(people, rank)
        self.taken[rows, columns] = kept
        self.sold = tuple(  # type: ignore[assignment]  # three stay three
            np.concatenate([old[~again], new[kept]]) for old, new in zip(self.sold, (rows, columns, bids), strict=True)
        )
        self.have = np.bincount(self.sold[0], minlength=n)
        self._reprice(np.flatnonzero(asked), people[kept], bids[kept])
        return np.unique(rows[~kept])

    def _reprice(self, asked: Indices, holders: Indices, bids: Scores) -> None:
        counts = np.bincount(holders, minlength=len(self.people))
        lowest = np.full(len(self.people), np.inf)
        np.minimum.at(lowest, holders, bids)
        self.prices[asked] = np.minimum(self.supply.price(asked, counts[asked]), lowest[asked])
