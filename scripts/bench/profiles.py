"""Invented attendees of any number for the speed bench: as profiles for the library, and as ready rows of numbers.

5 to 12 of 400 tags to talk about (Zipf), a bio of 30 words of 20,000 (Zipf), 1 to 3 offers and 1 to 3 asks of 300 skills, all of them
likelier within a person's two of 40 topics. Words that stand in more than a fifth of the bios are dropped from the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.preprocessing import normalize

from matchmaker.domain.matching.profile import Profile
from matchmaker.domain.matching.ranking import Columns

TAGS, WORDS, SKILLS, TOPICS = 400, 20_000, 300, 40
BOOST, FLATTER, TOPICAL_WORDS = 4.0, {TAGS: 5, SKILLS: 1}, 0.3
BIO, MOST_BIOS = 30, 0.2
WEIGHTS = {"tags": 0.55, "words": 0.25, "get": 0.10, "give": 0.10}
CHUNK = 5000
SYLLABLES = ("ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa", "ri", "so", "ta", "ve", "zu", "cha", "tro", "ple", "gra", "sti", "lum")


@dataclass(frozen=True)
class Crowd:
    """What was drawn: for each person the numbers of tags, words, offers and asks."""

    tags: list[np.ndarray]
    words: np.ndarray
    offers: list[np.ndarray]
    asks: list[np.ndarray]


@dataclass(frozen=True)
class Rows:
    """Readers and candidates as numbers; their product is the score, the same in both directions."""

    readers: csr_matrix
    candidates: csr_matrix

    @property
    def work(self) -> float:
        """Multiply-adds of a whole self-join for each pair: the sum of df² over the terms, divided by N²."""
        uses = (np.bincount(side.indices, minlength=side.shape[1]).astype(float) for side in (self.readers, self.candidates))
        return float(np.multiply(*uses).sum()) / self.readers.shape[0] ** 2

    def columns(self, topics: int = 0, seed: int = 5) -> tuple[Columns, Columns]:
        """The same people with so many dense columns beside the sparse ones."""
        dense = np.random.default_rng(seed).standard_normal((self.readers.shape[0], topics), dtype=np.float32)
        dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1)
        return Columns(self.readers, 0.2 * dense), Columns(self.candidates, dense)


def draw(n: int, seed: int = 101) -> Crowd:
    dice = np.random.default_rng(seed)
    topics = dice.integers(0, TOPICS, (n, 2))
    tags = _choices(dice, topics, TAGS, 5, 12)
    offers, asks = (_choices(dice, topics, SKILLS, 1, 3) for _ in range(2))
    return Crowd(tags, _bios(dice, topics), offers, asks)


def _choices(dice: np.random.Generator, topics: np.ndarray, many: int, fewest: int, most: int) -> list[np.ndarray]:
    """Different numbers below `many` for each person, drawn by Zipf and topic (Gumbel's trick)."""
    chances, topic_of = -np.log(np.arange(1, many + 1) + FLATTER[many]), dice.integers(0, TOPICS, many)
    chosen: list[np.ndarray] = []
    for start in range(0, len(topics), CHUNK):
        mine = topics[start : start + CHUNK]
        keys = chances + np.log(BOOST) * ((topic_of == mine[:, :1]) + 0.0 + (topic_of == mine[:, 1:]))
        keys += dice.gumbel(size=keys.shape)
        best, sizes = np.argsort(-keys, axis=1)[:, :most], dice.integers(fewest, most + 1, len(mine))
        chosen += [row[:size] for row, size in zip(best, sizes, strict=True)]
    return chosen


def _bios(dice: np.random.Generator, topics: np.ndarray) -> np.ndarray:
    """Words of each bio, shape (n, 30): some of any topic, some of the person's own."""
    own = WORDS // TOPICS
    common, topical = (np.cumsum(1 / np.arange(1, size + 1)) for size in (WORDS, own))
    shape = (len(topics), BIO)
    anything = np.searchsorted(common / common[-1], dice.random(shape))
    rank = np.searchsorted(topical / topical[-1], dice.random(shape))
    mine = topics[np.arange(len(topics))[:, None], dice.integers(0, 2, shape)]
    return np.where(dice.random(shape) < TOPICAL_WORDS, rank * TOPICS + mine, anything)


def profiles_of(crowd: Crowd) -> list[Profile]:
    """The same people as the library's profiles; ids are whole numbers from 0."""

    def named(kind: str) -> Callable[[int], str]:
        return lambda at: f"{kind} {word(at)}"

    tag, skill = named("topic"), named("skill")
    return [
        Profile(
            at,
            talk_about=[tag(t) for t in crowd.tags[at].tolist()],
            offers=[skill(s) for s in crowd.offers[at].tolist()],
            seeks=[skill(s) for s in crowd.asks[at].tolist()],
            texts=[" ".join(map(word, crowd.words[at].tolist()))],
        )
        for at in range(len(crowd.tags))
    ]


def word(at: int) -> str:
    """A word of its own for each number, at least three syllables long."""
    syllables = ""
    for _ in range(3):
        at, last = divmod(at, len(SYLLABLES))
        syllables += SYLLABLES[last]
    return syllables + (f"x{at}" if at else "")


def rows_of(crowd: Crowd) -> Rows:
    tags, words = _weighed(_matrix(crowd.tags, TAGS)), _weighed(_matrix(list(crowd.words), WORDS), MOST_BIOS)
    offers, asks = (_weighed(_matrix(chosen, SKILLS)) for chosen in (crowd.offers, crowd.asks))
    parts = zip(WEIGHTS.values(), (tags, words, asks, offers), strict=True)
    readers = hstack([weight * part for weight, part in parts], format="csr")
    return Rows(readers.astype(np.float32), hstack([tags, words, offers, asks], format="csr").astype(np.float32))


def _matrix(chosen: list[np.ndarray], many: int) -> csr_matrix:
    ends = np.cumsum([0, *map(len, chosen)])
    matrix = csr_matrix((np.ones(ends[-1]), np.concatenate(chosen), ends), shape=(len(chosen), many))
    matrix.sum_duplicates()
    return matrix


def _weighed(matrix: csr_matrix, most: float = 1.0) -> csr_matrix:
    """Rows of length one, by 1 + ln of the count and inverse document frequency."""
    n, used = matrix.shape[0], np.bincount(matrix.indices, minlength=matrix.shape[1])
    matrix.data = 1 + np.log(matrix.data)
    weights = np.where(used <= most * n, np.log((1 + n) / (1 + used)) + 1, 0)
    weighed = (matrix @ diags(weights)).tocsr()
    weighed.eliminate_zeros()
    return normalize(weighed)
