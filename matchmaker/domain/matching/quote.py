"""The part of somebody's text around the words that fired, short enough for a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.matching.profile import Span

MOST_SIGNS: Final = 120
_LEAD: Final = 30


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a text in pieces, each with whether it fired, and whether something was cut off before and after."""

    pieces: tuple[tuple[str, bool], ...]
    cut_before: bool
    cut_after: bool

    @property
    def text(self) -> str:
        return "".join(piece for piece, _ in self.pieces)

    @property
    def fired(self) -> str:
        """The longest stretch that fired."""
        return max((piece for piece, has_fired in self.pieces if has_fired), key=len, default="")


def quote(text: str, spans: Sequence[Span], most: int = MOST_SIGNS) -> Quote:
    """Quote a text around the spans that fired: the whole of it if it is short, else at most `most` signs, cut between words."""
    start, end = _window(text, spans, most)
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, last in spans:
        if at <= first and last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    pieces.append((text[at:end], False))
    return Quote(tuple(piece for piece in pieces if piece[0]), start > 0, end < len(text))


def _window(text: str, spans: Sequence[Span], most: int) -> Span:
    first, last = spans[0] if spans else (0, 0)
    if len(text) <= most:
        start, end = 0, len(text)
    else:
        start = max(0, min(first - _LEAD, len(text) - most))
        end = max(start + most, min(last, first + most))
        start, end = _to_word_start(text, start, first), _to_word_end(text, last, min(end, len(text)))
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end - len(text[start:end]) + len(text[start:end].rstrip())


def _to_word_start(text: str, start: int, first: int) -> int:
    if start == 0 or text[start - 1].isspace():
        return start
    blank = next((at for at in range(start, first) if text[at].isspace()), None)
    return first if blank is None else blank + 1


def _to_word_end(text: str, last: int, end: int) -> int:
    if end == len(text) or text[end].isspace():
        return end
    blank = next((at for at in range(end, last, -1) if text[at - 1].isspace()), None)
    return end if blank is None else blank - 1
