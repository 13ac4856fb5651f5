"""The printer's page for a screen: the same layout, each badge at its place, each code as a path, placed glyphs as their outlines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from matchmaker.domain.badges.badge import LaidBadge, Line, Sign
from matchmaker.domain.badges.formats import Paper
from matchmaker.domain.badges.frame import Box, Frame, back_code
from matchmaker.domain.badges.qr import QUIET_ZONE, QrPath, qr_svg_path
from matchmaker.domain.badges.shaping import outline


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line; with a path its letters are drawn as their outlines, from (0, 0)."""

    line: Line
    path: str


@dataclass(frozen=True, slots=True)
class PlacedBadge:
    """One side of one badge on the page, in millimetres; `square` holds the code with its quiet zone, if it is on this side."""

    x: float
    y: float
    frame: Frame
    drawn: tuple[DrawnLine, ...]
    signs: tuple[Sign, ...]
    code: QrPath | None
    square: Box | None
    pen_line: Box | None
    is_back: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(drawn.line for drawn in self.drawn)


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """One printed page."""

    paper: Paper
    badges: tuple[PlacedBadge, ...]


def preview_page(badges: Iterable[LaidBadge], paper: Paper) -> PlacedPage:
    """The badges of one page in reading order."""
    return PlacedPage(paper, tuple(_front(badge, x, y) for badge, (x, y) in zip(badges, paper.corners(), strict=False)))


def preview_pages(badges: Iterable[LaidBadge], paper: Paper, *, place: int = 1) -> Iterator[PlacedPage]:
    """Every page as it comes out of the printer, a page of backs behind each one whose codes are there."""
    waiting = list(badges)
    for number in range(paper.pages_for(len(waiting), place=place)):
        places = paper.places_on(number, place=place)
        page, free = waiting[places.start : places.stop], place - 1 if number == 0 else 0
        yield PlacedPage(
            paper, tuple(_front(badge, x, y) for badge, (x, y) in zip(page, islice(paper.corners(), free, None), strict=False))
        )
        if page[0].frame.code is None:
            corners = islice(paper.back_corners(), free, None)
            yield PlacedPage(paper, tuple(_back(badge, x, y) for badge, (x, y) in zip(page, corners, strict=False)))


def code_square(address: str, box: Box) -> tuple[QrPath, Box]:
    """The code for a box, and the box with the quiet zone around it."""
    code = qr_svg_path(address)
    quiet = QUIET_ZONE * box.width / (code.size - 2 * QUIET_ZONE)
    return code, Box(box.x - quiet, box.y - quiet, box.width + 2 * quiet, box.height + 2 * quiet)


def drawn(lines: Iterable[Line]) -> tuple[DrawnLine, ...]:
    return tuple(DrawnLine(line, outline(line.runs, size=line.size_mm) if line.runs else "") for line in lines)


def _front(badge: LaidBadge, x: float, y: float) -> PlacedBadge:
    name = badge.frame.name
    code, square = code_square(badge.address, badge.frame.code) if badge.frame.code else (None, None)
    pen_line = Box(name.x, name.y + 0.8 * name.height, name.width, 0.0) if badge.name_size is None else None
    return PlacedBadge(x, y, badge.frame, drawn(badge.lines), badge.signs, code, square, pen_line)


def _back(badge: LaidBadge, x: float, y: float) -> PlacedBadge:
    code, square = code_square(badge.address, back_code(badge.frame.width, badge.frame.height))
    return PlacedBadge(x, y, badge.frame, drawn(badge.back), (), code, square, None, is_back=True)
