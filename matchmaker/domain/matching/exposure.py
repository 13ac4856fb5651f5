"""Fair exposure: nobody stands in no list, nobody stands in everybody's, and little of the score is lost.

Works on short lists (the best hundred or so of each reader), never on a table of all pairs:

1. Shares. The places of each person are sold by auction (`auction`), never more than the cap. A person's price starts low and rises
   with every place sold, so that whom few want is cheap and whom all want is dear: a convex cost that evens out the lists where
   little is lost by it. Whoever only is read and reads nobody is held by floor and cap alone. Values are scores scaled by reader,
   so that a step means the same loss to everybody.
2. Mutuality. A second auction, in which a pair is worth a little more the nearer the reader came to standing in the other's list
   in the first. It does what mutual proximity does (Schnitzer et al. 2012, hubness), and knows the bounds.
3. Floors. Who is short of readers gets the places that cost their readers least, if need be along a chain of
   exchanges (an augmenting path), so that on whole lists a floor is missed only if no lists at all could hold it.
"""

from dataclasses import dataclass

import numpy as np

from matchmaker.domain.matching.auction import Supply, auction
from matchmaker.domain.matching.floors import Counts, Places, ReadersOf
from matchmaker.domain.matching.mutual import returns_of
from matchmaker.domain.matching.ranking import NOBODY, Indices, Mask, Scores, Shortlist

# All in units of the reader's mean score. The steps of the two auctions; a smaller one changes no list for the better that shows.
_COARSE, _FINE = 0.1, 0.05
# By how much a person at the cap is dearer than one at their share; below the share the price falls as steeply.
_EVEN = 0.11
_HELP = 0.5
# What it is worth to stand in the other's list, and how far beyond its end the worth fades to nothing.
_MUTUAL, _NEAR = 0.1, 0.1
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


def fair_lists(mine: Shortlist, theirs: Shortlist, bounds: Bounds, k: int, *, spare: int = 0, values: Scores | None = None) -> Shortlist:
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
    values : ndarray, shape (n, width), optional
        What the people of `mine` are worth to their readers, if that is not the score alone: variety counts too.

    Returns
    -------
    Shortlist, shape (n, k + spare)
        The `k` best first, then the spare ones best first; equal scores by place. Lists may be shorter.
    """
    worth = _values(mine if values is None else Shortlist(mine.people, values), k)
    taken = _shared_out(mine.people, worth, bounds, k)
    draft = _compact(mine, taken, k)
    counts, best = counts_of(draft), _best_sums(mine.scores, k)
    places = Places(draft.people, draft.scores, counts, bounds.floors, np.where(best > 0, best, 1.0), _readers_in(theirs))
    places.raise_to_floors(np.flatnonzero(counts < bounds.floors).tolist())
    fair = _by_score(draft.people, draft.scores)
    if not spare:
        return fair
    left = np.where((mine.people[:, :, None] == fair.people[:, None, :]).any(axis=2), -np.inf, worth)
    room = np.ceil(np.round(bounds.caps * ((k + spare) / k), _DIGITS)).astype(np.int64) - counts_of(fair)
    level = np.zeros(len(room))
    taken, _ = auction(mine.people, left, spare, Supply(room, level, level, np.zeros_like(room)), _COARSE)
    more = _compact(mine, taken, spare)
    more = _by_score(more.people, more.scores)
    return Shortlist(np.hstack([fair.people, more.people]), np.hstack([fair.scores, more.scores]))


def counts_of(lists: Shortlist) -> Counts:
    """In how many lists each person stands."""
    counted: Counts = np.bincount(lists.people[lists.people != NOBODY], minlength=len(lists.people))
    return counted


def _values(mine: Shortlist, k: int) -> Scores:
    """Scores in units of the reader's mean score."""
    means = _best_sums(mine.scores, k) / k
    values: Scores = mine.scores / np.where(means > 0, means, 1.0)[:, None]
    return values


def _shared_out(people: Indices, values: Scores, bounds: Bounds, k: int) -> Mask:
    """Which places of the short lists are taken: at most `k` a reader and never more than the cap of a person."""
    reads = (people != NOBODY).any(axis=1)
    rise = np.where(reads, _EVEN, 0.0) / np.maximum(bounds.caps - bounds.shares, 1.0)
    supply = Supply(bounds.caps, rise * (0.5 - bounds.shares), rise, bounds.floors, _HELP)
    back = returns_of(people)
    if (back == NOBODY).all():
        return auction(people, values, k, supply, _FINE)[0]
    taken, prices = auction(people, values, k, supply, _COARSE)
    left = values - prices[np.where(people == NOBODY, 0, people)]
    ends = np.where(taken, left, np.inf).min(axis=1, initial=np.inf)
    beyond = np.append((ends[:, None] - left).ravel(), np.inf)[back].reshape(people.shape)
    return auction(people, values + _MUTUAL * np.clip(1.0 - beyond / _NEAR, 0.0, 1.0), k, supply, _FINE)[0]


def _best_sums(scores: Scores, k: int) -> Scores:
    best: Scores = np.where(np.isfinite(scores[:, :k]), scores[:, :k], 0.0).sum(axis=1)
    return best


def _compact(lists: Shortlist, taken: Mask, k: int) -> Shortlist:
    rows, columns = np.nonzero(taken)
    slots = np.cumsum(taken, axis=1)[rows, columns] - 1
    short = Shortlist.empty(len(taken), k)
    short.people[rows, slots], short.scores[rows, slots] = lists.people[rows, columns], lists.scores[rows, columns]
    return short


def _by_score(people: Indices, scores: Scores) -> Shortlist:
    order = np.lexsort((people, -scores), axis=1)
    return Shortlist(np.take_along_axis(people, order, axis=1), np.take_along_axis(scores, order, axis=1))


def _readers_in(theirs: Shortlist) -> ReadersOf:
    def readers_of(person: int) -> tuple[Indices, Scores]:
        known = theirs.people[person] != NOBODY
        return theirs.people[person][known], theirs.scores[person][known]

    return readers_of
