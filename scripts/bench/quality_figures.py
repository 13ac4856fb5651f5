"""What the quality bench reports of lists and orders, and how it puts them into rows.

Lists are what readers see: {reader: {person: score}}, the best first. All means come with a 95 % bootstrap interval (1,000 draws of
readers with replacement, as in the shared scorer).
- min, max: lists one person stands in; unseen: share of people in nobody's list; Gini: of these counts; mutual: share of listed
  pairs in which the other lists the reader too. All of `people` are counted, or everybody who has a list.
- kept: sum of the scores of all lists ÷ that of the free ones; worst-off 5 %: each reader's own such ratio, mean of the lowest
  twentieth (readers whose free list is worth nothing are left out).
- AUC: chance that a wanted person is scored above an unwanted one, ties counting half. Within readers: the mean over readers who
  have both. Pooled: over all pairs at once, which also rewards knowing who says yes to everybody; it judges nothing here.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import rankdata
from table import Row

Lists = Mapping[Hashable, Mapping[Hashable, float]]
Gains = Any  # (readers, people) array
ROUNDS = 1000


@dataclass(frozen=True)
class Estimate:
    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"

    @property
    def change(self) -> str:
        return f"{self.mean:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


@dataclass(frozen=True)
class Exposure:
    least: int
    most: int
    unseen: float
    gini: float
    mutual: float

    def __str__(self) -> str:
        return f"min {self.least}, max {self.most}, unseen {percent(self.unseen)}, Gini {self.gini:.3f}, mutual {self.mutual:.2f}"


@dataclass(frozen=True)
class Kept:
    whole: float
    worst_off: float

    def __str__(self) -> str:
        return f"{self.whole:.3f}, worst-off 5 % {self.worst_off:.3f}"


def percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def estimate(values: Iterable[float]) -> Estimate:
    """The mean over readers; those without a value (not a number) are left out."""
    known = np.asarray(list(values), dtype=float)
    known = known[~np.isnan(known)]
    drawn = known[np.random.default_rng(1).integers(0, len(known), (ROUNDS, len(known)))].mean(axis=1)
    return Estimate(float(known.mean()), *map(float, np.percentile(drawn, [2.5, 97.5])))


def auc(wanted: Any, scores: Any) -> float:
    """Not a number where nobody or everybody is wanted."""
    wanted = np.asarray(wanted, dtype=bool)
    many, few = int(wanted.sum()), int((~wanted).sum())
    if not many or not few:
        return float("nan")
    return float((rankdata(scores)[wanted].sum() - many * (many + 1) / 2) / (many * few))


def auc_within(readers: Any, wanted: Any, scores: Any) -> Estimate:
    return estimate(auc(wanted[rows], scores[rows]) for rows in _rows_of(readers))


def auc_pooled(readers: Any, wanted: Any, scores: Any) -> Estimate:
    """Readers, not pairs, are drawn for the interval."""
    rows, dice = _rows_of(readers), np.random.default_rng(1)
    draws = (np.concatenate([rows[at] for at in dice.integers(0, len(rows), len(rows))]) for _ in range(ROUNDS))
    low, high = np.percentile([auc(wanted[draw], scores[draw]) for draw in draws], [2.5, 97.5])
    return Estimate(auc(wanted, scores), float(low), float(high))


def _rows_of(readers: Any) -> list[Any]:
    order = np.argsort(readers, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(np.asarray(readers)[order])) + 1)


def lists_of(matcher: Any, k: int = 10, *, fair: bool) -> Lists:
    return {reader: {match.id: match.score for match in matches} for reader, matches in matcher.recommend(k, fair=fair).items()}


def lists_by(scores: Any, top: Any, k: int = 10, ids: Sequence[Hashable] | None = None) -> Lists:
    """The best k of each row, ordered by the shared scorer's `top`; what is hidden (-inf) stays out."""
    ids = range(len(scores)) if ids is None else ids
    return {
        ids[row]: {ids[at]: float(scores[row, at]) for at in places if np.isfinite(scores[row, at])}
        for row, places in enumerate(top(np.asarray(scores, dtype=float), k))
    }


def gini(counts: Any) -> float:
    counts = np.sort(np.asarray(counts, dtype=float))
    n = len(counts)
    return float((2 * np.arange(1, n + 1) - n - 1) @ counts / (n * counts.sum()))


def exposure_of(lists: Lists, people: Collection[Hashable] | None = None) -> Exposure:
    counts = dict.fromkeys(lists if people is None else people, 0)
    for others in lists.values():
        for other in others:
            counts[other] += 1
    inside = np.array(list(counts.values()))
    mutual = [reader in lists.get(other, ()) for reader, others in lists.items() for other in others]
    return Exposure(int(inside.min()), int(inside.max()), float((inside == 0).mean()), gini(inside), float(np.mean(mutual)))


def kept_of(lists: Lists, free: Lists, readers: Collection[Hashable] | None = None) -> Kept:
    sums = np.array([(sum(lists[reader].values()), sum(free[reader].values())) for reader in (lists if readers is None else readers)])
    sums = sums[sums[:, 1] > 0]
    ratios = np.sort(sums[:, 0] / sums[:, 1])
    return Kept(float(sums[:, 0].sum() / sums[:, 1].sum()), float(ratios[: max(1, len(ratios) // 20)].mean()))


def ndcg_of(lists: Lists, gains: Gains, ndcg: Any, k: int = 10) -> list[float]:
    """Each reader's NDCG by the shared scorer's `ndcg`; people are places of the gains. A place left empty gains nothing."""
    return [ndcg(gains[reader, list(others)], gains[reader], k) if gains[reader].any() else np.nan for reader, others in lists.items()]


def likeness_inside(lists: Lists, alike: Any) -> float:
    """Mean over readers of how alike two people of one list are; people are places of the table `alike`."""
    means = []
    for others in lists.values():
        places: Any = list(others)
        if (n := len(places)) > 1:
            inside = alike[np.ix_(places, places)]
            means.append((inside.sum() - np.trace(inside)) / (n * (n - 1)))
    return float(np.mean(means))


def holds(found: Estimate, aim: float, *, best_seen: bool = False) -> bool:
    """A target that equals the best seen holds when it lies inside the interval."""
    return bool((found.high if best_seen else found.mean) >= aim)


def is_fair(exposure: Exposure) -> bool:
    return exposure.least >= 3 and exposure.most <= 15


def beside(found: object, lists: Lists, people: Collection[Hashable] | None = None) -> str:
    return f"{found}; {exposure_of(lists, people)}"


def missing(what: str, target: str, reason: str) -> Row:
    return Row(what, f"– ({reason})", target)
