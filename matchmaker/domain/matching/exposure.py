"""Fair exposure: nobody stands in no list, nobody stands in everybody's, and little of the score is lost.

Works on short lists (the best hundred or so of each reader), never on a table of all pairs:

1. Prices. Whom too many want becomes dearer for all readers, whom too few want cheaper, and a pair in which each lists the
   other is worth a little more: the softened dual ascent of an assignment with bounds (Bertsekas 1988, "The auction
   algorithm"), on scores scaled by reader so that one step means the same loss to everybody. It does what mutual proximity
   does (Schnitzer et al. 2012, hubness), and knows the bounds.
2. Caps. Readers propose in the order of what is left of the score, a person at the cap keeps the readers who would lose
   most, the others propose to their next (deferred acceptance, Gale and Shapley 1962).
3. Floors. Who is short of readers gets the places that cost their readers least, if need be along a chain of
   exchanges (an augmenting path), so that on whole lists a floor is missed only if no lists at all could hold it.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.ranking import NOBODY, Indices, Mask, Scores, Shortlist

Counts = npt.NDArray[np.int64]

_ROUNDS = 40
# In units of the reader's mean score: a tenth of a list too many costs one hundredth a round, and less near the end; one round
# never costs more than a whole list does, or a hub would be priced out of all lists at once.
_STEP, _FINER, _FARTHEST = 0.1, 0.93, 1.0
_MUTUAL = 0.05
# Prices work towards twice the floor and a tenth of a list below the cap, so that little is left for the hard passes.
_LOW, _MARGIN = 2.0, 0.1
_LIFTED = 1.1
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Bounds:
    """In how many lists each person should stand at least and may stand at most, and how many would be an even share."""

    floors: Counts
    caps: Counts
    shares: Scores


def full_floor(k: int, floor: float) -> int:
    """In how many lists of length k everybody is meant to stand where no rule hides anybody."""
    return int(round(floor * k, _DIGITS))


def bounds_of(shares: Scores, readers: Counts, k: int, *, floor: float = 0.3, cap: float = 1.5) -> Bounds:
    """Floor and cap of each person under whatever rules hide people from readers.

    Parameters
    ----------
    shares : ndarray, shape (n,)
        List slots of the readers who may see the person, each divided by the people that reader may see.
    readers : ndarray of int, shape (n,)
        How many readers may see the person.
    k : int
        Slots of a list.
    floor, cap : float
        As parts of `k`: 0.3 and 1.5 mean 3 and 15 lists at k = 10.

    Returns
    -------
    Bounds
        ``floor = min(⌊floor k⌋, readers, ⌊share⌋)``, ``cap = max(⌈cap k⌉, ⌈cap share⌉)``; up to a share of 1.1 k the stricter
        ``⌈cap k⌉``, or two colleagues would lift everybody's cap. Lists that hold all floors and caps exist always:
        everybody's share is a fractional solution, so a whole one exists too.
    """
    shares = np.round(shares, _DIGITS)
    floors = np.minimum(np.minimum(full_floor(k, floor), readers), np.floor(shares)).astype(np.int64)
    highest = np.ceil(np.round(cap * np.where(shares > _LIFTED * k, np.maximum(shares, k), k), _DIGITS))
    return Bounds(floors, np.minimum(highest, readers.size).astype(np.int64), shares)


def fair_lists(mine: Shortlist, theirs: Shortlist, bounds: Bounds, k: int, *, spare: int = 0) -> Shortlist:
    """Everybody's list of at most `k`, within floors and caps.

    Parameters
    ----------
    mine : Shortlist, shape (n, width)
        The people each reader may see, best first.
    theirs : Shortlist, shape (n, width)
        The readers who may see each person, best first.
    bounds : Bounds
    k : int
    spare : int
        Further people to each list, without floors and with caps that grow by as much.

    Returns
    -------
    Shortlist, shape (n, k + spare)
        The `k` best first, then the spare ones best first; equal scores by place. Lists may be shorter.
    """
    worth = _worth(mine, bounds, k)
    order = np.argsort(-worth, axis=1, kind="stable")
    people: Indices = np.take_along_axis(mine.people, order, axis=1)
    scores: Scores = np.take_along_axis(mine.scores, order, axis=1)
    worth = np.take_along_axis(worth, order, axis=1)
    taken = _propose(people, worth, people != NOBODY, k, bounds.caps)
    draft = _Draft(_compact(people, scores, taken, k), theirs, bounds.floors, _best_sums(mine.scores, k))
    draft.raise_to_floors()
    fair = _by_score(draft.people, draft.scores)
    if not spare:
        return fair
    left = (people != NOBODY) & ~(people[:, :, None] == fair.people[:, None, :]).any(axis=2)
    room = np.ceil(np.round(bounds.caps * ((k + spare) / k), _DIGITS)).astype(np.int64) - counts_of(fair)
    more = _compact(people, scores, _propose(people, worth, left, spare, room), spare)
    more = _by_score(more.people, more.scores)
    return Shortlist(np.hstack([fair.people, more.people]), np.hstack([fair.scores, more.scores]))


def counts_of(lists: Shortlist) -> Counts:
    """In how many lists each person stands."""
    counted: Counts = np.bincount(lists.people[lists.people != NOBODY], minlength=len(lists.people))
    return counted


def _worth(mine: Shortlist, bounds: Bounds, k: int) -> Scores:
    """Scores in units of the reader's mean score, less the prices, plus a little for pairs that list each other."""
    n, width = mine.people.shape
    means = _best_sums(mine.scores, k) / k
    values = np.asarray(mine.scores / np.where(means > 0, means, 1.0)[:, None])
    if width <= k:
        return values
    places, returns = np.where(mine.people == NOBODY, 0, mine.people), _returns(mine.people)
    dear, cheap, mutual, step = np.zeros(n), np.zeros(n), np.zeros((n, width)), _STEP
    low, high = np.minimum(_LOW * bounds.floors, bounds.shares), bounds.caps - _MARGIN * k
    for _ in range(_ROUNDS):
        in_list = _in_list(values - (dear - cheap)[places] + mutual, k)
        in_list[:-1] &= (mine.people != NOBODY).ravel()
        counts = np.bincount(places.ravel()[in_list[:-1]], minlength=n)
        mutual[:] = np.where(in_list[returns].reshape(n, width), _MUTUAL, 0.0)
        # The prices of the two bounds, each at least zero: a hub whose readers have left becomes affordable again.
        dear[:] = np.maximum(dear + step * np.clip((counts - high) / k, -_FARTHEST, _FARTHEST), 0.0)
        cheap[:] = np.maximum(cheap + step * np.clip((low - counts) / k, -_FARTHEST, _FARTHEST), 0.0)
        step *= _FINER
    return np.asarray(values - (dear - cheap)[places] + mutual)


