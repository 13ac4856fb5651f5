"""What stands under the name: as many rows as there is room for, the most telling first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matchmaker.domain.badges.badge import APPROACHES, SHAPE_COLOURS, SHAPES, BadgeFace, Line, Sign, Tone, place
from matchmaker.domain.badges.frame import Box, Frame
from matchmaker.domain.badges.setting import setting
from matchmaker.domain.badges.shaping import MixedFace
from matchmaker.domain.badges.typeface import Face, Family
from matchmaker.domain.badges.typeset import MM_PER_POINT, wrap

ORGANISATION_SIZE: Final = 11.5  # points on a badge of scale 1
HEADLINE_SIZE: Final = 10.0
SMALL_SIZE: Final = 9.0
_LEADING = 1.22
_SMALL_STEP = 4.05  # millimetres from row to row
_GAP = 1.0  # between the organisation and the headline, where there is room
_SLACK = 0.01
# Who gets a row before whom; a second mention is a second row.
_TURNS: Final = (
    *("code", "organisation", "approach", "manner", "group", "headline", "ask"),
    *("organisation", "headline", "headline", "headline"),
)
_BELOW: Final = ("ask", "manner", "approach", "group", "code")  # from top to bottom, standing on the box's lower edge
_MOST: Final = {"organisation": 2, "headline": 3}
_TOGETHER: Final = 4  # rows of organisation and headline at most


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words in one face, perhaps behind a sign."""

    text: str
    face: Face
    tone: Tone = "ink"
    shape: str = ""
    colour: str = ""


def low_rows(badge: BadgeFace, families: Sequence[Family], frame: Frame) -> tuple[list[Line], tuple[Sign, ...], tuple[str, ...]]:
    """The rows with their signs, and what no typeface could set."""
    lines: list[Line] = []
    signs: list[Sign] = []
    left_out: list[str] = []
    texts = _texts(badge, families, left_out)
    small_box = frame.low
    small = _small_rows(badge, families, frame, left_out)
    if frame.about is None:
        counts = _granted(texts, small, small_box, frame.scale)
        lines += _upper(texts, counts, small_box, frame.scale)
    else:
        upper = {kind: small.pop(kind) for kind in ("ask",) if kind in small}
        above = _granted(texts, upper, frame.about, frame.scale)
        words, end = _upper(texts, above, frame.about, frame.scale), frame.about.y
        lines += words
        if above.get("ask"):
            end = (words[-1].y + 0.3 * _SMALL_STEP if words else end) + _SMALL_STEP * frame.scale
            _put(upper["ask"], Box(frame.about.x, end, frame.about.width, 0.0), end, frame.scale, lines, signs)
        counts = _granted({}, small, small_box, frame.scale)
    baseline = small_box.bottom - 0.6
    for kind in reversed(_BELOW):
        if counts.get(kind) and kind in small:
            _put(small[kind], small_box, baseline, frame.scale, lines, signs)
            baseline -= _SMALL_STEP * frame.scale
    return sorted(lines, key=lambda line: line.y), tuple(signs), tuple(left_out)


def _texts(badge: BadgeFace, families: Sequence[Family], left_out: list[str]) -> dict[str, _Piece]:
    texts = {}
    for kind, text, bold in (("organisation", badge.organisation, True), ("headline", badge.headline, False)):
        found = setting(text, families, bold=bold)
        if found is None:
            left_out.append(kind)
        elif found[1]:
            texts[kind] = _Piece(found[1], found[0], "ink" if bold else "soft")
    return texts


def _small_rows(badge: BadgeFace, families: Sequence[Family], frame: Frame, left_out: list[str]) -> dict[str, list[_Piece]]:
    rows: dict[str, list[_Piece]] = {}
    box = frame.about or frame.low
    if ask := list(_ask(badge, families, box.width / (SMALL_SIZE * frame.scale * MM_PER_POINT))):
        rows["ask"] = ask
    manner = " · ".join(part for part in (badge.pronouns, ", ".join(badge.languages)) if part)
    shape = SHAPES.get(badge.approach, "")
    said = (
        ("manner", manner, "", "", False),
        ("approach", badge.approach_words or APPROACHES.get(badge.approach, ""), shape, SHAPE_COLOURS.get(shape, ""), True),
        ("group", badge.group, "pill", badge.group_colour or "3f555c", True),
    )
    for kind, text, sign, colour, bold in said:
        found = setting(text, families, bold=bold) if text else (families[0].regular, "")
        if found is None:
            left_out.append(kind)
        elif found[1]:
            rows[kind] = [_Piece(found[1], found[0], "ink" if bold else "soft", sign, colour)]
    if frame.code:
        rows["code"] = [_Piece(badge.short_code, families[0].regular, "soft")]
    _join_signs(rows, frame)
    return rows


