"""Profiles as rows of numbers: four blocks of columns, each row of a block of length one or empty."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from matchmaker.domain.matching.profile import Profile
from matchmaker.domain.matching.text import Terms, terms_of

INTERESTS = ("talk_about", "offers", "seeks")
BLOCKS = (*INTERESTS, "words")
Blocks = dict[str, Any]  # block -> csr_matrix (people, terms of this call); scipy has no types


@dataclass(frozen=True, slots=True)
class FieldVector:
    """One field of a person, weighed: what a reason can quote."""

    name: str
    text: str
    weights: Mapping[str, float]


def fields_in(profile: Profile, block: str) -> list[tuple[str, str]]:
    """Name and text of each field of a block; a tag named twice counts once."""
    if block == "words":
        headline = [("headline", profile.headline)] if profile.headline.strip() else []
        return headline + [("texts", text) for text in dict.fromkeys(profile.texts)]
    return [(block, text) for text in dict.fromkeys(getattr(profile, block))]


def length_of(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def pooled(fields: Iterable[FieldVector]) -> dict[str, float]:
    """The sum of some fields of one person."""
    total: dict[str, float] = {}
    for vector in fields:
        for term, weight in vector.weights.items():
            total[term] = total.get(term, 0.0) + weight
    return total


class TermWeights(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """How telling a term is: ``ln((1 + n) / (1 + df)) + 1`` (smoothed inverse document frequency; Spärck Jones 1972).

    A term nobody used in `fit` is as telling as a term can be, so new people may bring new words.

    Attributes
    ----------
    n_people_ : int
    weights_ : dict of str to float
        The weight of each term that was used.
    rarest_ : float
        The weight of a term that nobody used.
    """

    def fit(self, people: Iterable[set[str]], y: None = None) -> Self:  # noqa: ARG002  scikit-learn's signature
        frequency: Counter[str] = Counter()
        self.n_people_ = 0
        for terms in people:
            self.n_people_ += bool(terms)
            frequency.update(terms)
        self.rarest_ = log(1 + self.n_people_) + 1.0
        self.weights_ = {term: self.rarest_ - log(1 + count) for term, count in frequency.items()}
        return self

    def weight(self, term: str) -> float:
        return self.weights_.get(term, self.rarest_)


class ProfileVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Learns how telling words are, then turns profiles into rows.

    Tags and words of talk, offers and seeks share one vocabulary, so that an offer can meet what is sought; headline and
    texts have their own. Within a block the fields of a person are weighed one by one and added up, so that the share of
    each field in a score is exact.

    Attributes
    ----------
    interest_weights_, word_weights_ : TermWeights
    """

    def fit(self, profiles: Sequence[Profile], y: None = None) -> Self:  # noqa: ARG002  scikit-learn's signature
        self.interest_weights_ = TermWeights().fit(_terms_used(p, INTERESTS) for p in profiles)
        self.word_weights_ = TermWeights().fit(_terms_used(p, ("words",)) for p in profiles)
        return self

    def fields(self, profile: Profile, block: str) -> list[FieldVector]:
        """The weighed fields of one block of one person, in the person's order; what has no terms at all is left out."""
        weigh = self._prose if block == "words" else self._interest
        read = [(name, text, terms_of(text)) for name, text in fields_in(profile, block)]
        return [FieldVector(name, text, weigh(terms)) for name, text, terms in read if terms.counts]

    def transform(self, profiles: Sequence[Profile]) -> Blocks:
        """Rows of length one (or empty) for each block; the columns are the terms of these profiles, sorted.

        Parameters
        ----------
        profiles : sequence of Profile

        Returns
        -------
        dict of str to scipy.sparse.csr_matrix, shape (len(profiles), n_terms)
        """
        rows = {block: [pooled(self.fields(profile, block)) for profile in profiles] for block in BLOCKS}
        interests = _matrices([rows[block] for block in INTERESTS])
        return {"words": _matrices([rows["words"]])[0], **dict(zip(INTERESTS, interests, strict=True))}

    def _interest(self, terms: Terms) -> dict[str, float]:
        # A sentence must not outweigh a tag by being long: an entry is as long as its terms are telling on average.
        # Pairs of words count half, so that two who use the same words in another order still meet.
        shares = {term: 0.5 if " " in term else 1.0 for term in terms.counts}
        size = length_of(shares)
        return {term: share * self.interest_weights_.weight(term) / size for term, share in shares.items()}

    def _prose(self, terms: Terms) -> dict[str, float]:
        weights = {term: (1.0 + log(count)) * self.word_weights_.weight(term) for term, count in terms.counts.items()}
        length = length_of(weights)
        return {term: weight / length for term, weight in weights.items()}


def _terms_used(profile: Profile, blocks: Iterable[str]) -> set[str]:
    return {term for block in blocks for _, text in fields_in(profile, block) for term in terms_of(text).counts}


def _matrices(blocks: list[list[dict[str, float]]]) -> list[Any]:
    """One matrix per block over one sorted vocabulary, so that the order of people changes no sum."""
    vocabulary = {term: at for at, term in enumerate(sorted({term for rows in blocks for row in rows for term in row}))}
    return [_matrix(rows, vocabulary) for rows in blocks]


def _matrix(rows: list[dict[str, float]], vocabulary: Mapping[str, int]) -> Any:
    columns, values, ends = array("q"), array("d"), array("q", [0])
    for row in rows:
        length = length_of(row)
        for column, weight in sorted((vocabulary[term], weight) for term, weight in row.items()):
            columns.append(column)
            values.append(weight / length)
        ends.append(len(columns))
    index = np.int32 if len(columns) < np.iinfo(np.int32).max else np.int64
    parts = np.frombuffer(values, float), np.frombuffer(columns, np.int64).astype(index), np.frombuffer(ends, np.int64).astype(index)
    return csr_matrix(parts, shape=(len(rows), len(vocabulary)))
