"""Badges on paper: A4 pages of eight as one PDF. Imported by the worker alone, as it brings the PDF library along."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from matchmaker.domain.badges.layout import A4_EIGHT, BAND, MARK, NAME, QR, BadgeFace, LaidBadge, Line, Tone, lay_out_all
from matchmaker.domain.badges.qr_stencil import QrMask, qr_masks
from matchmaker.domain.badges.typeface import Family, Typeface
from matchmaker.domain.badges.typeset import MM_PER_POINT

rl_config.useA85 = 0  # files as bytes: printable ones are a quarter larger and cost a fifth of the time

_POINTS = 1 / MM_PER_POINT
# The paper tokens of static/css/tokens.css: --deep, --plate-ink, --plate-ink-2, --warm-ink, --on-deep, --on-deep-2, --edge,
# --you-on-deep, --warm-on-deep. A test holds the two together.
_COLOURS: Final[dict[Tone, str]] = {"ink": "0f2128", "soft": "3f555c", "warm": "8b4a1d", "on_deep": "f2f9f9", "on_deep_soft": "b5d2d9"}
_DEEP = HexColor("#03313e")
_INKS: Final[dict[Tone, str]] = {
    tone: " ".join(f"{int(colour[place : place + 2], 16) / 255:.3f}" for place in (0, 2, 4)) for tone, colour in _COLOURS.items()
}
_BAND: Final = "band"
_CORNERS: Final = tuple(A4_EIGHT.corners())
_CUT = HexColor("#728488")
_YOU, _THEY = HexColor("#78d5e0"), HexColor("#fcba71")


def render_sheet(badges: Sequence[BadgeFace], *, event_name: str, day: str, families: Sequence[Family]) -> bytes:
    """All badges as one PDF, eight to an A4 page; the same badges give the same bytes."""
    _make_known([face for family in families for face in (family.regular, family.bold)])
    file = BytesIO()
    size = (A4_EIGHT.width * _POINTS, A4_EIGHT.height * _POINTS)
    # Without a first font of ours the library names Helvetica, which is not embedded and which print shops refuse.
    first_font: Any = families[0].regular.key  # the library's stubs take a font's name for a number
    canvas = Canvas(file, pagesize=size, pageCompression=1, invariant=1, initialFontName=first_font)
    canvas.setTitle(f"Badges, {event_name}")
    canvas.setAuthor("matchmaker")
    canvas.setViewerPreference("PrintScaling", "None")  # "fit to page" would make every badge too small for its holder
    laid = lay_out_all(badges, event_name=event_name, day=day, families=families)
    for number, (badge, mask) in enumerate(zip(laid, qr_masks([badge.address for badge in badges]), strict=True)):
        if number == 0:
            _keep_band(canvas, badge.band)
        if number and number % A4_EIGHT.per_sheet == 0:
            _end_page(canvas)
        _draw_badge(canvas, badge, mask, _CORNERS[number % A4_EIGHT.per_sheet])
    _end_page(canvas)
    canvas.save()
    return file.getvalue()


def _make_known(faces: Iterable[Typeface]) -> None:
    """Tell the library the faces; it keeps them for the process, so each is read once."""
    known = set(pdfmetrics.getRegisteredFontNames())
    for face in faces:
        if face.key not in known:
            pdfmetrics.registerFont(TTFont(face.key, BytesIO(face.data)))


def _draw_badge(canvas: Canvas, badge: LaidBadge, mask: QrMask, corner: tuple[float, float]) -> None:
    canvas.saveState()
    # From here on a unit is a millimetre, and y grows downwards as in the layout.
    canvas.transform(_POINTS, 0, 0, -_POINTS, corner[0] * _POINTS, (A4_EIGHT.height - corner[1]) * _POINTS)
    canvas.doForm(_BAND)
    if badge.name_size is None:
        _draw_writing_line(canvas)
    _draw_lines(canvas, badge.own)
    _draw_code(canvas, mask)
    canvas.restoreState()


def _draw_lines(canvas: Canvas, lines: Iterable[Line]) -> None:
    """Text as bare operators: the library's own text objects take ten times as long for a sheet of thousands."""
    writer: Any = canvas
    document = writer._doc  # it numbers the letters that are embedded; there is no public way to it
    for line in lines:
        font: Any = pdfmetrics.getFont(line.face)
        shown = "".join(
            f"/{font.getSubsetInternalName(subset, document)[1:]} {line.size_mm:.4g} Tf <{letters.hex()}> Tj "
            for subset, letters in font.splitString(line.text, document)
        )
        canvas.addLiteral(f"BT {_INKS[line.tone]} rg 1 0 0 -1 {line.x:.3f} {line.y:.3f} Tm {shown}ET")


def _keep_band(canvas: Canvas, lines: Iterable[Line]) -> None:
    """What every badge has alike is written into the file once: the band, and the arches of static/img/mark.svg on its grid of 32."""
    canvas.beginForm(_BAND, 0, 0, A4_EIGHT.badge_width, A4_EIGHT.badge_height)
    canvas.setFillColor(_DEEP)
    canvas.roundRect(BAND.x, BAND.y, BAND.width, BAND.height, 2.0, stroke=0, fill=1)
    _draw_lines(canvas, lines)
    canvas.translate(MARK.x, MARK.y)
    canvas.scale(MARK.width / 32, MARK.height / 32)
    canvas.setLineWidth(5)
    for colour, left, right, top in ((_YOU, 4.0, 14.0, 6.0), (_THEY, 19.0, 28.0, 12.5)):
        canvas.setStrokeColor(colour)
        arch = canvas.beginPath()
        arch.moveTo(left, 28.5)
        arch.arcTo(left, top, right, top + right - left, startAng=180, extent=180)
        arch.lineTo(right, 28.5)
        canvas.drawPath(arch)
    canvas.endForm()


def _draw_writing_line(canvas: Canvas) -> None:
    canvas.setStrokeColor(_CUT)
    canvas.setLineWidth(0.3)
    canvas.setDash(1.2, 1.2)
    canvas.line(NAME.x, NAME.y + 0.8 * NAME.height, NAME.x + NAME.width, NAME.y + 0.8 * NAME.height)
    canvas.setDash()


def _draw_code(canvas: Canvas, mask: QrMask) -> None:
    """An inline image of one bit a module: exact at any resolution, and a tenth of the bytes of a path."""
    canvas.addLiteral(f"0 g {QR.width} 0 0 {-QR.height} {QR.x:.3f} {QR.y + QR.height:.3f} cm")
    canvas.addLiteral(f"BI /W {mask.side} /H {mask.side} /BPC 1 /IM true /D [1 0] /F /AHx ID {mask.rows.hex()}> EI")


def _end_page(canvas: Canvas) -> None:
    """The cuts, which are the same either way up."""
    canvas.scale(_POINTS, _POINTS)
    canvas.setStrokeColor(_CUT)
    canvas.setLineWidth(0.2)
    canvas.setDash(1.6, 1.6)
    for cut in A4_EIGHT.cuts():
        canvas.line(*cut)
    canvas.showPage()
