"""The coverage figure: those who met stand in pairs, those alone stand apart."""

from dataclasses import dataclass

PEOPLE_PER_ROW = 34
MOST_FIGURES = 340
PAIR_WIDTH = 29.0
ALONE_WIDTH = 18.0
CLOSE = 10.6
ROW_HEIGHT = 18.5
FIGURE = (10.0, 11.0)


@dataclass(frozen=True, slots=True)
class CrowdPicture:
    """Places of the figures: `met` and `alone` are (x, y) corners; one figure stands for `people_each` people."""

    width: float
    height: float
    met: tuple[tuple[float, float], ...]
    alone: tuple[tuple[float, float], ...]
    people_each: int


def crowd_rows(*, met: int, alone: int) -> CrowdPicture:
    """Place everybody in rows, first the pairs, then those alone."""
    people_each = max(1, -(-(met + alone) // MOST_FIGURES))
    width = PEOPLE_PER_ROW / 2 * PAIR_WIDTH
    x = y = 0.0
    met_places: list[tuple[float, float]] = []
    alone_places: list[tuple[float, float]] = []
    for place in range(_figures(met, people_each)):
        if x + CLOSE + FIGURE[0] > width and place % 2 == 0:
            x, y = 0.0, y + ROW_HEIGHT
        met_places.append((x, y))
        x += CLOSE if place % 2 == 0 else PAIR_WIDTH - CLOSE
    if len(met_places) % 2:
        x += PAIR_WIDTH - 2 * CLOSE
    for _ in range(_figures(alone, people_each)):
        if x + FIGURE[0] > width:
            x, y = 0.0, y + ROW_HEIGHT
        alone_places.append((x, y))
        x += ALONE_WIDTH
    return CrowdPicture(width, y + FIGURE[1], tuple(met_places), tuple(alone_places), people_each)


def _figures(people: int, people_each: int) -> int:
    return -(-people // people_each)
