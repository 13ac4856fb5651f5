"""Short lists that meet each other: an order of given lists in which two who list each other stand near the top of each other's.

The model and the two steps, rounds and answers, are those of `market`, for lists of a few people instead of tables of all pairs.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.ranking import NOBODY, Indices, Scores

Ranks = npt.NDArray[np.int64]

# Keys are compared to so many digits: equal pairs stay equal whichever way they were computed.
DIGITS: Final = 12


def expected_in_lists(people: Indices, weights: Scores) -> float:
    """Matches to expect among people who read each other: each pair that lists each other once, as `w / (a b)`.

    Parameters
    ----------
    people : ndarray of int, shape (n, k)
        Everybody's list, best first; `NOBODY` where there is nobody.
    weights : ndarray, shape (n, k)
        The probability that both would say yes.
    """
    back = returns_of(people)
    rows, columns = np.nonzero(back != NOBODY)
    ranks = np.broadcast_to(np.arange(1, people.shape[1] + 1), people.shape)
    return float((weights[rows, columns] / (ranks[rows, columns] * ranks.ravel()[back[rows, columns]])).sum() / 2)


def order_lists(people: Indices, weights: Scores, *, sweeps: int = 10, alone: float | None = None) -> Indices:
    """Order short lists, without changing who stands in them.

    One population in which everybody reads and may be read; the two sides of a market are one population whose lists cross over.

    Parameters
    ----------
    people : ndarray of int, shape (n, k)
        Whom each list shows, each at most once; `NOBODY` where there is nobody.
    weights : ndarray, shape (n, k)
        The probability that both would say yes, at least zero; the same for both directions of a pair.
    sweeps : int
        At most so many times everybody answers the others, in turn.
    alone : float, optional
        How likely those look at the reader whose own list lacks them; 1 / (k + 1) unless told, as if just behind the end.

    Returns
    -------
    ndarray of int, shape (n, k)
        Columns in the new order, for `numpy.take_along_axis`; `NOBODY` last, equal keys by column.

    Raises
    ------
    ValueError
        Shapes that do not fit, people out of range, or weights of listed people that are negative or not finite.
    """
    _check(people, weights)
    listed, k = people != NOBODY, people.shape[1]
    worth = np.where(listed, weights, 0.0)
    ranks = ranks_of(order_of(np.where(listed, _paired_off(people, worth), -np.inf)))
    answer_in_turn(ranks, people, worth, worth * (1.0 / (k + 1) if alone is None else alone), sweeps)
    return np.argsort(ranks, axis=1)


def order_of(keys: Scores) -> Indices:
    """Columns of each row, the greatest key first; equal keys by column."""
    order: Indices = np.argsort(-np.round(keys, DIGITS), axis=1, kind="stable")
    return order


def ranks_of(orders: Indices) -> Ranks:
    """The rank, from one up, of each column in an order of all columns."""
    ranks = np.empty(orders.shape, dtype=np.int64)
    np.put_along_axis(ranks, orders, np.broadcast_to(np.arange(1, orders.shape[1] + 1), orders.shape), axis=1)
    return ranks


def answer_in_turn(ranks: Ranks, people: Indices, worth: Scores, absent: Scores, sweeps: int) -> None:
    """Give each reader the best order for the present ranks of the others, one after the other; `ranks` is changed.

    All at once would not do: two who read each other would answer orders that are no more.
    """
    back = returns_of(people)
    listed, returned, places = people != NOBODY, back != NOBODY, np.maximum(back, 0)
    flat, steps = ranks.reshape(-1), np.arange(1, people.shape[1] + 1)
    for _ in range(sweeps):
        before = ranks.copy()
        for reader in range(len(ranks)):
            keys = np.where(returned[reader], worth[reader] / flat[places[reader]], absent[reader])
            keys = np.where(listed[reader], keys.round(DIGITS), -1.0)
            ranks[reader, np.argsort(-keys, kind="stable")] = steps
        if np.array_equal(before, ranks):
            return


def returns_of(people: Indices) -> Indices:
    """For each (reader, person) the flat place of (person, reader), or `NOBODY` if the person's list lacks the reader."""
    n, k = people.shape
    rows, columns = np.repeat(np.arange(n), k), np.where(people == NOBODY, n, people).ravel()
    keys, wanted = rows * (n + 1) + columns, columns * (n + 1) + rows
    if not keys.size:
        return np.empty((n, k), dtype=np.intp)
    order = np.argsort(keys, kind="stable")
    found = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), keys.size - 1)]
    back: Indices = np.where(keys[found] == wanted, found, NOBODY).reshape(n, k)
    return back


def _check(people: Indices, weights: Scores) -> None:
    if people.ndim != 2 or weights.shape != people.shape:
        raise ValueError("people and weights must have one shape (n, k)")
    if not ((people >= NOBODY) & (people < len(people))).all():
        raise ValueError("people must be places in the lists, or NOBODY")
    told = weights[people != NOBODY]
    if not ((told >= 0) & np.isfinite(told)).all():
        raise ValueError("weights must be finite and at least zero")


def _paired_off(people: Indices, weights: Scores) -> Scores:
    """Keys of greedy rounds over pairs that list each other; pairs of no round below them, by weight."""
    (n, k), back = people.shape, returns_of(people)
    rows, columns = np.nonzero((back != NOBODY) & (people > np.arange(n)[:, None]))
    order = np.argsort(-np.round(weights[rows, columns], DIGITS), kind="stable")
    rows, columns = rows[order], columns[order]
    others, rank = people[rows, columns], np.arange(rows.size)
    keys: Scores = weights / (1.0 + weights.max(initial=0.0))
    waiting = np.ones(rows.size, dtype=bool)
    for turn in range(k):
        free = waiting.copy()
        while free.any():
            # The pairs that are the heaviest left for both: all of them at once, as greedy would take them one by one.
            at = np.flatnonzero(free)
            first = np.full(n, rows.size)
            np.minimum.at(first, rows[at], rank[at])
            np.minimum.at(first, others[at], rank[at])
            chosen = at[(first[rows[at]] == at) & (first[others[at]] == at)]
            keys[rows[chosen], columns[chosen]] = 1.0 + k - turn
            keys.reshape(-1)[back[rows[chosen], columns[chosen]]] = 1.0 + k - turn
            waiting[chosen] = False
            busy = np.zeros(n, dtype=bool)
            busy[rows[chosen]] = busy[others[chosen]] = True
            free &= ~(busy[rows] | busy[others])
    return keys
