"""Badges on paper as one PDF. Imported by the worker alone, as it brings the PDF library along."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from matchmaker.domain.badges.badge import BadgeFace, LaidBadge, Line
from matchmaker.domain.badges.formats import A4_EIGHT, Paper
from matchmaker.domain.badges.frame import Frame, back_code
from matchmaker.domain.badges.glyph_font import GlyphFonts
from matchmaker.domain.badges.ink import BAND_RADIUS, CUT, DEEP, INKS, THEY, YOU, draw_code, draw_sign, draw_writing_line, keep_shapes
from matchmaker.domain.badges.layout import frame_of, lay_out_all
from matchmaker.domain.badges.qr_stencil import QrMask, qr_masks
from matchmaker.domain.badges.ruler import RULER_SAYS, TestPage, lay_out_test
from matchmaker.domain.badges.typeface import Family, Typeface
from matchmaker.domain.badges.typeset import MM_PER_POINT

rl_config.useA85 = 0  # files as bytes: printable ones are a quarter larger and cost a fifth of the time

_POINTS = 1 / MM_PER_POINT
_BAND: Final = "band"


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file in the making."""

    file: BytesIO
    canvas: Canvas
    fonts: GlyphFonts
    paper: Paper


def render_sheet(
    badges: Sequence[BadgeFace],
    *,
    event_name: str,
    day: str,
    families: Sequence[Family],
    paper: Paper = A4_EIGHT,
    code_in_front: bool = True,
    place: int = 1,
) -> bytes:
    """All badges as one PDF; the same badges give the same bytes. Codes on the back make every second page one of backs."""
    draft = _begun(f"Badges, {event_name}", families, paper)
    frame = frame_of(paper, code_in_front=code_in_front)
    laid = lay_out_all(badges, event_name=event_name, day=day, families=families, frame=frame)
    drawn = zip(laid, qr_masks([badge.address for badge in badges]), strict=True)
    for number, page in enumerate(_pages(drawn, paper, place)):
        free = place - 1 if number == 0 else 0
        if number == 0:
            keep_shapes(draft.canvas)
            _keep_band(draft, frame, page[0][0].band)
        for (badge, mask), corner in zip(page, islice(paper.corners(), free, None), strict=False):
            _draw_front(draft, badge, mask, corner)
        _end_page(draft)
        if frame.code is None:
            for (badge, mask), corner in zip(page, islice(paper.back_corners(), free, None), strict=False):
                _draw_back(draft, badge, mask, corner)
            _end_page(draft)
    draft.canvas.save()
    return draft.file.getvalue()


def render_test_page(address: str, *, families: Sequence[Family], paper: Paper, says: str = RULER_SAYS) -> bytes:
    """The page to try a printer with."""
    draft = _begun("Test print", families, paper)
    page = lay_out_test(paper, families, says=says)
    _begin_badge(draft, (0.0, 0.0))
    _draw_test(draft, page)
    if page.code:
        draw_code(draft.canvas, next(iter(qr_masks([address]))), page.code)
    draft.canvas.addLiteral("Q")
    draft.canvas.showPage()
    draft.canvas.save()
    return draft.file.getvalue()


def _begun(title: str, families: Sequence[Family], paper: Paper) -> _Draft:
    _make_known([face for family in families for face in (family.regular, family.bold) if not face.joins])
    file = BytesIO()
    # Without a first font of ours the library names Helvetica, which is not embedded and which print shops refuse.
    first_font: Any = families[0].regular.key  # the library's stubs take a font's name for a number
    size = (paper.width * _POINTS, paper.height * _POINTS)
    canvas = Canvas(file, pagesize=size, pageCompression=1, invariant=1, initialFontName=first_font)
    canvas.setTitle(title)
    canvas.setAuthor("matchmaker")
    canvas.setViewerPreference("PrintScaling", "None")  # "fit to page" would make every badge too small for its holder
    return _Draft(file, canvas, GlyphFonts(canvas), paper)


def _pages(badges: Iterator[tuple[LaidBadge, QrMask]], paper: Paper, place: int) -> Iterator[list[tuple[LaidBadge, QrMask]]]:
    number = 0
    while page := list(islice(badges, len(paper.places_on(number, place=place)))):
        yield page
        number += 1


def _make_known(faces: Iterable[Typeface]) -> None:
    """Tell the library the faces; it keeps them for the process, so each is read once."""
    known = set(pdfmetrics.getRegisteredFontNames())
    for face in faces:
        if face.key not in known:
            pdfmetrics.registerFont(TTFont(face.key, BytesIO(face.data)))


