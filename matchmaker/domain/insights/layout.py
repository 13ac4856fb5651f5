"""Where the dots of the network picture stand. For the worker alone: the web never loads numpy."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from matchmaker.domain.insights.communities import communities_of
from matchmaker.domain.insights.network import ROOMY, Web, groups_of

SIZE: Final = 1000
_ROUNDS: Final = 60
_SMALL: Final = 2
_MARGIN: Final = 14
_AT_ONCE: Final = 256
_PULL: Final = np.float32(0.5)
_ELBOWS: Final = np.float32(4)
_PARTINGS: Final = 20
_LINES_EACH: Final = 4

Places = npt.NDArray[np.float32]
Lines = npt.NDArray[np.int64]


def place_dots(web: Web) -> list[tuple[int, int]]:
    """Whole numbers from 0 to 1000 across and down: who hangs together in the middle, small groups in rows below; one web, one picture."""
    groups = groups_of(web.lines, web.dots)
    large = [dot for group in groups if len(group) > _SMALL for dot in group]
    places: dict[int, tuple[int, int]] = {}
    across, gap = (24, 18) if web.dots <= ROOMY else (40, 10)
    rows = _small_rows([group for group in groups if len(group) <= _SMALL], places, across=across, gap=gap)
    height = SIZE - rows
    if large:
        number = {dot: place for place, dot in enumerate(large)}
        lines = np.array([(number[a], number[b]) for a, b in web.lines if a in number and b in number], dtype=np.int64).reshape(-1, 2)
        spots = _spring(len(large), lines)
        parted = _parted(_fitted(spots, SIZE, height), gap=17 if web.dots <= ROOMY else 9.5)  # a little more than a dot is wide
        for dot, (x, y) in zip(large, np.clip(parted, _MARGIN, [SIZE - _MARGIN, height - _MARGIN]), strict=True):
            places[dot] = (int(x), int(y))
    return [places[dot] for dot in range(web.dots)]


def drawing_of(web: Web) -> dict[str, Any]:
    """The picture as it is stored, and its sums in words."""
    groups = [len(group) for group in groups_of(web.lines, web.dots)]
    return {
        "dots": place_dots(web),
        "lines": [list(line) for line in web.lines],
        "largest": groups[0] if groups else 0,
        "small": sum(size for size in groups if size <= _SMALL),
    }


def _small_rows(groups: list[list[int]], places: dict[int, tuple[int, int]], *, across: int, gap: int) -> int:
    """Pairs and single dots in rows at the bottom; returns the height they take."""
    if not groups:
        return 0
    step = SIZE / across
    rows = -(-len(groups) // across)
    for place, group in enumerate(groups):
        x, y = (place % across + 0.5) * step, SIZE - (rows - place // across - 0.5) * step
        for turn, dot in enumerate(group):
            places[dot] = (int(x + (turn - (len(group) - 1) / 2) * gap), int(y))
    return int(rows * step) + _MARGIN


def _spring(dots: int, lines: Lines) -> Places:
    """From a place near their community, all dots push each other away and lines pull, cooled down over a fixed number of rounds."""
    links = np.ones(len(lines), dtype=np.float32)
    return _relaxed(_begun(dots, lines), lines, links, heat=0.05)


def _begun(dots: int, lines: Lines) -> Places:
    """Communities placed as if each were one dot, and their people around them: from there no group starts in pieces."""
    home = np.array(communities_of(lines.tolist(), dots), dtype=np.int64)
    groups = int(home.max()) + 1
    between, count = np.unique(np.sort(home[lines], axis=1), axis=0, return_counts=True)
    is_apart = between[:, 0] != between[:, 1]
    between, links = between[is_apart], count[is_apart].astype(np.float32)
    links *= np.float32(_LINES_EACH * groups / (2 * max(float(links.sum()), 1.0)))  # as crowded a picture as one of people
    middle = _relaxed(_sunflower(groups), between, links, heat=0.12)
    middle = (middle - middle.mean(axis=0)) / max(float(np.abs(middle).max()), 1.0)
    at: Places = middle[home]
    for group in range(groups):
        inside = np.flatnonzero(home == group)
        at[inside] += _sunflower(len(inside)) * np.float32(0.7 * np.sqrt(len(inside) / dots))
    return at


def _sunflower(dots: int) -> Places:
    """Even, and the same every time."""
    turn = np.arange(dots, dtype=np.float32) * np.float32(2.399963)
    reach = np.sqrt((np.arange(dots, dtype=np.float32) + np.float32(0.5)) / max(dots, 1))
    return np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)


def _relaxed(at: Places, lines: Lines, links: Places, *, heat: float) -> Places:
    """Noack's way (2007): a line pulls equally however long it is, so that who talks much with each other stands close and groups apart."""
    ideal = np.float32(1.1 / np.sqrt(max(len(at), 1)))
    strength = links[:, None] * _PULL
    for most in np.linspace(heat, heat / 25, _ROUNDS, dtype=np.float32):
        push = _pushed(at, ideal)
        apart = at[lines[:, 0]] - at[lines[:, 1]]
        pull = apart * strength / np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), ideal)
        np.add.at(push, lines[:, 0], -pull)
        np.add.at(push, lines[:, 1], pull)
        push -= at * np.float32(0.35)  # groups that do not hang together stay in the picture
        length = np.linalg.norm(push, axis=1, keepdims=True) + np.float32(1e-9)
        at = at + push / length * np.minimum(length, most)
    return at


def _pushed(at: Places, ideal: np.float32) -> Places:
    """How each dot is pushed by all others, the nearest most."""

    def weigh(square: Places) -> Places:
        weight = (ideal * ideal) / (square + np.float32(1e-6))
        return weight + _ELBOWS * weight * weight

    return _summed(at, weigh)


def _parted(at: Places, gap: float) -> Places:
    """Dots that lie on each other moved apart, so that each can be seen."""

    def weigh(square: Places) -> Places:
        distance = np.sqrt(square) + np.float32(1e-3)
        share: Places = np.maximum(np.float32(gap) - distance, 0) / distance / 2
        return share

    for _ in range(_PARTINGS):
        at = at + _summed(at, weigh)
    return at


def _summed(at: Places, weigh: Callable[[Places], Places]) -> Places:
    """What all others add to each dot, by their squared distance; a few hundred at a time, so that it fits into little memory."""
    x, y = at[:, 0], at[:, 1]
    moved = np.empty_like(at)
    for start in range(0, len(at), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        dx, dy = x[some, None] - x[None, :], y[some, None] - y[None, :]
        weight = weigh(dx * dx + dy * dy)
        moved[some, 0], moved[some, 1] = (dx * weight).sum(axis=1), (dy * weight).sum(axis=1)
    return moved


def _fitted(at: Places, width: int, height: int) -> Places:
    low, high = at.min(axis=0), at.max(axis=0)
    span = np.maximum(high - low, 1e-6)
    room = np.array([width - 2 * _MARGIN, height - 2 * _MARGIN], dtype=np.float32)
    return np.asarray((at - low) / span * room + _MARGIN, dtype=np.float32)
