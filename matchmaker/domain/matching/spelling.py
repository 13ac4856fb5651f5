"""Words that nobody else uses, brought near to the word they are spelt like: slips, compounds, endings no stemmer knows."""

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matchmaker.domain.matching.ranges import check_number

_SHORTEST = 6
# Below this every word would be near some other.
_LEAST = 0.1
_GRAM = 3
_MOST_WORDS = 20_000
_AT_ONCE = 500


class NearSpellings(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """For each rare word the word it is nearly spelt like, by the character trigrams both have (Angell et al. 1983).

    Two neighbouring letters the other way round spoil four trigrams, half of those of a short word: such a slip is as near
    as `least`, if no other word is nearer.

    Only words that one person alone uses, or nobody yet, look for a neighbour: whoever shares a word needs none. This is the
    matching by character n-grams of short fields, without its price: a profile gets one more column for a slip, instead of
    hundreds of columns for all its trigrams.

    Parameters
    ----------
    least : float, default 0.6
        The cosine of the trigrams from which two words are near, between 0.1 and 1; 1 turns the step off.

    Attributes
    ----------
    uses_ : dict of str to int
        How many people use each word.
    neighbours_ : dict of str to (str, float)
        Rare words of `fit` that have a neighbour, and how near it is.
    """

    def __init__(self, least: float = 0.6) -> None:
        self.least = least

    def fit(self, uses: Mapping[str, int], y: None = None) -> Self:  # noqa: ARG002  scikit-learn's signature
        """Learn who is spelt like whom.

        Parameters
        ----------
        uses : mapping of str to int
            Single words, and how many people use each.

        Raises
        ------
        ValueError
            `least` is out of its range.
        """
        check_number("least", self.least, least=_LEAST, most=1)
        self.uses_ = dict(uses)
        words = sorted((word for word in uses if _is_long(word)), key=lambda word: (-uses[word], word))[:_MOST_WORDS]
        self.words_ = words
        self.grams_ = {gram: at for at, gram in enumerate(sorted({gram for word in words for gram in _grams(word)}))}
        self.rows_ = self._rows(words)
        self.neighbours_ = self._search([word for word in words if uses[word] == 1])
        return self

    def neighbour(self, word: str) -> tuple[str, float] | None:
        """The word this one is nearly spelt like, and how near (0 to 1); None for a word that people share, or without a neighbour."""
        if not hasattr(self, "neighbours_"):  # asked for every word, so the full check waits for its reason
            check_is_fitted(self)
        if self.uses_.get(word, 0) > 1 or not _is_long(word) or self.least >= 1:
            return None
        if word in self.uses_:
            return self.neighbours_.get(word)
        return self._search([word]).get(word)

    def _search(self, rare: list[str]) -> dict[str, tuple[str, float]]:
        found: dict[str, tuple[str, float]] = {}
        if self.least >= 1 or not self.words_:
            return found
        columns = self.rows_.T.tocsr()
        places = {word: at for at, word in enumerate(self.words_)}
        for start in range(0, len(rare), _AT_ONCE):
            some = rare[start : start + _AT_ONCE]
            near = (self._rows(some) @ columns).toarray()
            for row, word in enumerate(some):
                if word in places:
                    near[row, places[word]] = 0.0
            best = near.argmax(axis=1)
            found |= {
                word: (self.words_[at], float(near[row, at]))
                for row, (word, at) in enumerate(zip(some, best.tolist(), strict=True))
                if near[row, at] >= self.least
            }
        return {word: (turned, self.least) for word in rare for turned in _turned(word) if turned in places} | found

    def _rows(self, words: Iterable[str]) -> Any:
        """Rows of length one; of a word that brings trigrams of its own, shorter."""
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for word in words:
            grams = _grams(word)
            columns += sorted(self.grams_[gram] for gram in grams if gram in self.grams_)
            values += [1 / sqrt(len(grams))] * (len(columns) - ends[-1])
            ends.append(len(columns))
        shape = (len(ends) - 1, max(1, len(self.grams_)))
        return csr_matrix((np.array(values), np.array(columns, np.int32), np.array(ends)), shape=shape)


def _is_long(word: str) -> bool:
    return len(word) >= _SHORTEST and " " not in word


def _turned(word: str) -> list[str]:
    """The word with each two neighbouring letters the other way round."""
    return [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1) if word[at] != word[at + 1]]


def _grams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1)}
