"""Who talked with whom as dots and lines, so that no dot can be known for a person: what is drawn, and what is left out.

docs/decisions/figures-move-in-steps.md tells what the picture promises.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.insights.cells import LEAST

FEWEST_DOTS: Final = 20
MOST_DOTS: Final = 2_000
MOST_LINES_OF_ONE: Final = 8
ROOMY: Final = 600  # up to so many, dots are drawn large

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Web:
    """Dots are numbered from 0, in an order that says nothing."""

    dots: int
    lines: tuple[Pair, ...]


def anonymous_web(pairs: Sequence[Pair], everybody: int, *, key: bytes, salt: str) -> Web | None:
    """The pairs without anything that leads from a dot to a person; None if too few people talked.

    Parameters
    ----------
    pairs
        Who talked with whom, by any ids.
    everybody
        How many people the figures are about, those without a conversation included.
    key, salt
        Whoever has not the key can't tell the order of the dots; another salt (another event or release) makes another order.

    Notes
    -----
    People are shuffled by a keyed hash. A multiple of five is drawn, and as many for four who are still alone as for none, so that
    counting dots tells neither. Nobody has more than eight lines, and the dot with the most has at least four like it.
    """
    people = {person for pair in pairs for person in pair}
    order = sorted(people, key=lambda person: hmac.new(key, f"{salt}|{person}".encode(), hashlib.sha256).digest())
    most = min(len(order), everybody - (LEAST - 1), MOST_DOTS)
    drawn = order[: max(0, most - most % LEAST)]
    if len(drawn) < FEWEST_DOTS:
        return None
    number = {person: place for place, person in enumerate(drawn)}
    lines = sorted(
        (min(number[one], number[other]), max(number[one], number[other])) for one, other in pairs if {one, other} <= number.keys()
    )
    return Web(len(drawn), tuple(without_hubs(lines, len(drawn))))


def without_hubs(lines: Iterable[Pair], dots: int) -> list[Pair]:
    """Leave out lines of those with the most, until five have as many as the first and nobody has more than eight."""
    kept = list(lines)
    while True:
        degrees = degrees_of(kept, dots)
        ranked = sorted(degrees, reverse=True)
        most = min(MOST_LINES_OF_ONE, ranked[LEAST - 1])
        if ranked[0] <= most:
            return kept
        kept = _at_most(kept, most)


def _at_most(lines: Iterable[Pair], most: int) -> list[Pair]:
    so_far: dict[int, int] = defaultdict(int)
    kept = []
    for one, other in lines:
        if so_far[one] < most and so_far[other] < most:
            kept.append((one, other))
            so_far[one] += 1
            so_far[other] += 1
    return kept


def degrees_of(lines: Iterable[Pair], dots: int) -> list[int]:
    """How many lines each dot has."""
    degrees = [0] * dots
    for one, other in lines:
        degrees[one] += 1
        degrees[other] += 1
    return degrees


def groups_of(lines: Iterable[Pair], dots: int) -> list[list[int]]:
    """Dots that hang together, the largest group first."""
    home = list(range(dots))

    def root(dot: int) -> int:
        while home[dot] != dot:
            home[dot] = home[home[dot]]
            dot = home[dot]
        return dot

    for one, other in lines:
        home[root(one)] = root(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for dot in range(dots):
        groups[root(dot)].append(dot)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def dots_path(dots: Sequence[Sequence[int]]) -> str:
    """All dots as one path of points, for a stroke with round ends."""
    return "".join(f"M{x} {y}h0" for x, y in dots)


def lines_path(dots: Sequence[Sequence[int]], lines: Iterable[Sequence[int]]) -> str:
    """All lines as one path."""
    return "".join(f"M{dots[one][0]} {dots[one][1]}L{dots[other][0]} {dots[other][1]}" for one, other in lines)
