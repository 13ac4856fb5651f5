"""T5, T5b and T6: what one change, one command and everything around the kernel cost, through the library's facade."""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from peers import ONE_THREAD
from profiles import draw, profiles_of
from table import Row

from matchmaker.domain.matching import Matcher, Profile
from matchmaker.domain.matching.ranking import Columns, Scorer, nearest

CHANGES, LISTED, JUDGED = 200, 10, 20_000
CHANGE_LIMITS = {5_000: 10.0, 100_000: 30.0}
COMMAND_LIMITS = {1_000: 6.0, 20_000: 60.0}


def changes(n: int) -> list[Row]:
    """T5: 200 edits, each a `put` of somebody else's answers, and 200 departures and returns; milliseconds of CPU."""
    name = f"T5 one change among {n:,}"
    if not hasattr(Matcher, "put"):
        return [Row(name, "the matcher has no put yet")]
    people, others = profiles_of(draw(n)), profiles_of(draw(CHANGES, seed=202))
    matcher = Matcher().fit(people)
    matcher.put(people[0])  # a warm worker: whatever the first change makes is there
    chosen = np.random.default_rng(7).permutation(n)[:CHANGES].tolist()
    edits = [_cpu(matcher.put, replace(other, id=people[at].id)) for at, other in zip(chosen, others, strict=False)]
    leaves = [_cpu(matcher.remove, people[at].id) for at in chosen]
    returns = [_cpu(matcher.put, people[at]) for at in chosen]
    limit, rows = CHANGE_LIMITS.get(n), []
    for what, times in (("edited", edits), ("gone", leaves), ("come back", returns)):
        half, most = np.percentile(times, [50, 95])
        figure, target = f"p50 {half:.1f}, p95 {most:.1f} ms", f"≤ {limit:.0f} ms" if limit else ""
        rows.append(Row(f"{name}: {what}", figure, target, None if limit is None else bool(most <= limit)))
    return rows


def _cpu(do: object, with_what: object) -> float:
    began = time.process_time()
    do(with_what)
    return (time.process_time() - began) * 1000


def command(n: int) -> Row:
    """T5b: `matchmaker match` from an attendee file to the lists with their reasons, the start of Python included."""
    with tempfile.TemporaryDirectory() as folder:
        people, lists = Path(folder) / "people.csv", Path(folder) / "lists.csv"
        _write(profiles_of(draw(n)), people)
        words = [sys.executable, "-m", "matchmaker.cli", "match", str(people), "-o", str(lists)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(words, env={**os.environ, **ONE_THREAD}, check=True, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        with lists.open() as read:
            matches = sum(1 for _ in read) - 1
    seconds, limit = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, COMMAND_LIMITS.get(n)
    figure, met = f"{seconds:.1f} s, {matches:,} matches", None if limit is None else seconds <= limit
    return Row(f"T5b `matchmaker match`, {n:,} people, whole process", figure, f"≤ {limit:.0f} s" if limit else "", met)


def _write(people: list[Profile], file: Path) -> None:
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["external_id", "bio", "interests", "offers", "seeks"])
        rows.writerows([p.id, " ".join(p.texts), ";".join(p.talk_about), ";".join(p.offers), ";".join(p.seeks)] for p in people)


def around(n: int) -> Row:
    """T6: `fit` and free lists of ten, less the kernel by itself on the same rows, divided by the kernel."""
    people = profiles_of(draw(n))
    with _seen() as asked:
        began = time.process_time()
        matcher = Matcher().fit(people)
        fitted = time.process_time()
        matcher.recommend(LISTED, fair=False)
        ended = time.process_time()
    name = f"T6 vectorising and everything around the kernel, {n:,}"
    parts = f"fit {fitted - began:.2f} s, lists {ended - fitted:.2f} s"
    if not asked:
        return Row(name, f"{parts}; the matcher does not use the kernel yet")
    alone = 0.0
    for scorer, readers in asked:
        start = time.process_time()
        nearest(readers, scorer, LISTED)
        alone += time.process_time() - start
    ratio, judged = (ended - began - alone) / alone, n >= JUDGED
    figure = f"{parts}, of it kernel {alone:.2f} s: {ratio:.1f}× the kernel"
    return Row(name, figure, "≤ 1.0×" if judged else "", ratio <= 1 if judged else None)


@contextmanager
def _seen() -> Iterator[list[tuple[Scorer, Columns]]]:
    """Whatever the matcher asks the kernel meanwhile."""
    asked: list[tuple[Scorer, Columns]] = []
    plain = Scorer.blocks

    def blocks(scorer: Scorer, readers: Columns) -> Iterator[tuple[int, np.ndarray]]:
        asked.append((scorer, readers))
        return plain(scorer, readers)

    Scorer.blocks = blocks
    try:
        yield asked
    finally:
        Scorer.blocks = plain
