"""Where the parts of a chart stand: shares along one line, and bars over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from matchmaker.domain.insights.cells import LEAST, Cell, How

WIDTH: Final = 600.0
BAR_HEIGHT: Final = 100.0
MOST_BARS: Final = 72


@dataclass(frozen=True, slots=True)
class Share:
    """One stretch of the line: a cell, or neighbours that are shown together, of whom `few` are known to be fewer than five each."""

    names: tuple[str, ...]
    few: tuple[str, ...]
    x: float
    width: float
    people: int
    place: int
    apart: bool


@dataclass(frozen=True, slots=True)
class HourBar:
    """One hour; `height` is None where the count is not told."""

    name: str
    x: float
    width: float
    height: float | None
    people: int
    is_labelled: bool


def shares_of(cells: Sequence[tuple[str, Cell]]) -> tuple[Share, ...]:
    """Everybody on one line, in the order of the cells."""
    blocks: dict[int, list[tuple[str, Cell]]] = {}
    for name, cell in cells:
        blocks.setdefault(cell.block, []).append((name, cell))
    everybody = sum(block[0][1].people for block in blocks.values())
    places = {name: place for place, (name, _) in enumerate(cells)}
    shares, x = [], 0.0
    for block in blocks.values():
        people = block[0][1].people
        names = tuple(name for name, cell in block if cell.how is not How.FEW)
        few = tuple(name for name, cell in block if cell.how is How.FEW)
        width = WIDTH * people / everybody
        shares.append(Share(names, few, x, width, people, places[names[0]], len(names) == 1))
        x += width
    return tuple(shares)


def bars_of(cells: Sequence[tuple[str, Cell]], everybody: int) -> tuple[HourBar, ...]:
    """One bar for every hour (or day) from the first to the last, those without a scan included."""
    if not cells:
        return ()
    known = dict(cells)
    names = _every_step(sorted(known))[-MOST_BARS:]
    tallest = max([cell.people for cell in known.values()] + [LEAST])
    step = WIDTH / max(len(names), 8)
    every = -(-len(names) // 8)
    bars = []
    for place, name in enumerate(names):
        cell = known.get(name, Cell(How.FEW, 0, 0))
        people = everybody if cell.how is How.ALL else cell.people
        height = None if cell.how is How.FEW else min(BAR_HEIGHT, BAR_HEIGHT * people / tallest)
        bars.append(HourBar(name, place * step, step, height, people, place % every == 0))
    return tuple(bars)


def _every_step(names: Sequence[str]) -> list[str]:
    form, step = ("%Y-%m-%dT%H", timedelta(hours=1)) if "T" in names[0] else ("%Y-%m-%d", timedelta(days=1))
    moment, last = _moment(names[0], form), _moment(names[-1], form)
    steps = []
    while moment <= last:
        steps.append(moment.strftime(form))
        moment += step
    return steps


def _moment(name: str, form: str) -> datetime:
    return datetime.strptime(name, form).replace(tzinfo=UTC)
