"""Everything a badge says put at its place, in millimetres: one truth for the printer and the preview."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from matchmaker.domain.badges.badge import BadgeFace, LaidBadge, Line, Sign, place
from matchmaker.domain.badges.formats import Paper
from matchmaker.domain.badges.frame import Box, Frame, back_code, front, has_room_in_front
from matchmaker.domain.badges.rows import low_rows
from matchmaker.domain.badges.setting import setting
from matchmaker.domain.badges.shaping import MixedFace
from matchmaker.domain.badges.typeface import Family
from matchmaker.domain.badges.typeset import MM_PER_POINT, fit_name, wrap

LEAST_NAME: Final = 24.0  # points: read at arm's length across a table
_BAND_SIZE = 9.0
_CODE_SIZE = 9.0
_LEADING = 1.0
_CAPITAL = 0.68  # height of capitals in em, of both faces within a hair
_STRIPE = 0.17  # of the band's height


def frame_of(paper: Paper, *, code_in_front: bool) -> Frame:
    """The front of a badge on this paper; where there is no room beside the name, the code goes to the back."""
    width, height = paper.badge_width, paper.badge_height
    return front(width, height, has_code=code_in_front and has_room_in_front(width, height))


def lay_out(badge: BadgeFace, *, event_name: str, day: str, families: Sequence[Family], frame: Frame) -> LaidBadge:
    """Place everything on one badge."""
    return next(lay_out_all([badge], event_name=event_name, day=day, families=families, frame=frame))


def lay_out_all(badges: Iterable[BadgeFace], *, event_name: str, day: str, families: Sequence[Family], frame: Frame) -> Iterator[LaidBadge]:
    """Place everything on each badge of an event."""
    band = tuple(_band(event_name, day, families, frame))
    return (_laid(badge, band, families, frame) for badge in badges)


@lru_cache(maxsize=16_384)  # the page of badges asks for everybody's at each look
def name_size(name: str, families: tuple[Family, ...], frame: Frame) -> float | None:
    """The points a name will be set in; None if no typeface has its letters."""
    lines = _name(name, families, frame.name, frame.largest_name)
    return lines[0].size if lines else None


def _laid(badge: BadgeFace, band: tuple[Line, ...], families: Sequence[Family], frame: Frame) -> LaidBadge:
    name = _name(badge.name, families, frame.name, frame.largest_name)
    rows, signs, left_out = low_rows(badge, families, frame)
    if badge.group_colour:
        signs = (_stripe(frame, badge.group_colour), *signs)
    return LaidBadge(
        frame=frame,
        band=band,
        own=(*(name or ()), *rows),
        signs=signs,
        back=() if frame.code else tuple(_back(badge, families, frame)),
        address=badge.address,
        name_size=name[0].size if name else None,
        left_out=left_out if name else ("name", *left_out),
    )


def _band(event_name: str, day: str, families: Sequence[Family], frame: Frame) -> Iterator[Line]:
    band, mark = frame.band, frame.mark
    size = round(_BAND_SIZE * band.height / 7.5, 1) if band.height >= 7.5 else 7.0
    baseline = band.y + band.height / 2 + 0.35 * size * MM_PER_POINT - 0.01
    right = band.x + band.width - 0.4 * band.height
    if dated := setting(day, families):
        right -= dated[0].width(dated[1]) * size * MM_PER_POINT
        yield place(right, baseline, dated[1], size, dated[0], "on_deep_soft")
    left = mark.x + mark.width + 0.24 * band.height
    if titled := setting(event_name, families, bold=True):
        for title in wrap(titled[1], titled[0], size=size, width=right - 3.0 - left, lines=1):
            yield place(left, baseline, title, size, titled[0], "on_deep")


def _name(name: str, families: Sequence[Family], box: Box, largest: Sequence[float]) -> tuple[Line, ...] | None:
    """None if no typeface has the letters, or none are left without their emoji."""
    found = setting(name, families, bold=True)
    if found is None or not found[1]:
        return None
    face, text = found
    # Letters that stack reach higher and lower than Latin ones.
    leading = 1.25 if isinstance(face, MixedFace) else _LEADING
    fitted = fit_name(text, face, width=box.width, height=box.height, largest=largest, least=LEAST_NAME, leading=leading)
    step = fitted.size * leading * MM_PER_POINT
    capital = _CAPITAL * fitted.size * MM_PER_POINT
    # From the top of the first capital to the last baseline is the block that stands in the middle.
    first = box.y + (box.height - capital - step * (len(fitted.lines) - 1)) / 2 + capital
    return tuple(
        place(box.x, first + number * step, row, fitted.size, face, "ink", width=box.width) for number, row in enumerate(fitted.lines)
    )


def _stripe(frame: Frame, colour: str) -> Sign:
    """The group's colour along the lower edge of the band."""
    high = round(_STRIPE * frame.band.height, 3)
    return Sign("stripe", frame.band.x, round(frame.band.bottom - high, 3), frame.band.width, colour, high)


def _back(badge: BadgeFace, families: Sequence[Family], frame: Frame) -> Iterator[Line]:
    """Whose code it is, and the signs to type."""
    code = back_code(frame.width, frame.height)
    quiet = 4 / 29 * code.width
    above, below = code.y - quiet - 1.2, code.bottom + quiet + 1.0 + _CAPITAL * _CODE_SIZE * MM_PER_POINT
    if below <= frame.height - 2.0:
        face = families[0].regular
        width = face.width(badge.short_code) * _CODE_SIZE * MM_PER_POINT
        yield place((frame.width - width) / 2, below, badge.short_code, _CODE_SIZE, face, "soft")
    if (found := setting(badge.name, families)) and found[1] and above >= 4.0:
        for row in wrap(found[1], found[0], size=_CODE_SIZE, width=frame.width - 8.0, lines=1):
            width = found[0].width(row) * _CODE_SIZE * MM_PER_POINT
            yield place((frame.width - width) / 2, above, row, _CODE_SIZE, found[0], "ink")