def _begin_badge(draft: _Draft, corner: tuple[float, float]) -> None:
    """From here on a unit is a millimetre, and y grows downwards as in the layout."""
    x, y = corner[0] * _POINTS, (draft.paper.height - corner[1]) * _POINTS
    draft.canvas.addLiteral(f"q {_POINTS:.6f} 0 0 {-_POINTS:.6f} {x:.4f} {y:.4f} cm")


def _draw_front(draft: _Draft, badge: LaidBadge, mask: QrMask, corner: tuple[float, float]) -> None:
    _begin_badge(draft, corner)
    draft.canvas.doForm(_BAND)
    for sign in badge.signs:
        draw_sign(draft.canvas, sign)
    if badge.name_size is None:
        draw_writing_line(draft.canvas, badge.frame.name)
    _draw_lines(draft, badge.own)
    if badge.frame.code:
        draw_code(draft.canvas, mask, badge.frame.code)
    draft.canvas.addLiteral("Q")


def _draw_back(draft: _Draft, badge: LaidBadge, mask: QrMask, corner: tuple[float, float]) -> None:
    _begin_badge(draft, corner)
    _draw_lines(draft, badge.back)
    draw_code(draft.canvas, mask, back_code(badge.frame.width, badge.frame.height))
    draft.canvas.addLiteral("Q")


def _draw_lines(draft: _Draft, lines: Iterable[Line]) -> None:
    """Text as bare operators: the library's own text objects take ten times as long for a sheet of thousands."""
    writer: Any = draft.canvas
    document = writer._doc  # it numbers the letters that are embedded; there is no public way to it
    for line in lines:
        if line.runs:
            draft.canvas.addLiteral(draft.fonts.operators(line, INKS[line.tone]))
            continue
        font: Any = pdfmetrics.getFont(line.face)
        shown = "".join(
            f"/{font.getSubsetInternalName(subset, document)[1:]} {line.size_mm:.4g} Tf <{letters.hex()}> Tj "
            for subset, letters in font.splitString(line.text, document)
        )
        draft.canvas.addLiteral(f"BT {INKS[line.tone]} rg 1 0 0 -1 {line.x:.3f} {line.y:.3f} Tm {shown}ET")


def _keep_band(draft: _Draft, frame: Frame, lines: Iterable[Line]) -> None:
    """What every badge has alike is written into the file once: the band, and the arches of static/img/mark.svg on its grid of 32."""
    canvas, band, mark = draft.canvas, frame.band, frame.mark
    canvas.beginForm(_BAND, 0, 0, frame.width, frame.height)
    canvas.setFillColor(DEEP)
    canvas.roundRect(band.x, band.y, band.width, band.height, BAND_RADIUS, stroke=0, fill=1)
    _draw_lines(draft, lines)
    canvas.translate(mark.x, mark.y)
    canvas.scale(mark.width / 32, mark.height / 32)
    canvas.setLineWidth(5)
    for colour, left, right, top in ((YOU, 4.0, 14.0, 6.0), (THEY, 19.0, 28.0, 12.5)):
        canvas.setStrokeColor(colour)
        arch = canvas.beginPath()
        arch.moveTo(left, 28.5)
        arch.arcTo(left, top, right, top + right - left, startAng=180, extent=180)
        arch.lineTo(right, 28.5)
        canvas.drawPath(arch)
    canvas.endForm()


def _draw_test(draft: _Draft, page: TestPage) -> None:
    canvas = draft.canvas
    canvas.setStrokeColor(CUT)
    canvas.setLineWidth(0.2)
    for edge in page.edges:
        canvas.rect(edge.x, edge.y, edge.width, edge.height, stroke=1, fill=0)
    canvas.setStrokeColor(HexColor("#000000"))
    canvas.line(page.ruler.x, page.ruler.y, page.ruler.x + page.ruler.width, page.ruler.y)
    for x, y, up in page.ticks:
        canvas.line(x, y, x, y - up)
    _draw_lines(draft, page.lines)


def _end_page(draft: _Draft) -> None:
    """The cuts, which are the same either way up."""
    canvas = draft.canvas
    canvas.scale(_POINTS, _POINTS)
    canvas.setStrokeColor(CUT)
    canvas.setLineWidth(0.2)
    canvas.setDash(1.6, 1.6)
    for cut in draft.paper.cuts():
        canvas.line(*cut)
    canvas.showPage()
