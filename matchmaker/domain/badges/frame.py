"""Where the parts of a badge stand, for any size of badge, in millimetres from its top left corner."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

QR_SIDE: Final = 26.0  # the black and white part alone, whatever its number of modules
_LEAST_QR: Final = 25.5  # on inserts and labels
_MOST_QR: Final = 34.0
_QUIET: Final = 4 / 29  # of the side: four modules of the fewest that an address takes
_STACKS_FROM = 66.0  # height: name above, code below
_TOWERS_FROM = 78.0  # height of a narrow badge whose code has a row to itself
_LEAST_BESIDE = 30.0  # width of the words beside the code under a name
_LEAST_COLUMN = 42.0  # width of a name beside the code
_LARGE = 120.0  # height from which words grow


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of one side; `about` is None where organisation and headline share `low` with the rest, `code` where it is on the back."""

    width: float
    height: float
    scale: float
    band: Box
    mark: Box
    name: Box
    about: Box | None
    low: Box
    code: Box | None

    @property
    def largest_name(self) -> tuple[float, float, float]:
        """Points on one, two and three lines: accents on capitals need air."""
        grown = min(self.name.height / 26.0, 1.7)
        one, two, three = (max(round(points * grown, 1), 24.5) for points in (44.0, 32.0, 24.5))
        return one, two, three


def has_room_in_front(width: float, height: float) -> bool:
    """Whether a code of 25 mm leaves room for a name of 24 points on the same side."""
    if height < _STACKS_FROM:
        return height >= 40.0 and _beside(width, height)[0] >= _LEAST_COLUMN
    return _words_beside(width, height) >= _LEAST_BESIDE or height >= _TOWERS_FROM


@lru_cache(maxsize=64)
def front(width: float, height: float, *, has_code: bool) -> Frame:
    """The side with the name, with or without the code."""
    if not has_code:
        return _without_code(width, height)
    if height < _STACKS_FROM:
        return _side_by_side(width, height)
    return _stacked(width, height) if _words_beside(width, height) >= _LEAST_BESIDE else _towered(width, height)


def back_code(width: float, height: float) -> Box:
    """The code on a back of its own, with the name above it and the signs to type below where there is room."""
    room = min(width, height)
    side = min(_MOST_QR, max(QR_SIDE, (room - 22.0) / (1 + 2 * _QUIET)))
    return Box(round((width - side) / 2, 3), round((height - side) / 2, 3), round(side, 3), round(side, 3))


def _stacked(width: float, height: float) -> Frame:
    edge, inset, scale = _measures(width, height)
    side = _MOST_QR if scale > 1 else QR_SIDE
    code = Box(width - inset - side, height - edge - 1.0 - side, side, side)
    band, mark, top = _head(width, edge, scale)
    room = code.y - 3.25 - top
    name_height = room if room <= 40.0 else 0.52 * room
    name = Box(inset, top, width - 2 * inset, name_height)
    about = Box(inset, name.bottom + 2.0, name.width, code.y - _QUIET * side - 1.0 - name.bottom - 2.0) if room > 40.0 else None
    low = Box(inset, code.y, _words_beside(width, height), side + 0.6)
    return Frame(width, height, scale, band, mark, name, about, low, code)


def _towered(width: float, height: float) -> Frame:
    edge, inset, scale = _measures(width, height)
    code = Box((width - QR_SIDE) / 2, height - 4.0 - QR_SIDE, QR_SIDE, QR_SIDE)
    band, mark, top = _head(width, edge, scale)
    ends = code.y - _QUIET * QR_SIDE - 0.6
    name = Box(inset, top, width - 2 * inset, max(18.0, 0.5 * (ends - top)))
    return Frame(width, height, scale, band, mark, name, None, Box(inset, name.bottom + 1.0, name.width, ends - name.bottom - 1.0), code)


def _side_by_side(width: float, height: float) -> Frame:
    edge, inset, scale = _measures(width, height)
    column, side = _beside(width, height)
    code = Box(width - 3.6 - side, height - 3.6 - side, side, side)
    band, mark, top = _head(width, edge, scale)
    name = Box(inset, top, column, max(18.0, min(26.0, 0.5 * height)))
    low = Box(inset, name.bottom + 0.4, column, height - edge - 0.2 - name.bottom)
    return Frame(width, height, scale, band, mark, name, None, low, code)


def _without_code(width: float, height: float) -> Frame:
    edge, inset, scale = _measures(width, height)
    band, mark, top = _head(width, edge, scale)
    name = Box(inset, top, width - 2 * inset, max(18.4, min(46.0, 0.5 * (height - top))))
    low = Box(inset, name.bottom + 0.6, name.width, height - edge - 0.4 - name.bottom)
    return Frame(width, height, scale, band, mark, name, None, low, None)


def _measures(width: float, height: float) -> tuple[float, float, float]:
    """The white at the edge (printers leave that much, scissors err), where words begin, and how large they are."""
    if width < 100.0 or height < _STACKS_FROM:
        return 3.0, 4.5, 0.9
    return 5.0, 7.0, 1.3 if height >= _LARGE else 1.0


def _head(width: float, edge: float, scale: float) -> tuple[Box, Box, float]:
    """The band, the mark on it, and where the name begins below."""
    high = 7.5 * scale if edge > 3.0 else 4.2
    mark = 0.6 * high
    band = Box(edge, edge, width - 2 * edge, high)
    return band, Box(edge + 0.4 * high, edge + 0.2 * high, mark, mark), band.bottom + (0.5 if edge > 3.0 else 1.4)


def _words_beside(width: float, height: float) -> float:
    _, inset, scale = _measures(width, height)
    side = _MOST_QR if scale > 1 else QR_SIDE
    return width - 2 * inset - side - 6.0 * side / QR_SIDE


def _beside(width: float, height: float) -> tuple[float, float]:
    """The width left for a name beside the code, and the code's side."""
    side = QR_SIDE if height >= 58.0 else _LEAST_QR
    return width - 3.6 - side - _QUIET * side - 0.6 - _measures(width, height)[1], side
