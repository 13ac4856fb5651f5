"""The papers badges are printed on, in millimetres: ten that shops sell, and any other that somebody measures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matchmaker.errors import N_, BadInputError, Fault

A4: Final = (210.0, 297.0)
LETTER: Final = (215.9, 279.4)
SHEETS: Final = {"a4": A4, "letter": LETTER}
OWN: Final = "own"
LEAST_SIDE: Final = 38.0  # a code of 25 mm with its white around it, and a line that says whose it is
_MOST_SIDE = 300.0
_MOST_IN_A_ROW = 12


@dataclass(frozen=True, slots=True)
class Paper:
    """A page with equal badges on it; without gaps one straight cut parts two of them."""

    key: str
    width: float
    height: float
    badge_width: float
    badge_height: float
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def pages_for(self, count: int, *, place: int = 1) -> int:
        """How many pages so many badges take, the first of which stands at `place`."""
        return -(-(count + place - 1) // self.per_sheet) if count else 0

    def places_on(self, page: int, *, place: int = 1) -> range:
        """Which badges of the whole stand on a page, both counted from 0."""
        return range(max(page * self.per_sheet - place + 1, 0), (page + 1) * self.per_sheet - place + 1)

    @property
    def is_for_cutting(self) -> bool:
        """Badges that fill the page from edge to edge are cut apart; labels are cut already."""
        return self.left == self.top == self.gap_x == self.gap_y == 0.0

    def corners(self) -> Iterator[tuple[float, float]]:
        """The top left corner of each badge, in reading order."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield self._x(column), self.top + row * (self.badge_height + self.gap_y)

    def back_corners(self) -> Iterator[tuple[float, float]]:
        """The same badges seen from behind, once the page is turned over its long edge."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield self.width - self._x(column) - self.badge_width, self.top + row * (self.badge_height + self.gap_y)

    def cuts(self) -> Iterator[tuple[float, float, float, float]]:
        """Each cut as x, y, x, y from edge to edge."""
        if not self.is_for_cutting:
            return
        for column in range(1, self.columns):
            yield column * self.badge_width, 0.0, column * self.badge_width, self.height
        for row in range(1, self.rows):
            yield 0.0, row * self.badge_height, self.width, row * self.badge_height

    def _x(self, column: int) -> float:
        return self.left + column * (self.badge_width + self.gap_x)


def centred(key: str, sheet: tuple[float, float], badge: tuple[float, float], columns: int, rows: int) -> Paper:
    """Badges without gaps in the middle of a sheet."""
    left, top = (round((sheet[side] - badge[side] * count) / 2, 3) for side, count in ((0, columns), (1, rows)))
    return Paper(key, *sheet, *badge, columns, rows, left, top)


def alone(key: str, width: float, height: float) -> Paper:
    """One badge a page."""
    return Paper(key, width, height, width, height)


A4_EIGHT: Final = centred("a7", A4, (105.0, 74.25), 2, 4)
PAPERS: Final = {
    paper.key: paper
    for paper in (
        A4_EIGHT,
        centred("a6", A4, (105.0, 148.5), 2, 2),
        centred("90x54", A4, (90.0, 54.0), 2, 5),
        centred("90x60", A4, (90.0, 60.0), 2, 4),
        centred("75x40", A4, (75.0, 40.0), 2, 6),
        centred("80x50", A4, (80.0, 50.0), 2, 5),
        centred("4x3", LETTER, (101.6, 76.2), 2, 3),
        alone("one-100x62", 100.0, 62.0),
        alone("one-86x54", 86.0, 54.0),
        alone("one-a6", 105.0, 148.0),
    )
}
NAMES: Final = {
    "a7": N_("A7, eight on A4"),
    "a6": N_("A6, four on A4"),
    "90x54": N_("Inserts 54 × 90 mm, ten on A4"),
    "90x60": N_("Inserts 60 × 90 mm, eight on A4"),
    "75x40": N_("Inserts 40 × 75 mm, twelve on A4"),
    "80x50": N_("Labels 50 × 80 mm, ten on A4"),
    "4x3": N_("4 × 3 in, six on US Letter"),
    "one-100x62": N_("Label printer, 62 × 100 mm"),
    "one-86x54": N_("Card printer, 54 × 86 mm"),
    "one-a6": N_("One A6 a page"),
    OWN: N_("Another size"),
}


@dataclass(frozen=True, slots=True)
class OwnSize:
    """What somebody measured. Without a sheet each badge is a page of its own; margins and gaps are those of the first and next badge."""

    width: float = 100.0
    height: float = 70.0
    sheet: str = ""
    columns: int = 2
    rows: int = 3
    left: float | None = None  # None: in the middle
    top: float | None = None
    gap_x: float = 0.0
    gap_y: float = 0.0


def own_paper(size: OwnSize) -> Paper:
    """The paper somebody measured.

    Raises
    ------
    BadInputError
        A badge is too small for its code or too large for a page, or they don't fit on the sheet.
    """
    faults = [Fault(side, N_("A badge measures at least 38 and at most 300 mm.")) for side in ("width", "height") if not _fits(size, side)]
    if size.sheet:
        faults += [Fault(way, N_("From 1 to 12 badges.")) for way in ("columns", "rows") if not 1 <= getattr(size, way) <= _MOST_IN_A_ROW]
    if faults:
        raise BadInputError(*faults)
    if size.sheet not in SHEETS:
        return alone(OWN, size.width, size.height)
    paper = _on_sheet(size, SHEETS[size.sheet])
    right = paper.left + paper.columns * paper.badge_width + (paper.columns - 1) * paper.gap_x
    bottom = paper.top + paper.rows * paper.badge_height + (paper.rows - 1) * paper.gap_y
    if min(paper.left, paper.top, paper.gap_x, paper.gap_y) < 0 or right > paper.width + 0.01 or bottom > paper.height + 0.01:
        raise BadInputError(Fault("columns", N_("So many badges of this size don’t fit on the sheet. Take fewer, or a larger sheet.")))
    return paper


def _fits(size: OwnSize, side: str) -> bool:
    return LEAST_SIDE <= float(getattr(size, side)) <= _MOST_SIDE


def _on_sheet(size: OwnSize, sheet: tuple[float, float]) -> Paper:
    wide = size.columns * size.width + (size.columns - 1) * size.gap_x
    high = size.rows * size.height + (size.rows - 1) * size.gap_y
    left = (sheet[0] - wide) / 2 if size.left is None else size.left
    top = (sheet[1] - high) / 2 if size.top is None else size.top
    return Paper(OWN, *sheet, size.width, size.height, size.columns, size.rows, round(left, 3), round(top, 3), size.gap_x, size.gap_y)
