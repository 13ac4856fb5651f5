"""Where the dots of the network picture stand. For the worker alone: the web never loads numpy."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from matchmaker.domain.insights.network import ROOMY, Web, groups_of

SIZE: Final = 1000
_ROUNDS: Final = 60
_SMALL: Final = 2
_MARGIN: Final = 14
_AT_ONCE: Final = 256

Places = npt.NDArray[np.float32]


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
        for dot, (x, y) in zip(large, _fitted(spots, SIZE, height), strict=True):
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


def _spring(dots: int, lines: npt.NDArray[np.int64]) -> Places:
    """Fruchterman and Reingold (1991): all dots push each other away, lines pull; cooled down over a fixed number of rounds."""
    turn = np.arange(dots, dtype=np.float32) * np.float32(2.399963)
    reach = np.sqrt(np.arange(dots, dtype=np.float32) / max(dots, 1))
    at = np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)  # a sunflower: even, and the same every time
    ideal = np.float32(1.1 / np.sqrt(max(dots, 1)))
    for heat in np.linspace(0.12, 0.004, _ROUNDS, dtype=np.float32):
        push = _pushed(at, ideal)
        apart = at[lines[:, 0]] - at[lines[:, 1]]
        pull = apart * (np.linalg.norm(apart, axis=1, keepdims=True) / ideal)
        np.add.at(push, lines[:, 0], -pull)
        np.add.at(push, lines[:, 1], pull)
        push -= at * np.float32(0.35)  # groups that do not hang together stay in the picture
        length = np.linalg.norm(push, axis=1, keepdims=True) + np.float32(1e-9)
        at = at + push / length * np.minimum(length, heat)
    return at


def _pushed(at: Places, ideal: np.float32) -> Places:
    """How each dot is pushed by all others; a few hundred at a time, so that it fits into little memory."""
    x, y = at[:, 0], at[:, 1]
    push = np.empty_like(at)
    for start in range(0, len(at), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        dx, dy = x[some, None] - x[None, :], y[some, None] - y[None, :]
        weight = (ideal * ideal) / (dx * dx + dy * dy + np.float32(1e-6))
        push[some, 0], push[some, 1] = (dx * weight).sum(axis=1), (dy * weight).sum(axis=1)
    return push


def _fitted(at: Places, width: int, height: int) -> Places:
    low, high = at.min(axis=0), at.max(axis=0)
    span = np.maximum(high - low, 1e-6)
    room = np.array([width - 2 * _MARGIN, height - 2 * _MARGIN], dtype=np.float32)
    return np.asarray((at - low) / span * room + _MARGIN, dtype=np.float32)
