"""Text into a box: a name as large as it can be and never cut, other lines wrapped and cut with an ellipsis."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from matchmaker.domain.badges.typeface import Face, graphemes

MM_PER_POINT = 25.4 / 72
_SMALLEST = 6.0  # points; a name that needs less is given as much paper as it takes
_WHOLE_WORDS = 0.6  # of the least size: so much smaller a name is set before a word of it is broken
_MOST_PIECES = 8  # of a name whose line breaks are weighed against each other
_PIECE = re.compile(r"\S[^\s-]*-?\s*")  # a word with the space behind it, or the part of one up to its hyphen


@dataclass(frozen=True, slots=True)
class FittedName:
    size: float  # points
    lines: tuple[str, ...]


def fit_name(name: str, face: Face, *, width: float, height: float, largest: Sequence[float], least: float, leading: float) -> FittedName:
    """The whole name in the largest size that fits the box in millimetres; `largest` is for one, two and three lines.

    One line is kept as long as it is not much smaller than two would be. What can't stand at `least` is set smaller, first with
    its words whole, then broken between letters if it must: a name is never cut.
    """
    pieces = _PIECE.findall(name)
    breaks = _breaks(pieces) if len(pieces) <= _MOST_PIECES else ()
    fitted = [_fitted(lines, face, width=width, height=height, largest=largest, leading=leading) for lines in breaks]
    readable = [fit for fit in fitted if fit.size >= least]
    if not readable:
        smaller = [fit for fit in fitted if fit.size >= _WHOLE_WORDS * least]
        if smaller:
            return max(smaller, key=lambda fit: fit.size)
        return _squeezed(name, face, width=width, height=height, least=least, leading=leading)
    return max(readable, key=lambda fit: fit.size / (1 + 0.15 * len(fit.lines)))


def wrap(text: str, face: Face, *, size: float, width: float, lines: int) -> tuple[str, ...]:
    """At most so many lines of a text; what does not fit gives way to an ellipsis."""
    fits = _fits(face, size=size, width=width)
    if lines and fits(text):
        return (text,) if text else ()
    rows = list(_rows(text, fits))
    if len(rows) <= lines:
        return tuple(rows)
    last = graphemes(f"{rows[lines - 1]} {rows[lines]}")
    while face.width("".join(last).rstrip() + "…") * size * MM_PER_POINT > width:
        last.pop()
    return (*rows[: lines - 1], "".join(last).rstrip() + "…")


def _fitted(lines: Sequence[str], face: Face, *, width: float, height: float, largest: Sequence[float], leading: float) -> FittedName:
    widest = max(face.width(line) for line in lines) * MM_PER_POINT
    size = min(largest[len(lines) - 1], width / widest, height / (len(lines) * leading * MM_PER_POINT))
    return FittedName(int(size * 10) / 10, tuple(lines))


def _breaks(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A name on one, two and three lines."""
    cuts = range(1, len(pieces))
    for inner in [(), *combinations(cuts, 1), *combinations(cuts, 2)]:
        yield tuple("".join(pieces[start:end]).rstrip() for start, end in pairwise((0, *inner, len(pieces))))


def _squeezed(name: str, face: Face, *, width: float, height: float, least: float, leading: float) -> FittedName:
    size = least
    while True:
        fits = _fits(face, size=size, width=width)
        lines = tuple(_rows(name, fits))
        if size <= _SMALLEST or len(lines) * leading * size * MM_PER_POINT <= height:
            return FittedName(size, lines)
        size -= 0.5


def _fits(face: Face, *, size: float, width: float) -> Callable[[str], bool]:
    return lambda row: face.width(row) * size * MM_PER_POINT <= width


def _rows(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Lines filled piece by piece; a piece wider than the line is broken between graphemes."""
    row = ""
    for piece in _PIECE.findall(text):
        if fits((row + piece).rstrip()):
            row += piece
            continue
        if row:
            yield row.rstrip()
        row = ""
        for sign in graphemes(piece):
            if row and not fits((row + sign).rstrip()):
                yield row
                row = ""
            row += sign
    if row:
        yield row.rstrip()