def _in_list(worth: Scores, k: int) -> Mask:
    """Which flat places are among the best k of their row; one more, for pairs that have no place, is never."""
    n, width = worth.shape
    chosen = np.zeros(n * width + 1, dtype=bool)
    best = np.argpartition(-worth, k - 1, axis=1)[:, :k]
    chosen[(np.arange(n)[:, None] * width + best).ravel()] = True
    return chosen


def _returns(people: Indices) -> Indices:
    """For each (reader, person) the flat place of (person, reader), or -1 if the person's short list lacks the reader."""
    n, width = people.shape
    rows, columns = np.repeat(np.arange(n), width), np.where(people == NOBODY, n, people).ravel()
    keys = rows * (n + 1) + columns
    order = np.argsort(keys, kind="stable")
    wanted = columns * (n + 1) + rows
    found = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), keys.size - 1)]
    back: Indices = np.where(keys[found] == wanted, found, -1)
    return back


def _propose(people: Indices, worth: Scores, may: Mask, most: int, room: Counts) -> Mask:
    """Which places of the ordered short lists are taken: at most `most` a row, at most `room` for each person."""
    may = may.copy()
    while True:
        taken: Mask = may & (np.cumsum(may, axis=1) <= most)
        full = np.bincount(people[taken], minlength=len(people)) > room
        if not full.any():
            return taken
        rows, columns = np.nonzero(taken & full[people])
        wanted = people[rows, columns]
        order = np.lexsort((-worth[rows, columns], wanted))
        wanted = wanted[order]
        rank = np.arange(wanted.size) - np.searchsorted(wanted, wanted)
        over = order[rank >= room[wanted]]
        may[rows[over], columns[over]] = False


