"""Which dots of the network picture talk mostly with each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from matchmaker.domain.insights.network import Pair

_SWEEPS: Final = 20

Links = list[dict[int, float]]


def communities_of(lines: Iterable[Pair], dots: int) -> list[int]:
    """For each dot the number of its community, counted from 0; one web has one answer.

    Notes
    -----
    The method of Louvain (Blondel and others, 2008): each dot moves to the neighbours with whom it raises the modularity most, then
    communities are taken for dots, until nothing moves. Dots are gone through in their order, and what is equal stays.
    """
    links: Links = [defaultdict(float) for _ in range(dots)]
    for one, other in lines:
        links[one][other] += 1
        links[other][one] += 1
    home = list(range(dots))
    while True:
        labels, has_moved = _moved(links)
        home = [labels[place] for place in home]
        if not has_moved:
            return home
        links = _joined(links, labels)


def _moved(links: Links) -> tuple[list[int], bool]:
    """One round over all; labels are numbered anew from 0."""
    degrees = [sum(row.values()) for row in links]
    whole = sum(degrees) or 1.0
    labels, weights = list(range(len(links))), list(degrees)
    for _ in range(_SWEEPS):
        before = list(labels)
        for dot, row in enumerate(links):
            old, near = labels[dot], defaultdict(float, {labels[dot]: 0.0})
            for other, lines in row.items():
                if other != dot:
                    near[labels[other]] += lines
            weights[old] -= degrees[dot]
            gains = {label: lines - degrees[dot] * weights[label] / whole for label, lines in near.items()}
            labels[dot] = max(gains, key=lambda label: (gains[label], label == old, -label))
            weights[labels[dot]] += degrees[dot]
        if labels == before:
            break
    return _numbered(labels), labels != list(range(len(links)))


def _joined(links: Links, labels: Sequence[int]) -> Links:
    """Each community as one dot; lines inside it lead from it to itself."""
    joined: Links = [defaultdict(float) for _ in range(max(labels) + 1)]
    for dot, row in enumerate(links):
        for other, lines in row.items():
            joined[labels[dot]][labels[other]] += lines
    return joined


def _numbered(labels: Sequence[int]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]
