"""Badges on paper: A4 pages of eight as one PDF. Imported by the worker alone, as it brings the PDF library along."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from matchmaker.domain.badges.layout import A4_EIGHT, BAND, MARK, NAME, QR, BadgeFace, LaidBadge, Line, Tone, lay_out
from matchmaker.domain.badges.qr_stencil import QrMask, qr_masks
from matchmaker.domain.badges.typeface import Family, Typeface
from matchmaker.domain.badges.typeset import MM_PER_POINT

_POINTS = 1 / MM_PER_POINT
# The paper tokens of static/css/tokens.css: --deep, --plate-ink, --plate-ink-2, --warm-ink, --on-deep, --on-deep-2, --edge,
# --you-on-deep, --warm-on-deep. A test holds the two together.
_DEEP = HexColor("#03313e")
_INKS: Final[dict[Tone, Color]] = {
    "ink": HexColor("#0f2128"),
    "soft": HexColor("#3f555c"),
    "warm": HexColor("#8b4a1d"),
    "on_deep": HexColor("#f2f9f9"),
    "on_deep_soft": HexColor("#b5d2d9"),
}
_BAND: Final = "band"
_BLACK = HexColor("#000000")
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
    _keep_band(canvas)
    masks = qr_masks([badge.address for badge in badges])
    for start in range(0, len(badges), A4_EIGHT.per_sheet):
        page = badges[start : start + A4_EIGHT.per_sheet]
        _draw_page(canvas, [(lay_out(badge, event_name=event_name, day=day, families=families), next(masks)) for badge in page])
    canvas.save()
    return file.getvalue()


def _make_known(faces: Iterable[Typeface]) -> None:
    """Tell the library the faces; it keeps them for the process, so each is read once."""
    known = set(pdfmetrics.getRegisteredFontNames())
    for face in faces:
        if face.key not in known:
            pdfmetrics.registerFont(TTFont(face.key, BytesIO(face.data)))


def _draw_page(canvas: Canvas, badges: Sequence[tuple[LaidBadge, QrMask]]) -> None:
    # From here on a unit is a millimetre, and y grows downwards as in the layout.
    canvas.scale(_POINTS, -_POINTS)
    canvas.translate(0, -A4_EIGHT.height)
    for (badge, mask), (x, y) in zip(badges, A4_EIGHT.corners(), strict=False):
        canvas.saveState()
        canvas.translate(x, y)
        _draw_badge(canvas, badge)
        _draw_code(canvas, mask)
        canvas.restoreState()
    _draw_cuts(canvas)
    canvas.showPage()


def _draw_badge(canvas: Canvas, badge: LaidBadge) -> None:
    canvas.doForm(_BAND)
    if badge.name_size is None:
        _draw_writing_line(canvas)
    for line in badge.lines:
        _draw_line(canvas, line)


def _draw_line(canvas: Canvas, line: Line) -> None:
    text = canvas.beginText()
    text.setTextTransform(1, 0, 0, -1, line.x, line.y)
    text.setFont(line.face, line.size_mm)
    text.setFillColor(_INKS[line.tone])
    text.textOut(line.text)
    canvas.drawText(text)


def _keep_band(canvas: Canvas) -> None:
    """What every badge has alike is written into the file once: the band, and the arches of static/img/mark.svg on its grid of 32."""
    canvas.beginForm(_BAND, 0, 0, A4_EIGHT.badge_width, A4_EIGHT.badge_height)
    canvas.setFillColor(_DEEP)
    canvas.roundRect(BAND.x, BAND.y, BAND.width, BAND.height, 2.0, stroke=0, fill=1)
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
    canvas.saveState()
    canvas.setFillColor(_BLACK)
    canvas.translate(QR.x, QR.y + QR.height)
    canvas.scale(QR.width, -QR.height)
    canvas.addLiteral(f"BI /W {mask.side} /H {mask.side} /BPC 1 /IM true /D [1 0] /F /AHx ID {mask.rows.hex()}> EI")
    canvas.restoreState()


def _draw_cuts(canvas: Canvas) -> None:
    canvas.setStrokeColor(_CUT)
    canvas.setLineWidth(0.2)
    canvas.setDash(1.6, 1.6)
    for cut in A4_EIGHT.cuts():
        canvas.line(*cut)