def _best_sums(scores: Scores, k: int) -> Scores:
    best: Scores = np.where(np.isfinite(scores[:, :k]), scores[:, :k], 0.0).sum(axis=1)
    return best


def _compact(people: Indices, scores: Scores, taken: Mask, k: int) -> Shortlist:
    rows, columns = np.nonzero(taken)
    slots = np.cumsum(taken, axis=1)[rows, columns] - 1
    lists = Shortlist.empty(len(people), k)
    lists.people[rows, slots], lists.scores[rows, slots] = people[rows, columns], scores[rows, columns]
    return lists


def _by_score(people: Indices, scores: Scores) -> Shortlist:
    order = np.lexsort((people, -scores), axis=1)
    return Shortlist(np.take_along_axis(people, order, axis=1), np.take_along_axis(scores, order, axis=1))


class _Draft:
    """Lists within the caps, in which places change hands until the floors hold."""

    def __init__(self, lists: Shortlist, theirs: Shortlist, floors: Counts, best: Scores) -> None:
        self.people, self.scores = lists.people, lists.scores
        self.theirs, self.floors, self.best = theirs, floors, np.where(best > 0, best, 1.0)
        self.counts = counts_of(lists)

    def raise_to_floors(self) -> None:
        for person in np.flatnonzero(self.counts < self.floors):
            while self.counts[person] < self.floors[person] and self._give_place(int(person)):
                pass

    def _give_place(self, person: int) -> bool:
        """One more list for a person, by the shortest chain in which nobody falls below the floor; False if there is none."""
        pushed: dict[int, tuple[int, int, int]] = {person: (NOBODY, NOBODY, NOBODY)}
        waiting = deque([person])
        while waiting:
            comer = waiting.popleft()
            readers, slots, holders, losses = self._places_for(comer)
            spare = (holders == NOBODY) | (self.counts[holders] > self.floors[holders])
            if spare.any():
                at = np.flatnonzero(spare)[np.argmin(losses[spare])]
                self._hand_on(pushed, comer, int(readers[at]), int(slots[at]))
                return True
            for at in np.argsort(losses, kind="stable"):
                if (holder := int(holders[at])) not in pushed:
                    pushed[holder] = (int(readers[at]), int(slots[at]), comer)
                    waiting.append(holder)
        return False

    def _places_for(self, comer: int) -> tuple[Indices, Indices, Indices, Scores]:
        """Reader, slot, present holder and loss of every place a person could take.

        The loss is what part of their best list the reader would have lost in all, so that the same readers don't pay twice.
        """
        readers = self.theirs.people[comer]
        readers = readers[readers != NOBODY]
        mine = self.theirs.scores[comer][: readers.size]
        without = ~(self.people[readers] == comer).any(axis=1)
        readers, mine = readers[without], mine[without]
        holders = self.people[readers]
        held = np.where(holders == NOBODY, 0.0, self.scores[readers])
        after = held.sum(axis=1)[:, None] - held + mine[:, None]
        losses = 1.0 - after / self.best[readers][:, None]
        k = holders.shape[1]
        return np.repeat(readers, k), np.tile(np.arange(k), readers.size), holders.ravel(), losses.ravel()

    def _hand_on(self, pushed: dict[int, tuple[int, int, int]], comer: int, reader: int, slot: int) -> None:
        while reader != NOBODY:
            self._put(comer, reader, slot)
            reader, slot, comer = pushed[comer]

    def _put(self, comer: int, reader: int, slot: int) -> None:
        holder = self.people[reader, slot]
        if holder != NOBODY:
            self.counts[holder] -= 1
        self.counts[comer] += 1
        self.people[reader, slot] = comer
        self.scores[reader, slot] = self.theirs.scores[comer][self.theirs.people[comer] == reader][0]
