"""Placed glyphs in a PDF: of each face, the glyphs that were used, with what they stand for so that the text can be read back.

Imported by the worker alone, as it brings the PDF library along.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import uharfbuzz
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from matchmaker.domain.badges.badge import Line
from matchmaker.domain.badges.shaping import Glyph
from matchmaker.domain.badges.typeface import Typeface

_TRUETYPE: Final = (b"\x00\x01\x00\x00", b"true")


class GlyphFonts:
    """The faces of one file; `draw` notes what is used, and each face adds itself to the file when it is saved."""

    def __init__(self, canvas: Canvas) -> None:
        writer: Any = canvas
        self._document = writer._doc  # there is no public way to a font the library does not know
        self._fonts: dict[str, _GlyphFont] = {}

    def operators(self, line: Line, ink: str) -> str:
        """The line as PDF operators, wrapped in its text as somebody would read it out."""
        shown = [f"/Span <</ActualText <FEFF{line.text.encode('utf-16-be').hex()}>>> BDC BT {ink} rg"]
        for run in line.runs:
            font = self._font(run.face)
            shown.append(f"/{font.name} {line.size_mm:.4g} Tf")
            shown += _shown(run.glyphs, font, line)
        return " ".join([*shown, "ET EMC"])

    def _font(self, face: Typeface) -> "_GlyphFont":
        if face.key not in self._fonts:
            font = _GlyphFont(f"G{len(self._fonts) + 1}", face)
            self._document.fontMapping[face.key + "-glyphs"] = "/" + font.name
            self._document.delayedFonts.append(font)
            self._fonts[face.key] = font
        return self._fonts[face.key]


def _shown(glyphs: Sequence[Glyph], font: "_GlyphFont", line: Line) -> Iterator[str]:
    """Glyphs on one height follow each other in one string, moved by thousandths of an em where they don't stand at their widths."""
    for height, level in groupby(glyphs, key=lambda glyph: glyph.y):
        placed = list(level)
        at = placed[0].x
        yield f"1 0 0 -1 {line.x + at * line.size_mm:.3f} {line.y - height * line.size_mm:.3f} Tm ["
        for glyph in placed:
            font.use(glyph.number, glyph.text)
            if moved := round(1000 * (at - glyph.x)):
                yield str(moved)
            yield f"<{glyph.number:04x}>"
            at = glyph.x + font.advance(glyph.number) / 1000
        yield "] TJ"


class _GlyphFont:
    """One face as the PDF standard's composite font: glyph numbers are its codes."""

    def __init__(self, name: str, face: Typeface) -> None:
        self.name = name
        self._face = face
        self._texts: dict[int, str] = {}
        self._measures = uharfbuzz.Font(uharfbuzz.Face(face.data, face.index))

    def advance(self, number: int) -> int:
        """In thousandths of an em, as the file says it."""
        width: int = self._measures.get_glyph_h_advance(number)
        upem: int = self._measures.face.upem
        return round(1000 * width / upem)

    def use(self, number: int, text: str) -> None:
        if text or number not in self._texts:
            self._texts[number] = text

    def addObjects(self, document: Any) -> None:  # noqa: N802  the library calls it by this name
        """Write the font into the file: the library calls this once all pages are drawn."""
        part = _only(self._face, self._texts)
        postscript = f"MMGLYF+{''.join(sign for sign in self._face.key if sign.isalnum() or sign == '-')}"
        is_truetype = part[:4] in _TRUETYPE
        descendant = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType2" if is_truetype else "CIDFontType0"),
            "BaseFont": pdfdoc.PDFName(postscript),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
            ),
            "FontDescriptor": document.Reference(_descriptor(postscript, self._face, part, document), f"descriptor:{self.name}"),
            "W": self._widths(),
        }
        if is_truetype:
            descendant["CIDToGIDMap"] = pdfdoc.PDFName("Identity")
        whole = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("Type0"),
            "BaseFont": pdfdoc.PDFName(postscript),
            "Encoding": pdfdoc.PDFName("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(pdfdoc.PDFDictionary(descendant), f"glyphs:{self.name}")]),
            "ToUnicode": document.Reference(_stream(_to_unicode(self._texts)), f"unicode:{self.name}"),
        }
        reference = document.Reference(pdfdoc.PDFDictionary(whole), f"font:{self.name}")
        document.idToObject["BasicFonts"].dict[self.name] = reference

    def _widths(self) -> Any:
        widths: list[Any] = []
        for number in sorted(self._texts):
            widths += [number, pdfdoc.PDFArray([self.advance(number)])]
        return pdfdoc.PDFArray(widths)


def _only(face: Typeface, numbers: Iterable[int]) -> bytes:
    """The file with the outlines of these glyphs, each under its old number."""
    wish = uharfbuzz.SubsetInput()
    wish.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update(numbers)
    wish.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_HINTING
    wish.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(
        _tag(name) for name in ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG")
    )
    return bytes(uharfbuzz.subset(uharfbuzz.Face(face.data, face.index), wish).blob.data)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _descriptor(name: str, face: Typeface, part: bytes, document: Any) -> Any:
    font = uharfbuzz.Font(uharfbuzz.Face(face.data, face.index))
    extents, scale = font.get_font_extents("ltr"), 1000 / font.face.upem
    file = _stream(part)
    if part[:4] in _TRUETYPE:
        file.dictionary["Length1"] = len(part)
        kind = "FontFile2"
    else:
        file.dictionary["Subtype"] = pdfdoc.PDFName("OpenType")
        kind = "FontFile3"
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "FontName": pdfdoc.PDFName(name),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray([-1000, round(extents.descender * scale), 3000, round(extents.ascender * scale)]),
            "ItalicAngle": 0,
            "Ascent": round(extents.ascender * scale),
            "Descent": round(extents.descender * scale),
            "CapHeight": 700,
            "StemV": 80,
            kind: document.Reference(file, f"file:{name}"),
        }
    )


def _stream(content: bytes) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _to_unicode(texts: dict[int, str]) -> bytes:
    pairs = [f"<{number:04x}> <{text.encode('utf-16-be').hex()}>" for number, text in sorted(texts.items()) if text]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    listed = "\n".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{listed}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
