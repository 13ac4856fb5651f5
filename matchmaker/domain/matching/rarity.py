"""How much a term tells about whoever uses it."""

from collections import Counter
from collections.abc import Collection, Iterable
from math import log
from typing import Self

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted


class TermWeights(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """How telling a term is: ``ln((1 + n) / (1 + df)) + 1`` (smoothed inverse document frequency; Spärck Jones 1972).

    A term nobody used in `fit` is as telling as a term can be, so new people may bring new words.

    Attributes
    ----------
    n_people_ : int
    uses_ : dict of str to int
        How many people use each term.
    weights_ : dict of str to float
        The weight of each term that was used.
    rarest_ : float
        The weight of a term that nobody used.
    """

    def fit(self, people: Iterable[Collection[str]], y: None = None) -> Self:  # noqa: ARG002  scikit-learn's signature
        frequency: Counter[str] = Counter()
        self.n_people_ = 0
        for terms in people:
            self.n_people_ += bool(terms)
            frequency.update(terms)
        self.uses_ = dict(frequency)
        self.rarest_ = log(1 + self.n_people_) + 1.0
        self.weights_ = {term: self.rarest_ - log(1 + count) for term, count in frequency.items()}
        return self

    def weight(self, term: str) -> float:
        if not hasattr(self, "weights_"):  # asked for every word, so the full check waits for its reason
            check_is_fitted(self)
        return self.weights_.get(term, self.rarest_)
