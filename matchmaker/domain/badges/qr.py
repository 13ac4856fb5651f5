"""A text as the black and white modules of a QR code, level M."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import QRData

Modules: TypeAlias = tuple[tuple[bool, ...], ...]

ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # two of these take eleven bits, two others sixteen
QUIET_ZONE: Final = 4  # modules of white on each side: the standard's least
# Every mask is legal. Trying all eight for the prettiest takes five times as long and reads no better.
_MASK: Final = 2


@dataclass(frozen=True, slots=True)
class QrPath:
    """A code as one SVG path; `size` is the view box with the quiet zone, `path` the black modules in it."""

    size: int
    path: str


def qr_modules(text: str) -> Modules:
    """The modules of a text, row by row, black is True; without the quiet zone."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    mode: Literal[2, 4] = 2 if set(text) <= set(ALPHANUMERIC) else 4  # the standard's names for alphanumeric and bytes
    code.add_data(QRData(text.encode(), mode=mode), optimize=0)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def qr_svg_path(text: str) -> QrPath:
    """The same code for a page: `<svg viewBox="0 0 size size"><path d="path">`, black on white in every theme."""
    rows = qr_modules(text)
    runs = [f"M{start + QUIET_ZONE} {y}h{length}v1h-{length}z" for y, row in enumerate(rows, QUIET_ZONE) for start, length in _runs(row)]
    return QrPath(size=len(rows) + 2 * QUIET_ZONE, path="".join(runs))


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of each stretch of black."""
    runs: list[tuple[int, int]] = []
    for x, black in enumerate(row):
        if not black:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
