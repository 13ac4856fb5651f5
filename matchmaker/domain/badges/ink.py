"""The colours and small shapes of a badge as PDF operators. Imported by the worker alone, as it brings the PDF library along."""

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from matchmaker.domain.badges.badge import SHAPE_COLOURS, Sign, Tone
from matchmaker.domain.badges.frame import Box
from matchmaker.domain.badges.qr_stencil import QrMask

# The paper tokens of static/css/tokens.css: --deep, --plate-ink, --plate-ink-2, --warm-ink, --on-deep, --on-deep-2, --edge,
# --you-on-deep, --warm-on-deep. A test holds the two together.
COLOURS: Final[dict[Tone, str]] = {"ink": "0f2128", "soft": "3f555c", "warm": "8b4a1d", "on_deep": "f2f9f9", "on_deep_soft": "b5d2d9"}
DEEP = HexColor("#03313e")


def ink_of(colour: str) -> str:
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.3f}" for place in (0, 2, 4))


INKS: Final[dict[Tone, str]] = {tone: ink_of(colour) for tone, colour in COLOURS.items()}
BAND_RADIUS: Final = 2.0
CUT = HexColor("#728488")
YOU, THEY = HexColor("#78d5e0"), HexColor("#fcba71")


def keep_shapes(canvas: Canvas) -> None:
    """The three signs in a square of 1, once for the file."""
    for shape, colour in SHAPE_COLOURS.items():
        canvas.beginForm(shape, 0, 0, 1, 1)
        canvas.setFillColor(HexColor(f"#{colour}"))
        if shape == "circle":
            canvas.circle(0.5, 0.5, 0.5, stroke=0, fill=1)
        elif shape == "square":
            canvas.rect(0.04, 0.04, 0.92, 0.92, stroke=0, fill=1)
        else:
            path = canvas.beginPath()
            path.moveTo(0.5, 0)
            path.lineTo(1, 1)
            path.lineTo(0, 1)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        canvas.endForm()


def draw_sign(canvas: Canvas, sign: Sign) -> None:
    if sign.shape in SHAPE_COLOURS:
        canvas.saveState()
        canvas.transform(sign.side, 0, 0, sign.side, sign.x, sign.y)
        canvas.doForm(sign.shape)
        canvas.restoreState()
        return
    canvas.addLiteral(f"{ink_of(sign.colour)} rg {sign.x:g} {sign.y:g} {sign.side:g} {sign.height or sign.side:g} re f")


def draw_writing_line(canvas: Canvas, name: Box) -> None:
    canvas.setStrokeColor(CUT)
    canvas.setLineWidth(0.3)
    canvas.setDash(1.2, 1.2)
    canvas.line(name.x, name.y + 0.8 * name.height, name.x + name.width, name.y + 0.8 * name.height)
    canvas.setDash()


def draw_code(canvas: Canvas, mask: QrMask, box: Box) -> None:
    """An inline image of one bit a module: exact at any resolution, and a tenth of the bytes of a path."""
    canvas.addLiteral(f"q 0 g {box.width:g} 0 0 {-box.height:g} {box.x:.3f} {box.bottom:.3f} cm")
    canvas.addLiteral(f"BI /W {mask.side} /H {mask.side} /BPC 1 /IM true /D [1 0] /F /AHx ID {mask.rows.hex()}> EI Q")