def _join_signs(rows: dict[str, list[_Piece]], frame: Frame) -> None:
    """Approach and group share a row where both fit."""
    if "approach" in rows and "group" in rows:
        both = [*rows["approach"], *rows["group"]]
        unit = SMALL_SIZE * frame.scale * MM_PER_POINT
        if sum(piece.face.width(piece.text) * unit + 2.4 * unit for piece in both) <= frame.low.width:
            rows["approach"] = both
            del rows["group"]


def _ask(badge: BadgeFace, families: Sequence[Family], room: float) -> Iterator[_Piece]:
    """One row worth asking about, with as many whole topics as it holds; `room` is its width in em."""
    label = setting(badge.ask_words, families, bold=True)
    if label is None:
        return
    for count in range(len(badge.topics), 0, -1):
        found = setting(", ".join(badge.topics[:count]), families)
        if found and found[1] and found[0].width(found[1]) + label[0].width(label[1]) + 0.3 <= room:
            yield _Piece(label[1], label[0], "warm")
            yield _Piece(found[1], found[0])
            return


def _granted(texts: Mapping[str, _Piece], small: Mapping[str, object], box: Box, scale: float) -> dict[str, int]:
    """How many rows each kind gets, in turn, until the box is full."""
    wanted = {kind: len(_rows_of(kind, piece, box, scale, _MOST[kind])) for kind, piece in texts.items()} | dict.fromkeys(small, 1)
    left, counts = box.height + _SLACK, dict.fromkeys(wanted, 0)
    for kind in _TURNS:
        is_full = kind in _MOST and sum(counts.get(text, 0) for text in _MOST) >= _TOGETHER
        if counts.get(kind, 0) < wanted.get(kind, 0) and not is_full and _step(kind, scale) <= left:
            counts[kind] += 1
            left -= _step(kind, scale)
    return counts


def _upper(texts: Mapping[str, _Piece], counts: Mapping[str, int], box: Box, scale: float) -> list[Line]:
    """Organisation and headline from the top of the box."""
    lines: list[Line] = []
    top = box.y
    for kind, piece in texts.items():
        for row in _rows_of(kind, piece, box, scale, counts[kind]) if counts[kind] else ():
            step = _step(kind, scale)
            lines.append(place(box.x, top + 0.75 * step, row, _size(kind, scale), piece.face, piece.tone, width=box.width))
            top += step
        top += _GAP if lines else 0.0
    return lines


def _put(pieces: Sequence[_Piece], box: Box, baseline: float, scale: float, lines: list[Line], signs: list[Sign]) -> None:
    """One small row: pieces side by side, each sign before its words."""
    size = _size("", scale)
    unit = size * MM_PER_POINT
    if _runs_left(pieces[0]):
        _put_from_the_right(pieces, box, baseline, size, lines, signs)
        return
    x = box.x
    for number, piece in enumerate(pieces):
        if piece.shape:
            signs.append(Sign(piece.shape, round(x, 3), round(baseline - 0.72 * unit, 3), round(0.78 * unit, 3), piece.colour))
            x += 1.1 * unit
        room = box.x + box.width - x
        for text in wrap(piece.text, piece.face, size=size, width=room, lines=1):
            is_all = not piece.shape and len(pieces) == 1
            lines.append(place(x, baseline, text, size, piece.face, piece.tone, width=room if is_all else 0.0))
            x += piece.face.width(text) * unit
        x += 0.3 * unit if not piece.shape else 1.2 * unit if number + 1 < len(pieces) else 0.0


def _runs_left(piece: _Piece) -> bool:
    return isinstance(piece.face, MixedFace) and piece.face.is_right_to_left


def _put_from_the_right(pieces: Sequence[_Piece], box: Box, baseline: float, size: float, lines: list[Line], signs: list[Sign]) -> None:
    """The same for a row that begins with words written from the right: all of it is mirrored."""
    unit = size * MM_PER_POINT
    right = box.x + box.width
    for piece in pieces:
        if piece.shape:
            signs.append(
                Sign(piece.shape, round(right - 0.78 * unit, 3), round(baseline - 0.72 * unit, 3), round(0.78 * unit, 3), piece.colour)
            )
            right -= 1.1 * unit
        for text in wrap(piece.text, piece.face, size=size, width=right - box.x, lines=1):
            width = piece.face.width(text) * unit
            lines.append(place(right - width, baseline, text, size, piece.face, piece.tone, width=width))
            right -= width
        right -= 1.2 * unit if piece.shape else 0.3 * unit


def _rows_of(kind: str, piece: _Piece, box: Box, scale: float, most: int) -> tuple[str, ...]:
    return wrap(piece.text, piece.face, size=_size(kind, scale), width=box.width, lines=most)


@lru_cache(maxsize=64)
def _size(kind: str, scale: float) -> float:
    points = ORGANISATION_SIZE if kind == "organisation" else HEADLINE_SIZE if kind == "headline" else SMALL_SIZE
    return round(points * scale, 2)


@lru_cache(maxsize=64)
def _step(kind: str, scale: float) -> float:
    return _size(kind, scale) * MM_PER_POINT * _LEADING if kind in _MOST else _SMALL_STEP * scale
