"""Fair exposure: who is seen how often, and what fairness costs, at k = 10. (row 7)

Protocol. There is no shared data for this, so the events are invented; the constants of the exposure step were chosen on events
of seed 1 and N up to 5,000, never on the seeds reported.
- Three kinds of people, who have tags to talk about and nothing else. `even`: 5 to 12 of 400 tags, drawn by Zipf (1/rank) and ten times
  as likely within two of 40 topics. `mixed`: 1 to 12 of 400, 1/rank. `skewed`: 1 to 12 of 1,500, 1/rank^1.3: many with one tag,
  many of them the same.
- Free lists are the best 10 by the matcher's score (`fair=False`), fair ones `recommend(k=10)`. The figures are those of
  quality_figures.py.
- seconds: processor time of the fair `recommend` less that of the free one; the whole fair one beside it. One process.
- Each figure is the worst of the seeds; N = 200 / 1,000 / 5,000 stand side by side.
"""

import time
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from quality_figures import Exposure, Kept, exposure_of, kept_of, lists_of, percent
from quality_shared import Settings
from table import Row

from matchmaker.domain.matching import Matcher, Profile

KINDS = {"even": (400, 1.0, 5, 10.0), "mixed": (400, 1.0, 1, 1.0), "skewed": (1500, 1.3, 1, 1.0)}
TARGET_SIZES = (200, 1000, 5000)


@dataclass(frozen=True)
class Run:
    free: Exposure
    fair: Exposure
    kept: Kept
    step: float
    whole: float


def rows(settings: Settings, sizes: Sequence[int], seeds: Sequence[int]) -> list[Row]:
    found = []
    for kind in KINDS:
        runs = [[run_of(Matcher(**settings).fit(people_of(kind, n, seed))) for seed in seeds] for n in sizes]
        found += _rows(kind, sizes, runs)
    return found


def people_of(kind: str, n: int, seed: int) -> list[Profile]:
    tags, slope, fewest, boost = KINDS[kind]
    dice = np.random.default_rng(seed)
    popularity, topic = np.arange(1, tags + 1) ** -slope, dice.integers(0, 40, tags)
    people = []
    for at in range(n):
        weights = popularity * np.where(np.isin(topic, dice.choice(40, 2, replace=False)), boost, 1.0)
        chosen = dice.choice(tags, dice.integers(fewest, 13), replace=False, p=weights / weights.sum())
        people.append(Profile(at, talk_about=[f"tag{tag}" for tag in chosen]))
    return people


def run_of(matcher: Any, k: int = 10, *, shown: Collection[Hashable] | None = None, readers: Collection[Hashable] | None = None) -> Run:
    began = time.process_time()
    free = lists_of(matcher, k, fair=False)
    between = time.process_time()
    fair = lists_of(matcher, k, fair=True)
    ended = time.process_time()
    kept = kept_of(fair, free, readers)
    return Run(exposure_of(free, shown), exposure_of(fair, shown), kept, ended - 2 * between + began, ended - between)


def _rows(kind: str, sizes: Sequence[int], runs: list[list[Run]]) -> list[Row]:
    def row(
        name: str,
        read: Callable[[Run], float],
        told: Callable[[float], str],
        targets: tuple[float, ...] | None = None,
        *,
        high: bool = False,
    ) -> Row:
        worst = [(min if high else max)(read(run) for run in of_size) for of_size in runs]
        what, shown = f"exposure, {kind}: {name}", " / ".join(map(told, worst))
        if targets is None or tuple(sizes) != TARGET_SIZES:
            return Row(what, shown)
        met = all(value >= aim if high else value <= aim for value, aim in zip(worst, targets, strict=True))
        return Row(what, shown, f"{'≥' if high else '≤'} {' / '.join(map(told, targets))}", met)

    figure, whole, seconds = "{:.3f}".format, "{:d}".format, "{:.2f}".format
    return [
        row("free lists, unseen", lambda run: run.free.unseen, percent),
        row("free lists, max", lambda run: run.free.most, whole),
        row("free lists, Gini", lambda run: run.free.gini, figure),
        row("free lists, mutual", lambda run: run.free.mutual, figure, high=True),
        row("unseen", lambda run: run.fair.unseen, percent, (0, 0, 0)),
        row("min", lambda run: run.fair.least, whole, (3, 3, 3), high=True),
        row("max", lambda run: run.fair.most, whole, (15, 15, 15)),
        row("Gini", lambda run: run.fair.gini, figure, (0.20, 0.23, 0.25)),
        row("kept score", lambda run: run.kept.whole, figure, (0.97, 0.965, 0.95), high=True),
        row("worst-off 5 %", lambda run: run.kept.worst_off, figure, (0.85, 0.85, 0.80), high=True),
        row("mutual", lambda run: run.fair.mutual, figure, (0.70, 0.70, 0.65), high=True),
        row("seconds of the exposure step", lambda run: run.step, seconds, (2, 2, 2)),
        row("seconds of a whole fair recommend", lambda run: run.whole, seconds),
    ]
