"""Many codes of one length at once: what `qrcode` would draw, learnt once and then put together by exclusive or.

With the length of a text in capitals and figures, the level and the mask fixed, every module is a sum modulo 2 of bits of the
text, as Reed-Solomon codes are linear [1]_. Two signs share eleven bits. So the picture of a text is the picture of a blank
text, changed by one picture for each bit that is set in each pair; those pictures are asked of `qrcode` itself, once.

References
----------
.. [1] ISO/IEC 18004:2015, Information technology: QR Code bar code symbology specification, 7.4.4 and 7.5.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matchmaker.domain.badges.qr import ALPHANUMERIC, Modules, qr_modules

_VALUES: Final = {sign: value for value, sign in enumerate(ALPHANUMERIC)}
_PAIR_BITS: Final = 11
_LAST_BITS: Final = 6  # of a last sign without a partner
_LEARNING_PAYS_FROM: Final = 200  # codes: learning costs as much as drawing 170 of them one by one


@dataclass(frozen=True, slots=True)
class QrMask:
    """A code as rows of bits from top to bottom, each filled up to whole bytes, black is 1: what a PDF calls an image mask."""

    side: int
    rows: bytes


def qr_masks(texts: Sequence[str]) -> Iterator[QrMask]:
    """The code of each text, exactly as `qr_modules` draws it; many of one length share a stencil."""
    alike = {len(text) for text in texts} == {len(texts[0])} if texts else False
    if len(texts) < _LEARNING_PAYS_FROM or not alike or not set().union(*texts) <= _VALUES.keys():
        yield from (_mask(len(rows), _packed(rows)) for rows in map(qr_modules, texts))
        return
    # What the first and the last in order share, all share.
    first, last = min(texts), max(texts)
    shared = next((place for place in range(len(first)) if first[place] != last[place]), len(first))
    stencil = stencil_for(first[:shared], len(first) - shared)
    yield from (_mask(stencil.side, stencil.draw(text)) for text in texts)


class QrStencil:
    """Draws texts that share a beginning and their length.

    Parameters
    ----------
    beginning
        What all texts start with; as all that follows, of capitals, figures and ``$%*+-./:`` alone.
    varying
        How many signs come after it.
    """

    def __init__(self, beginning: str, varying: int) -> None:
        # Whole pairs from the one that holds the first varying sign; an odd last sign is a pair of its own, of six bits.
        self._start = len(beginning) - len(beginning) % 2
        self._blank = beginning + "0" * varying
        rows = qr_modules(self._blank)
        self.side = len(rows)
        self._blank_picture = _packed(rows)
        self._pictures: list[dict[str, int]] = [{} for _ in range(self._start, len(self._blank), 2)]
        self._bits = [self._learnt(place) for place in range(self._start, len(self._blank), 2)]

    def draw(self, text: str) -> int:
        """The modules of a text as one number, as in a `QrMask`."""
        picture = self._blank_picture
        for number, place in enumerate(range(self._start, len(text), 2)):
            picture ^= self._picture(number, text[place : place + 2])
        return picture

    def _picture(self, number: int, pair: str) -> int:
        """What a pair changes against the blank one; there are at most 1,024 for each place, so they are kept."""
        known = self._pictures[number].get(pair)
        if known is None:
            known = 0
            bits = _bits_of(pair) ^ _bits_of(self._blank[self._start + 2 * number :][:2])
            for bit, changed in enumerate(self._bits[number]):
                known ^= changed if bits >> bit & 1 else 0
            self._pictures[number][pair] = known
        return known

    def _learnt(self, place: int) -> list[int]:
        """One picture for each bit of the pair at this place."""
        size = len(self._blank[place : place + 2])
        zero = _packed(qr_modules(self._with(place, "0" * size)))
        pictures = []
        for bit in range(_PAIR_BITS if size == 2 else _LAST_BITS):
            pair = _pair_of(1 << bit, size)
            pictures.append(_packed(qr_modules(self._with(place, pair))) ^ zero)
        return pictures

    def _with(self, place: int, pair: str) -> str:
        return self._blank[:place] + pair + self._blank[place + len(pair) :]


@lru_cache(maxsize=2)
def stencil_for(beginning: str, varying: int) -> QrStencil:
    return QrStencil(beginning, varying)


def _mask(side: int, picture: int) -> QrMask:
    return QrMask(side, picture.to_bytes(side * ((side + 7) // 8), "big"))


def _packed(rows: Modules) -> int:
    width = 8 * ((len(rows) + 7) // 8)
    picture = 0
    for row in rows:
        for black in row:
            picture = picture << 1 | black
        picture <<= width - len(row)
    return picture


def _bits_of(pair: str) -> int:
    return _VALUES[pair[0]] if len(pair) == 1 else 45 * _VALUES[pair[0]] + _VALUES[pair[1]]


def _pair_of(bits: int, size: int) -> str:
    return ALPHANUMERIC[bits] if size == 1 else ALPHANUMERIC[bits // 45] + ALPHANUMERIC[bits % 45]
