"""Words of any alphabet, with the place where each stands, so that a page can underline it."""

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final
from unicodedata import category

from matchmaker.domain.matching.profile import Span
from matchmaker.domain.matching.stopwords import plain, without_stop_words

READ_SIGNS: Final = 20_000
# Thai, Lao, Burmese, Khmer, kana and Han write without spaces: neighbouring signs in pairs stand in for words.
_SPACELESS: Final = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SHORTEST_PLURAL: Final = 4
_BINDING: Final = {"", "&", "-", "/", "+"}


@dataclass(frozen=True, slots=True)
class Word:
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The telling words of one text and how often each word and each pair of neighbours occurs."""

    words: tuple[Word, ...]
    counts: Mapping[str, int]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of a word, with the marks that Python's own word class leaves out, and of a run without spaces."""
    marks = "".join(f"{start:c}-{end:c}" for start, end in _mark_ranges())
    return re.compile(rf"[^\W_][^\W_{marks}\u200c\u200d]*(?:[{marks}\u200c\u200d]+[^\W_]*)*[+#]*"), re.compile(f"[{_SPACELESS}]+")


def _mark_ranges() -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for code in range(0x300, 0x1E950):
        if category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    return ranges


def singular(word: str) -> str:
    """The S stemmer for English plurals, its last two rules in one (Harman, "How effective is suffixing?", JASIS 42, 1991)."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s"):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    return word if word.endswith(("us", "ss", "is")) else word[:-1]


def words_of(text: str) -> list[Word]:
    """Every word of the first 20,000 characters of a text, in order."""
    word_pattern, run_pattern = _patterns()
    found_words = word_pattern.finditer(text, 0, READ_SIGNS)
    if not run_pattern.search(text):
        return [Word(plain(found.group()), found.start(), found.end()) for found in found_words]
    words: list[Word] = []
    for found in found_words:
        start = found.start()
        for run in run_pattern.finditer(text, found.start(), found.end()):
            _add_word(words, text, start, run.start())
            _add_pairs(words, text, run.start(), run.end())
            start = run.end()
        _add_word(words, text, start, found.end())
    return words


def _add_word(words: list[Word], text: str, start: int, end: int) -> None:
    if start < end:
        words.append(Word(plain(text[start:end]), start, end))


def _add_pairs(words: list[Word], text: str, start: int, end: int) -> None:
    last = max(start + 1, end - 1)
    words.extend(Word(plain(text[at : at + 2]), at, min(at + 2, end)) for at in range(start, last))


@lru_cache(maxsize=2048)
def terms_of(text: str) -> Terms:
    """The telling words of a text and their pairs; a text without a single word is one term as a whole, blank text has none."""
    words = words_of(text)
    stops = without_stop_words([word.term for word in words])
    telling = [word for word in words if word.term not in stops] or words
    if not telling:
        telling = _as_one_word(text[:READ_SIGNS])
    stems = [Word(singular(word.term), word.start, word.end) for word in telling if word.term]
    counts = Counter(word.term for word in stems)
    counts.update(f"{one.term} {two.term}" for one, two in pairwise(stems))
    return Terms(tuple(stems), counts)


def _as_one_word(text: str) -> list[Word]:
    seen = [at for at, sign in enumerate(text) if category(sign)[0] not in "CZ"]
    return [Word(plain(text[seen[0] : seen[-1] + 1]), seen[0], seen[-1] + 1)] if seen else []


def spans_of(text: str, fired: Container[str]) -> tuple[Span, ...]:
    """Where the fired terms stand in the text; neighbours with only blanks or a binding sign between them become one span."""
    spans: list[Span] = []
    for word in terms_of(text).words:
        if word.term in fired:
            if spans and text[spans[-1][1] : word.start].strip() in _BINDING:
                spans[-1] = (spans[-1][0], max(word.end, spans[-1][1]))
            else:
                spans.append((word.start, word.end))
    return tuple(spans)
