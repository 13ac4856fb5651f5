"""The printer's page for a screen: the same layout, each badge at its place, each code as a path."""

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.domain.badges.layout import A4_EIGHT, NAME, QR, Box, LaidBadge, Line
from matchmaker.domain.badges.qr import QUIET_ZONE, QrPath, qr_svg_path


@dataclass(frozen=True, slots=True)
class PlacedBadge:
    """One badge on the page, in millimetres; `square` holds the code with its quiet zone."""

    x: float
    y: float
    lines: tuple[Line, ...]
    code: QrPath
    square: Box
    pen_line: Box | None


def preview_page(badges: Iterable[LaidBadge]) -> tuple[PlacedBadge, ...]:
    """The badges of one page in reading order."""
    return tuple(_placed(badge, x, y) for badge, (x, y) in zip(badges, A4_EIGHT.corners(), strict=False))


def _placed(badge: LaidBadge, x: float, y: float) -> PlacedBadge:
    code = qr_svg_path(badge.address)
    module = QR.width / (code.size - 2 * QUIET_ZONE)
    quiet = QUIET_ZONE * module
    square = Box(QR.x - quiet, QR.y - quiet, QR.width + 2 * quiet, QR.height + 2 * quiet)
    pen_line = Box(NAME.x, NAME.y + 0.8 * NAME.height, NAME.width, 0.0) if badge.name_size is None else None
    return PlacedBadge(x, y, badge.lines, code, square, pen_line)
