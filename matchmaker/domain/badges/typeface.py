"""Which letters a typeface has and how wide they are: enough to lay text out without a PDF library."""

import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol


class Face(Protocol):
    """What a text is set in: one typeface letter by letter, or several whose letters join and stack."""

    @property
    def key(self) -> str: ...

    def width(self, text: str) -> float: ...


@dataclass(frozen=True, slots=True, eq=False)
class Typeface:
    """One weight of one face: the file, and for each letter it has the advance width in em.

    The letters of one that `joins` change with their neighbours: they are placed by `shaping`, as are those of its companions on a line.
    """

    key: str
    data: bytes = field(repr=False)
    widths: Mapping[str, float] = field(repr=False)
    joins: bool = False
    index: int = 0  # which face of a collection of several in one file

    def covers(self, letters: Iterable[str]) -> bool:
        return self.widths.keys() >= set(letters)

    def width(self, text: str) -> float:
        """Width of one line in em: without kerning, so that paper and preview agree."""
        return sum(map(self.widths.__getitem__, text))


@dataclass(frozen=True, slots=True)
class Family:
    """A face in the two weights that a badge uses."""

    regular: Typeface
    bold: Typeface


def read_typeface(key: str, data: bytes, *, joins: bool = False) -> Typeface:
    """Read the two tables that matter of a TrueType file; ValueError if it isn't one."""
    tables = _tables(data)
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    wide_count = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    advances = [advance / units for advance, _ in struct.iter_unpack(">Hh", _slice(data, tables[b"hmtx"], 4 * wide_count))]
    widths = {chr(code): advances[min(glyph, wide_count - 1)] for code, glyph in _glyphs(data, tables[b"cmap"]) if glyph}
    return Typeface(key, data, widths, joins)


_JOINERS: Final = frozenset("\u200c\u200d")
_VIRAMA: Final = "\u094d"  # joins two Devanagari consonants into one sign
_THAI_AM: Final = "\u0e33"  # a vowel that is half a mark above the letter before it


def graphemes(text: str) -> list[str]:
    """What a reader takes for one letter: a base with the marks that sit on it, consonants grown together."""
    clusters: list[str] = []
    for sign in text:
        if clusters and _belongs(clusters[-1], sign):
            clusters[-1] += sign
        else:
            clusters.append(sign)
    return clusters


def _belongs(cluster: str, sign: str) -> bool:
    if unicodedata.category(sign).startswith("M") or sign in _JOINERS or sign == _THAI_AM:
        return True
    bare = cluster.rstrip("\u200d")
    return cluster.endswith("\u200d") or (bare.endswith(_VIRAMA) and "\u0900" <= sign <= "\u097f" and sign.isalpha())


def _tables(data: bytes) -> dict[bytes, int]:
    if data[:4] not in (b"\x00\x01\x00\x00", b"true"):
        raise ValueError("not a TrueType file")
    count = struct.unpack_from(">H", data, 4)[0]
    return {tag: start for tag, _, start, _ in struct.iter_unpack(">4sLLL", data[12 : 12 + 16 * count])}


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Code point and glyph number, from the Unicode part (format 4) of the table."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    parts = [cmap + offset for _, _, offset in struct.iter_unpack(">HHL", _slice(data, cmap + 4, 8 * count))]
    start = next((part for part in parts if struct.unpack_from(">H", data, part)[0] == 4), None)
    if start is None:
        raise ValueError("no Unicode letters of format 4 in this typeface")
    doubled = struct.unpack_from(">H", data, start + 6)[0]
    tables = (start + 14, start + 16 + doubled, start + 16 + 2 * doubled, start + 16 + 3 * doubled)
    for at in range(0, doubled, 2):
        last, first, delta, offset = (struct.unpack_from(">H", data, table + at)[0] for table in tables)
        for code in range(first, min(last, 0xFFFE) + 1):
            # Without an offset the glyph follows from the code itself; with one it stands in a list further on.
            listed = tables[3] + at + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", data, listed)[0] if offset else code
            yield code, (glyph + delta) & 0xFFFF if glyph else 0


def _slice(data: bytes, start: int, length: int) -> bytes:
    return data[start : start + length]
