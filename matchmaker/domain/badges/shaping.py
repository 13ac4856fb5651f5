"""Letters that join, stack and run from right to left: which glyph of which face stands where on a line.

HarfBuzz picks and places the glyphs, the bidirectional algorithm [1]_ orders the runs. Both come along on the first text that needs
them, so that pages for events without one never load them.

References
----------
.. [1] Unicode Standard Annex #9, Unicode Bidirectional Algorithm.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby, pairwise
from typing import Any, Final

from matchmaker.domain.badges.typeface import Typeface

# Kinds of signs that turn the order inside a line which runs the other way, and the signs that steer it
_STEERING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_FROM_LEFT: Final = _STEERING | {"L", "EN", "AN"}
_FROM_RIGHT: Final = _STEERING | {"R", "AL", "AN"}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph at its place, in em from the beginning of the line; `text` is what it stands for, empty for a part of the one before."""

    number: int
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class GlyphRun:
    face: Typeface
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class ShapedLine:
    width: float  # em
    runs: tuple[GlyphRun, ...]


@dataclass(frozen=True, slots=True)
class MixedFace:
    """Several faces that take turns on a line, each for the letters it has."""

    faces: tuple[Typeface, ...]
    is_right_to_left: bool = False

    @property
    def key(self) -> str:
        return "mixed"

    def width(self, text: str) -> float:
        return self.shape(text).width

    def shape(self, text: str) -> ShapedLine:
        return _shaped(text, self.faces, is_right_to_left=self.is_right_to_left)


def outline(runs: Sequence[GlyphRun], *, size: float) -> str:
    """The runs as one SVG path, in the unit of `size`, y downwards from the baseline."""
    parts: list[str] = []
    for run in runs:
        font = _font(run.face)
        scale = size / font.face.upem
        for glyph in run.glyphs:
            _draw(font, glyph, scale, size, parts)
    return "".join(parts)


@lru_cache(maxsize=4096)
def _shaped(text: str, faces: tuple[Typeface, ...], *, is_right_to_left: bool) -> ShapedLine:
    at = 0.0
    runs = []
    for face, level, part in _visual_runs(text, faces, is_right_to_left=is_right_to_left):
        glyphs, at = _shape(part, face, level, at)
        runs.append(GlyphRun(face, tuple(glyphs)))
    return ShapedLine(at, tuple(runs))


def _visual_runs(text: str, faces: Sequence[Typeface], *, is_right_to_left: bool) -> list[tuple[Typeface, int, str]]:
    """Pieces of one face and one level, in the order in which they stand from left to right."""
    marked = zip(text, _faces_of(text, faces), _levels(text, is_right_to_left=is_right_to_left), strict=True)
    runs = []
    for (face, level), signs in groupby(marked, key=lambda sign: (sign[1], sign[2])):
        runs.append((face, level, "".join(sign for sign, _, _ in signs)))
    for level in range(max((run[1] for run in runs), default=0), 0, -1):
        turned: list[tuple[Typeface, int, str]] = []
        for is_inner, group in groupby(runs, key=partial(_is_inside, level)):
            inner = list(group)
            turned += reversed(inner) if is_inner else inner
        runs = turned
    return runs


def _is_inside(level: int, run: tuple[Typeface, int, str]) -> bool:
    return run[1] >= level


def _faces_of(text: str, faces: Sequence[Typeface]) -> Iterator[Typeface]:
    """The face of each sign: marks, blanks and points stay in the face before them if it has them."""
    current: Typeface | None = None
    for sign in text:
        is_letter = unicodedata.category(sign)[0] in "LN"
        if current is None or is_letter or sign not in current.widths:
            current = next(face for face in faces if sign in face.widths)
        yield current


def _levels(text: str, *, is_right_to_left: bool) -> list[int]:
    """The embedding level of each sign; even from the left, odd from the right. Most names run one way and need no algorithm."""
    kinds = set(map(unicodedata.bidirectional, text))
    if not kinds & (_FROM_LEFT if is_right_to_left else _FROM_RIGHT):
        return [int(is_right_to_left)] * len(text)
    from bidi import algorithm  # noqa: PLC0415  pages for events without such letters never load it

    kept = [sign for sign in text if unicodedata.bidirectional(sign) != "BN"]
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = int(is_right_to_left), "R" if is_right_to_left else "L"
    algorithm.get_embedding_levels("".join(kept), storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    found = iter(sign["level"] for sign in storage["chars"])
    levels: list[int] = []
    for sign in text:  # a joiner has the level of what it joins
        levels.append(next(found) if unicodedata.bidirectional(sign) != "BN" else levels[-1] if levels else int(is_right_to_left))
    return levels


def _shape(text: str, face: Typeface, level: int, at: float) -> tuple[list[Glyph], float]:
    uharfbuzz = _harfbuzz()
    font = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS  # a mark stands for itself where it has a glyph of its own
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if level % 2 else "ltr"
    uharfbuzz.shape(font, buffer)
    starts = [*sorted({info.cluster for info in buffer.glyph_infos}), len(text)]
    ends = dict(pairwise(starts))
    glyphs, told = [], set()
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        said = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
        told.add(info.cluster)
        upem = font.face.upem
        glyphs.append(Glyph(info.codepoint, at + place.x_offset / upem, place.y_offset / upem, said))
        at += place.x_advance / upem
    return glyphs, at


def _harfbuzz() -> Any:
    import uharfbuzz  # noqa: PLC0415  pages for events without such letters never load it

    return uharfbuzz


@lru_cache(maxsize=64)
def _font(face: Typeface) -> Any:
    uharfbuzz = _harfbuzz()
    return uharfbuzz.Font(uharfbuzz.Face(face.data, face.index))


def _draw(font: Any, glyph: Glyph, scale: float, size: float, parts: list[str]) -> None:
    path = _glyph_path(font, glyph.number)
    for command, points in path:
        placed = [f"{glyph.x * size + x * scale:.3f} {-(glyph.y * size + y * scale):.3f}" for x, y in points]
        parts.append(command + " ".join(placed))


@lru_cache(maxsize=4096)
def _glyph_path(font: Any, number: int) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The outline of a glyph in the units of its face."""
    uharfbuzz = _harfbuzz()
    drawn: list[tuple[str, tuple[tuple[float, float], ...]]] = []
    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, _data: drawn.append(("M", ((x, y),))))
    pen.set_line_to_func(lambda x, y, _data: drawn.append(("L", ((x, y),))))
    pen.set_quadratic_to_func(lambda cx, cy, x, y, _data: drawn.append(("Q", ((cx, cy), (x, y)))))
    pen.set_cubic_to_func(lambda ax, ay, bx, by, x, y, _data: drawn.append(("C", ((ax, ay), (bx, by), (x, y)))))
    pen.set_close_path_func(lambda _data: drawn.append(("Z", ())))
    font.draw_glyph(number, pen, None)
    return tuple(drawn)


def read_foreign_typeface(key: str, data: bytes) -> Typeface:
    """A face of any kind that HarfBuzz reads, the first of a collection; what is none has no letters."""
    uharfbuzz = _harfbuzz()
    face = uharfbuzz.Face(data, 0)
    return Typeface(key, data, dict.fromkeys(map(chr, face.unicodes), 0.0), joins=True)
