"""Lists that meet each other: orders in which two people who would both say yes stand near the top of each other's lists.

The model is that of a reciprocal market (Su, Bayoumi and Joachims 2022, "Optimizing Rankings for Recommendation in Matching Markets";
Tomita, Togashi, Hashizume and Ohsaka 2023, "Fast and Examination-agnostic Reciprocal Recommendation in Matching Markets"): who stands
on rank r is looked at with probability 1/r, and two people match if each looks at the other and says yes. With w the probability
that both would say yes, a pair on the ranks a and b is worth w / (a b), and the lists are worth the sum over all pairs.

Everybody ordering by w is far from the best, for all look at the same few. What is done instead:

1. Rounds. In round r people are paired off so that the sum of w over the new pairs is great, and each takes the other on rank r:
   an assignment in a two-sided market; in one population the better half of each cycle of an assignment of people to each other;
   in short lists (`mutual`) the heaviest pair that is left first (at least half the best sum).
2. Answers. For fixed lists of all others, the best order of one's own is by w / b, b being one's own rank with the other
   (the rearrangement inequality). Repeated in turn until nobody changes anything; the sum never falls.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from matchmaker.domain.matching.mutual import answer_in_turn, order_of, ranks_of
from matchmaker.domain.matching.ranking import Indices, Scores

_USED = -1.0


def expected_matches(likes: Scores, liked: Scores, left: Indices, right: Indices) -> float:
    """Matches to expect of full lists in a two-sided market.

    Parameters
    ----------
    likes : ndarray, shape (n, m)
        The probability that each person of the left would say yes to each of the right.
    liked : ndarray, shape (m, n)
        The same for the right.
    left, right : ndarray of int, shape (n, m) and (m, n)
        The orders, best first; each row a permutation.

    Returns
    -------
    float
        The sum of ``likes[i, j] liked[j, i] / (rank of j with i × rank of i with j)``.
    """
    return float((_weights(likes, liked) / (ranks_of(left) * ranks_of(right).T)).sum())


def order_market(likes: Scores, liked: Scores, *, rounds: int = 20, sweeps: int = 100) -> tuple[Indices, Indices]:
    """Order everybody's full list in a two-sided market.

    Parameters
    ----------
    likes, liked : ndarray, shape (n, m) and (m, n)
        As in `expected_matches`.
    rounds : int
        So many first ranks are paired off by assignment, O(n³) each; the rest is by weight.
    sweeps : int
        At most so many times each side answers the other.

    Returns
    -------
    left, right : ndarray of int, shape (n, m) and (m, n)
        Best first; equal keys by index.

    Raises
    ------
    ValueError
        Shapes that do not fit, or probabilities that are not finite numbers in [0, 1].
    """
    weights = _weights(likes, liked)
    keys = _in_rounds(weights, rounds)
    mine, theirs = ranks_of(order_of(keys)), ranks_of(order_of(keys.T))
    for _ in range(sweeps):
        # Left to right, then right to left: each side's answer is exact, so the sum rises until both stay.
        answer = ranks_of(order_of(weights / theirs.T))
        back = ranks_of(order_of(weights.T / answer.T))
        if np.array_equal(answer, mine) and np.array_equal(back, theirs):
            break
        mine, theirs = answer, back
    return np.argsort(mine, axis=1), np.argsort(theirs, axis=1)


def order_population(likes: Scores, *, rounds: int = 20, sweeps: int = 10) -> Indices:
    """Order everybody's full list of everybody else, in one population in which all read and are read.

    Parameters
    ----------
    likes : ndarray, shape (n, n)
        The probability that each person would say yes to each other; the diagonal counts for nothing.
    rounds, sweeps : int
        As in `order_market` and `order_lists`.

    Returns
    -------
    ndarray of int, shape (n, n - 1)
        Everybody's list, best first; equal keys by index.

    Raises
    ------
    ValueError
        As in `order_market`.
    """
    weights = _weights(likes, likes)
    n = len(weights)
    people = np.arange(n * n).reshape(n, n)[~np.eye(n, dtype=bool)].reshape(n, max(n - 1, 0)) % max(n, 1)
    left, keys = weights.copy(), weights.copy()
    np.fill_diagonal(left, 2 * _USED * (n + 1))
    for turn in range(min(rounds, n - 1)):
        one, other = _pairs(left)
        keys[one, other] = keys[other, one] = 1.0 + rounds - turn
        left[one, other] = left[other, one] = _USED
    ranks = ranks_of(order_of(np.take_along_axis(keys, people, axis=1)))
    worth = np.take_along_axis(weights, people, axis=1)
    answer_in_turn(ranks, people, worth, np.zeros_like(worth), sweeps)
    lists: Indices = np.take_along_axis(people, np.argsort(ranks, axis=1), axis=1)
    return lists


def _weights(likes: Scores, liked: Scores) -> Scores:
    if likes.ndim != 2 or liked.shape != likes.T.shape:
        raise ValueError("likes must have shape (n, m) and liked (m, n)")
    for side in (likes, liked):
        if not ((side >= 0) & (side <= 1)).all():
            raise ValueError("probabilities must be numbers between 0 and 1")
    weights: Scores = likes * liked.T
    return weights


def _pairs(weights: Scores) -> tuple[Indices, Indices]:
    """Pairs of a symmetric table with a great sum: an assignment falls into cycles, of each the best of its matchings is taken."""
    _, following = linear_sum_assignment(weights, maximize=True)
    seen = np.zeros(len(weights), dtype=bool)
    pairs: list[Indices] = []
    for start in range(len(weights)):
        cycle = []
        at = start
        while not seen[at]:
            seen[at] = True
            cycle.append(at)
            at = following[at]
        if len(cycle) > 1:
            turned = (np.roll(cycle, -by)[: len(cycle) // 2 * 2].reshape(-1, 2) for by in range(len(cycle) if len(cycle) % 2 else 2))
            pairs.append(max(turned, key=lambda matching: float(weights[matching[:, 0], matching[:, 1]].sum())))
    found = np.concatenate([np.empty((0, 2), dtype=np.intp), *pairs])
    fresh = weights[found[:, 0], found[:, 1]] > _USED
    return found[fresh, 0], found[fresh, 1]


def _in_rounds(weights: Scores, rounds: int) -> Scores:
    """Keys: the pairs of the first round highest, then those of the second …, then all others by weight."""
    left, keys = weights.copy(), weights.copy()
    for turn in range(min(rounds, max(weights.shape))):
        rows, columns = linear_sum_assignment(left, maximize=True)
        keys[rows, columns] = 1.0 + rounds - turn
        left[rows, columns] = _USED
    return keys
