"""A page to try a printer with: the edge of every badge, a line to measure, a code to scan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.badges.badge import Line, place
from matchmaker.domain.badges.formats import Paper
from matchmaker.domain.badges.frame import QR_SIDE, Box
from matchmaker.domain.badges.setting import setting
from matchmaker.domain.badges.typeface import Family
from matchmaker.domain.badges.typeset import wrap
from matchmaker.errors import N_

LONGEST: Final = 100.0
RULER_SAYS: Final = N_("This line is {length} mm long. If yours is not, print at 100 %, without “fit to page”.")
_TEXT = 9.0


@dataclass(frozen=True, slots=True)
class TestPage:
    """Everything on the page, in millimetres from its top left corner."""

    edges: tuple[Box, ...]
    ruler: Box  # its height is 0
    ticks: tuple[tuple[float, float, float], ...]  # x, y, and how far up
    lines: tuple[Line, ...]
    code: Box | None


def lay_out_test(paper: Paper, families: Sequence[Family], *, says: str = RULER_SAYS) -> TestPage:
    """The ruler stands in the middle of a row of badges, the code in the first badge, so that no edge runs through either.

    `says` is `RULER_SAYS` in the language of the event.
    """
    length = min(LONGEST, (paper.width - 12.0) // 10 * 10)
    corners = list(paper.corners())
    x, y = corners[0]
    is_alone = paper.rows == 1
    down = y + paper.badge_height - 11.0 if is_alone else corners[paper.rows // 2 * paper.columns][1] + paper.badge_height / 2
    ruler = Box(round((paper.width - length) / 2, 3), round(down, 3), length, 0.0)
    code = Box(
        round(x + (paper.badge_width - QR_SIDE) / 2, 3),
        round(y + (4.0 if is_alone else (paper.badge_height - QR_SIDE) / 2), 3),
        QR_SIDE,
        QR_SIDE,
    )
    has_room = not is_alone or code.bottom + 8.0 < ruler.y
    return TestPage(
        edges=tuple(Box(x, y, paper.badge_width, paper.badge_height) for x, y in paper.corners()),
        ruler=ruler,
        ticks=tuple(_ticks(ruler)),
        lines=tuple(_words(ruler, families, says)),
        code=code if has_room else None,
    )


def _ticks(ruler: Box) -> Iterator[tuple[float, float, float]]:
    for millimetre in range(int(ruler.width) + 1):
        yield ruler.x + millimetre, ruler.y, 4.0 if millimetre % 10 == 0 else 2.8 if millimetre % 5 == 0 else 1.6


def _words(ruler: Box, families: Sequence[Family], says: str) -> Iterator[Line]:
    length = int(ruler.width)
    face, text = setting(says.format(length=length), families) or (families[0].regular, RULER_SAYS.format(length=length))
    for number, row in enumerate(wrap(text, face, size=_TEXT, width=ruler.width, lines=3)):
        yield place(ruler.x, ruler.y + 5.0 + 4.0 * number, row, _TEXT, face, "ink", width=ruler.width)
