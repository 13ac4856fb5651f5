"""Words of any alphabet, with the place where each stands, so that a page can underline it."""

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final
from unicodedata import category

from snowballstemmer import stemmer

from matchmaker.domain.matching.profile import Span
from matchmaker.domain.matching.stopwords import NO_LANGUAGE, language_of, plain, stop_words

READ_SIGNS: Final = 20_000
# Thai, Lao, Burmese, Khmer, kana and Han write without spaces: neighbouring signs in pairs stand in for words.
_SPACELESS: Final = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STEMMERS: Final = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
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


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """A word without its endings, by the Snowball stemmer of the language (Porter 2001); unchanged where there is none."""
    algorithm = _stemmer(language)
    return str(algorithm.stemWord(word)) if algorithm is not None else word


@cache
def _stemmer(language: str) -> Any:
    return stemmer(_STEMMERS[language]) if language in _STEMMERS else None


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


@lru_cache(maxsize=20_000)
def terms_of(text: str, language: str = "en") -> Terms:
    """The telling words of a text, stemmed, and their pairs.

    Parameters
    ----------
    text : str
        Without a single word (an emoji, "The Who") it is one term as a whole; blank text has none.
    language : str
        Stems the text if it has no function word that gives its own language away, as most tags have none.
    """
    words = words_of(text)
    found = language_of([word.term for word in words])
    stops = stop_words().get("en" if found == NO_LANGUAGE else found, frozenset())
    telling = [word for word in words if word.term not in stops] or words
    if not telling:
        telling = _as_one_word(text[:READ_SIGNS])
    spoken = language if found == NO_LANGUAGE else found
    stems = [Word(stem(word.term, spoken), word.start, word.end) for word in telling if word.term]
    counts = Counter(word.term for word in stems)
    counts.update(f"{one.term} {two.term}" for one, two in pairwise(stems))
    return Terms(tuple(stems), counts)


def main_language(texts: Sequence[str]) -> str:
    """What most of these texts are written in; English when none gives its language away."""
    spoken = Counter(language_of([word.term for word in words_of(text)]) for text in texts)
    spoken.pop(NO_LANGUAGE, None)
    return min(spoken, key=lambda language: (-spoken[language], language)) if spoken else "en"


def _as_one_word(text: str) -> list[Word]:
    seen = [at for at, sign in enumerate(text) if category(sign)[0] not in "CZ"]
    return [Word(plain(text[seen[0] : seen[-1] + 1]), seen[0], seen[-1] + 1)] if seen else []


def spans_of(text: str, fired: Container[str], language: str = "en", *, spelt: Mapping[str, str] | None = None) -> tuple[Span, ...]:
    """Where the fired terms stand in the text; neighbours with only blanks or a binding sign between them become one span.

    `spelt` names for some terms the one they are nearly spelt like, which may have fired instead.
    """
    also = spelt or {}
    spans: list[Span] = []
    for word in terms_of(text, language).words:
        if word.term in fired or also.get(word.term) in fired:
            if spans and text[spans[-1][1] : word.start].strip() in _BINDING:
                spans[-1] = (spans[-1][0], max(word.end, spans[-1][1]))
            else:
                spans.append((word.start, word.end))
    return tuple(spans)
