"""Profiles as rows of numbers: sparse blocks of columns for what people wrote, topics and stage beside them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from matchmaker.domain.matching.meaning import Embed, with_meaning
from matchmaker.domain.matching.profile import Profile, Span
from matchmaker.domain.matching.rarity import TermWeights
from matchmaker.domain.matching.spelling import NearSpellings
from matchmaker.domain.matching.stopwords import own_word
from matchmaker.domain.matching.text import Terms, main_language, spans_of, terms_of
from matchmaker.domain.matching.topics import Rows, TopicModel
from matchmaker.domain.matching.vocabulary import Vocabulary, matrix_of

INTERESTS = ("talk_about", "offers", "seeks")
WORDS, SHARED, LANGUAGES = "words", "shared", "languages"
BLOCKS = (*INTERESTS, WORDS, SHARED, LANGUAGES)
UNKNOWN_STAGE = -1
_SAMPLE = 300
# Of long texts the rare words tell most: between one and 1.6 any power ranks texts of three conferences about equally well.
_RARITY = 1.3


@dataclass(frozen=True, slots=True)
class FieldVector:
    """One field of a person, weighed: what a reason can quote. `spelt` names the neighbour of a rare word."""

    name: str
    text: str
    weights: Mapping[str, float]
    language: str = "en"
    spelt: Mapping[str, str] = field(default_factory=dict)

    def spans(self, fired: Collection[str]) -> tuple[Span, ...]:
        """Which characters of the text fired; what is compared as a whole fires as a whole."""
        if self.name in {SHARED, LANGUAGES}:
            return ((0, len(self.text)),)
        return spans_of(self.text, fired, self.language, spelt=self.spelt)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Some people as rows.

    Attributes
    ----------
    blocks : dict of str to scipy.sparse.csr_matrix, shape (n, n_terms)
        Rows of length one, or empty.
    topics : ndarray of float32, shape (n, n_topics)
        Rows of length one, or zero.
    stages : ndarray of int, shape (n,)
        `UNKNOWN_STAGE` where not said.
    """

    blocks: dict[str, Any]
    topics: Rows
    stages: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.stages.size)


def fields_in(profile: Profile, block: str) -> list[tuple[str, str]]:
    """Name and text of each field of a block; a tag named twice counts once."""
    if block == WORDS:
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


class ProfileVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Learns how telling words are, which are spelt alike and which topics there are, then turns profiles into rows.

    Tags and words of talk, offers and seeks share one vocabulary, so that an offer can meet what is sought; headline and
    texts have their own. Within a block the fields of a person are weighed one by one and added up, so that the share of
    each field in a score is exact. Topics read headline, texts and what people talk about.

    Parameters
    ----------
    topic_sizes : tuple of int, default (32, 96)
        The grains of `TopicModel`.
    least_spelling : float, default 0.6
        From how near on two spellings are one (`NearSpellings`); 1: never.
    random_state : int, default 0
    embed : callable, optional
        A model of meaning whose rows stand beside the topics (`with_meaning`).

    Attributes
    ----------
    interest_weights_, word_weights_, shared_weights_ : TermWeights
    spellings_ : NearSpellings
    topics_ : TopicModel
    language_ : str
        What most texts of the event are written in; it stems what has no function word of its own.
    """

    def __init__(
        self, topic_sizes: tuple[int, ...] = (32, 96), least_spelling: float = 0.6, random_state: int = 0, embed: Embed | None = None
    ) -> None:
        self.topic_sizes = topic_sizes
        self.least_spelling = least_spelling
        self.random_state = random_state
        self.embed = embed

    def fit(self, profiles: Sequence[Profile], y: None = None) -> Self:  # noqa: ARG002  scikit-learn's signature
        """Learn from the people of an event and, put behind them, of earlier events."""
        self.language_ = main_language(_sample([text for profile in profiles for _, text in fields_in(profile, WORDS)]))
        self.interest_weights_ = TermWeights().fit(self._terms_used(profile, INTERESTS) for profile in profiles)
        self.word_weights_ = TermWeights().fit(self._terms_used(profile, (WORDS,)) for profile in profiles)
        self.shared_weights_ = TermWeights().fit({own_word(text) for text in profile.shared} for profile in profiles)
        single = {term: count for term, count in self.interest_weights_.uses_.items() if " " not in term}
        self.spellings_ = NearSpellings(self.least_spelling).fit(single)
        texts = [document for profile in profiles for document in self._documents(fields_in(profile, WORDS))]
        self.topics_ = TopicModel(self.topic_sizes, self.random_state).fit(texts)
        return self

    def fields(self, profile: Profile, block: str) -> list[FieldVector]:
        """The weighed fields of one block of one person, in the person's order; what has no terms at all is left out."""
        if not hasattr(self, "topics_"):  # asked for every field, so the full check waits for its reason
            check_is_fitted(self)
        if block == SHARED:
            known = {own_word(text): text for text in profile.shared}
            return [FieldVector(SHARED, text, {term: self.shared_weights_.weight(term)}) for term, text in known.items() if term]
        if block == LANGUAGES:
            return [FieldVector(LANGUAGES, tag, {tag: 1.0}) for tag in dict.fromkeys(language_tag(tag) for tag in profile.languages)]
        weigh = self._prose if block == WORDS else self._interest
        read = [(name, text, terms_of(text, self.language_)) for name, text in fields_in(profile, block)]
        return [weigh(name, text, terms) for name, text, terms in read if terms.counts]

    def transform(self, profiles: Sequence[Profile], vocabularies: Mapping[str, Vocabulary] | None = None) -> Vectors:
        """Rows for some people.

        Parameters
        ----------
        profiles : sequence of Profile
        vocabularies : mapping of str to Vocabulary, optional
            The columns of words, interests and shared; they grow by the terms of these people. Without it the columns are
            the terms of these people, sorted.
        """
        check_is_fitted(self)
        columns = vocabularies if vocabularies is not None else new_vocabularies()
        rows = {block: [pooled(self.fields(profile, block)) for profile in profiles] for block in BLOCKS}
        for name, members in _VOCABULARIES.items():
            columns[name].add(term for block in members for row in rows[block] for term in row)
        blocks = {block: matrix_of(rows[block], columns[name]) for name, members in _VOCABULARIES.items() for block in members}
        stages = np.array([UNKNOWN_STAGE if profile.stage is None else profile.stage for profile in profiles], np.int64)
        topics = with_meaning(self._topics(profiles), [_all_words(profile) for profile in profiles], self.embed)
        return Vectors(blocks, topics, stages)

    def _interest(self, name: str, text: str, terms: Terms) -> FieldVector:
        # A sentence must not outweigh a tag by being long: an entry is as long as its terms are telling on average.
        # Pairs of words count half, so that two who use the same words in another order still meet.
        shares = {term: 0.5 if " " in term else 1.0 for term in terms.counts}
        size = length_of(shares)
        weights = {term: share * self.interest_weights_.weight(term) / size for term, share in shares.items()}
        spelt = {}
        for term in terms.counts:
            near = self.spellings_.neighbour(term)
            if near is not None:
                spelt[term] = near[0]
                weights[near[0]] = weights.get(near[0], 0.0) + near[1] ** 2 * self.interest_weights_.weight(near[0]) / size
        return FieldVector(name, text, weights, self.language_, spelt)

    def _prose(self, name: str, text: str, terms: Terms) -> FieldVector:
        weights = {term: (1.0 + log(count)) * self.word_weights_.weight(term) ** _RARITY for term, count in terms.counts.items()}
        length = length_of(weights)
        return FieldVector(name, text, {term: weight / length for term, weight in weights.items()}, self.language_)

    def _terms_used(self, profile: Profile, blocks: Iterable[str]) -> set[str]:
        return {term for block in blocks for _, text in fields_in(profile, block) for term in terms_of(text, self.language_).counts}

    def _topics(self, profiles: Sequence[Profile]) -> Rows:
        """Long texts one by one, short entries together; a text counts by the root of its length, so that none drowns the others."""
        width = self.topics_.n_topics
        if not width or not profiles:
            return np.zeros((len(profiles), width), np.float32)
        documents, owners = [], []
        for at, profile in enumerate(profiles):
            for document in self._read_for_topics(profile):
                documents.append(document)
                owners.append(at)
        sizes = np.sqrt([sum(document.values()) for document in documents])
        total = np.zeros((len(profiles), width))
        np.add.at(total, owners, self.topics_.transform(documents) * sizes[:, None])
        lengths = np.linalg.norm(total, axis=1, keepdims=True)
        return np.ascontiguousarray(np.divide(total, lengths, out=np.zeros_like(total), where=lengths > 1e-9), np.float32)

    def _read_for_topics(self, profile: Profile) -> Iterator[Counter[str]]:
        yield from self._documents([("texts", text) for text in dict.fromkeys(profile.texts)])
        short = [("headline", profile.headline), *fields_in(profile, "talk_about")]
        yield sum(self._documents(short), Counter())

    def _documents(self, fields: Iterable[tuple[str, str]]) -> Iterator[Counter[str]]:
        for _, text in fields:
            counts = terms_of(text, self.language_).counts
            yield Counter({term: count for term, count in counts.items() if " " not in term})


_VOCABULARIES: dict[str, tuple[str, ...]] = {"interests": INTERESTS, WORDS: (WORDS,), SHARED: (SHARED,), LANGUAGES: (LANGUAGES,)}


def new_vocabularies() -> dict[str, Vocabulary]:
    return {name: Vocabulary() for name in _VOCABULARIES}


def vocabulary_of(block: str) -> str:
    """The vocabulary whose terms are the columns of a block; empty for what has no terms."""
    return next((name for name, members in _VOCABULARIES.items() if block in members), "")


def language_tag(tag: str) -> str:
    """The main language of a BCP 47 tag: ``en-GB`` and ``en`` are one."""
    return tag.strip().replace("_", "-").split("-")[0].casefold()


def _all_words(profile: Profile) -> str:
    return "\n".join([profile.headline, *profile.talk_about, *profile.texts]).strip()


def _sample(texts: Sequence[str]) -> Sequence[str]:
    return texts[:: max(1, len(texts) // _SAMPLE)]
