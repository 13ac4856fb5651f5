"""Topics learned from longer texts, so that short profiles meet whoever means the same in other words."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.extmath import randomized_svd
from sklearn.utils.validation import check_is_fitted

from matchmaker.domain.matching.ranges import HIGHEST_SEED, check_sizes, check_whole

Rows = npt.NDArray[np.float32]
Document = Mapping[str, int]

# Fewer texts than this teach no topic, only who wrote them; more than this teach nothing new and take long.
FEWEST_TEXTS = 40
MOST_TEXTS = 10_000
_FEWEST_USES = 2
_POWER_ITERATIONS = 4


class TopicModel(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Latent semantic analysis at two grains, coarse and fine.

    A text is weighed by ``(1 + ln tf) · (1 + Σ p ln p / ln n)``, p being the share of a term's uses that fall on one text
    (log-entropy; Dumais, "Improving the retrieval of information from external sources", Behavior Research Methods 23, 1991),
    and projected on the leading singular vectors of the corpus (Deerwester et al., "Indexing by latent semantic analysis",
    JASIS 41, 1990). A text of the corpus counts by the square root of its length, so that headlines do not drown abstracts.

    Parameters
    ----------
    sizes : tuple of int, default (32, 96)
        How many topics each grain has; less where the corpus is small.
    random_state : int, default 0
        Seed of the randomised decomposition.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The terms that stand in at least two texts; empty if the corpus was too small to learn from.
    weights_ : ndarray, shape (n_terms,)
    components_ : ndarray, shape (n_terms, max(sizes))
    n_texts_ : int
        How many texts taught the topics.
    """

    def __init__(self, sizes: tuple[int, ...] = (32, 96), random_state: int = 0) -> None:
        self.sizes = sizes
        self.random_state = random_state

    def fit(self, documents: Sequence[Document], y: None = None) -> Self:  # noqa: ARG002  scikit-learn's signature
        """Learn topics from texts, each given as how often its terms occur.

        Raises
        ------
        ValueError
            No size, a size that is no whole number from one up, or a seed that is none.
        """
        check_sizes("sizes", self.sizes)
        check_whole("random_state", self.random_state, least=0, most=HIGHEST_SEED)
        texts = [document for document in documents if document]
        step = max(1, -(-len(texts) // MOST_TEXTS))
        texts = texts[::step]
        self.n_texts_ = len(texts)
        self.vocabulary_ = _vocabulary(texts) if len(texts) >= FEWEST_TEXTS else {}
        size = min(max(self.sizes), len(texts) - 1, len(self.vocabulary_) - 1)
        if size < 1:
            return self._learn_nothing()
        counts = _counts(texts, self.vocabulary_)
        self.weights_ = _entropy_weights(counts)
        corpus = _sublinear(counts) @ diags(self.weights_)
        lengths = np.sqrt(np.asarray(corpus.multiply(corpus).sum(axis=1)).ravel())
        corpus = diags(1 / np.sqrt(np.maximum(lengths, 1e-12))) @ corpus
        _, _, directions = randomized_svd(corpus, size, n_iter=_POWER_ITERATIONS, random_state=self.random_state)
        self.components_ = np.ascontiguousarray(directions.T)
        return self

    def _learn_nothing(self) -> Self:
        self.vocabulary_, self.weights_, self.components_ = {}, np.empty(0), np.empty((0, 0))
        return self

    @property
    def n_topics(self) -> int:
        """Columns of `transform`: the topics of all grains; none if nothing could be learned."""
        check_is_fitted(self)
        return sum(min(size, self.components_.shape[1]) for size in self.sizes)

    def transform(self, documents: Sequence[Document]) -> Rows:
        """Topics of texts.

        Returns
        -------
        ndarray of float32, shape (len(documents), n_topics)
            Rows of length one, or empty for a text without any known term. The inner product of two rows is the mean of
            the cosines at each grain.
        """
        if not self.n_topics:
            return np.zeros((len(documents), 0), np.float32)
        projected = np.asarray((_sublinear(_counts(documents, self.vocabulary_)) @ diags(self.weights_)) @ self.components_)
        grains = [_unit(projected[:, :size]) for size in self.sizes]
        return np.ascontiguousarray(np.hstack(grains) / np.sqrt(len(self.sizes)), np.float32)


def _vocabulary(texts: Sequence[Document]) -> dict[str, int]:
    uses: dict[str, int] = {}
    for text in texts:
        for term in text:
            uses[term] = uses.get(term, 0) + 1
    return {term: at for at, term in enumerate(sorted(term for term, count in uses.items() if count >= _FEWEST_USES))}


def _counts(texts: Sequence[Document], vocabulary: Mapping[str, int]) -> Any:
    columns, values, ends = [], [], [0]
    for text in texts:
        known = sorted((vocabulary[term], count) for term, count in text.items() if term in vocabulary)
        columns += [column for column, _ in known]
        values += [count for _, count in known]
        ends.append(len(columns))
    return csr_matrix((np.array(values, float), np.array(columns, np.int32), np.array(ends)), shape=(len(texts), len(vocabulary)))


def _sublinear(counts: Any) -> Any:
    damped = counts.copy()
    damped.data = 1.0 + np.log(damped.data)
    return damped


def _entropy_weights(counts: Any) -> npt.NDArray[np.float64]:
    uses = np.asarray(counts.sum(axis=0)).ravel()
    shares = counts @ diags(1.0 / np.maximum(uses, 1.0))
    shares.data = shares.data * np.log(shares.data)
    return np.asarray(1.0 + np.asarray(shares.sum(axis=0)).ravel() / np.log(counts.shape[0]))


def _unit(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9))
