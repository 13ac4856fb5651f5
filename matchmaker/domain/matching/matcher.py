"""The matcher: learns from the people of an event, scores pairs, makes lists and gives reasons."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf, isfinite
from typing import Self

import numpy as np
from scipy.sparse import hstack
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matchmaker.domain.matching.channels import Channel, columns_of, cosines_in, mean_level
from matchmaker.domain.matching.exposure import Bounds, bounds_of, counts_of, fair_lists, full_floor
from matchmaker.domain.matching.filters import PairFilter
from matchmaker.domain.matching.profile import Decision, Match, Profile, Reason, Rules, Seldom, id_order
from matchmaker.domain.matching.ranking import NOBODY, Indices, Scores, Shortlist, score_blocks
from matchmaker.domain.matching.reasons import Side, reasons_in
from matchmaker.domain.matching.shortlists import best_lists, shortlists_of
from matchmaker.domain.matching.vectors import Blocks, ProfileVectorizer

_DIGITS = 12
_MOST_SIDES = 20_480
_READERS_AT_ONCE = 200
_ALL = slice(None)
_NO_RULES = Rules()


class Matcher(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Scores who should meet whom by what people talk about, write, offer and seek.

    The score of a pair is the same in both directions: the weighted sum of four cosines, each in [0, 1], of what both
    talk about, of the words of headlines and texts, and of what one offers with what the other seeks, both ways. Where
    one side of a channel is empty, the channel counts at about its mean over the event, so that an unanswered question
    is neither a penalty nor a bonus.

    Parameters
    ----------
    talk_weight, words_weight, fit_weight : float, default 0.35, 0.25, 0.4
        Shares of the channels; they are scaled to a sum of one. `fit_weight` is shared by the two directions.
    exposure_floor, exposure_cap : float, default 0.3, 1.5
        In how many fair lists of length k a person stands at least and at most, as parts of k: 3 and 15 at k = 10.
    block_size : int, default 1_000_000
        About how many scores are held in memory at once.

    Attributes
    ----------
    profiles_ : list of Profile
        The people of the event, by id.
    vectorizer_ : ProfileVectorizer
    channels_ : list of Channel
        The channels with their weights and neutral levels.

    Examples
    --------
    >>> matcher = Matcher().fit([Profile("ada", seeks=["a lawyer"]), Profile("grace", offers=["lawyer for founders"])])
    >>> [match.id for match in matcher.recommend(k=1)["ada"]]
    ['grace']
    >>> matcher.reasons("ada", "grace")[0].kind
    'get'
    """

    def __init__(
        self,
        *,
        talk_weight: float = 0.35,
        words_weight: float = 0.25,
        fit_weight: float = 0.4,
        exposure_floor: float = 0.3,
        exposure_cap: float = 1.5,
        block_size: int = 1_000_000,
    ) -> None:
        self.talk_weight = talk_weight
        self.words_weight = words_weight
        self.fit_weight = fit_weight
        self.exposure_floor = exposure_floor
        self.exposure_cap = exposure_cap
        self.block_size = block_size

    def fit(
        self,
        profiles: Iterable[Profile],
        history: Iterable[Profile] = (),
        decisions: Iterable[Decision] = (),
        rules: Rules = _NO_RULES,
    ) -> Self:
        """Learn which words are telling and how alike people are on average; forgets whatever was learned before.

        Parameters
        ----------
        profiles : iterable of Profile
            The people of the event; their order changes nothing.
        history : iterable of Profile
            People of earlier events; their words teach what is rare.
        decisions : iterable of Decision
            What people said about others; those about people who are not here are kept without effect.
        rules : Rules

        Raises
        ------
        ValueError
            Two profiles with one id; weights that are negative, not finite or all zero; a floor below zero or above one,
            or a cap below one.
        """
        weights = self._weights()
        if not 0 <= self.exposure_floor <= 1 <= self.exposure_cap < inf:
            raise ValueError("exposure_floor must be between 0 and 1, and exposure_cap at least 1 and finite")
        people = sorted(profiles, key=lambda profile: id_order(profile.id))
        self.places_ = {profile.id: at for at, profile in enumerate(people)}
        if len(self.places_) < len(people):
            raise ValueError("two profiles have the same id")
        self.profiles_ = people
        self.filter_ = PairFilter(rules, decisions)
        self.vectorizer_ = ProfileVectorizer().fit([*people, *history])
        self.sides_: dict[tuple[Hashable, str], Side] = {}
        self.fair_lists_: dict[tuple[int, int], tuple[Shortlist, Bounds]] = {}
        self.blocks_: Blocks = self.vectorizer_.transform(people)
        self.channels_ = [replace(channel, neutral=mean_level(self.blocks_, channel)) for channel in weights]
        return self

    def scores(self, readers: Sequence[Profile], candidates: Sequence[Profile]) -> Scores:
        """Score every reader with every candidate.

        Parameters
        ----------
        readers, candidates : sequence of Profile
            They need not have been in `fit`.

        Returns
        -------
        ndarray, shape (len(readers), len(candidates))
            In [0, 1]; -inf for oneself and every pair that a rule or a decision hides.
        """
        check_is_fitted(self)
        blocks = self.vectorizer_.transform([*readers, *candidates])
        hidden = self.filter_.between(readers, candidates)
        table = np.empty((len(readers), len(candidates)))
        for start, block in self._blocks(blocks, slice(0, len(readers)), slice(len(readers), None)):
            block[hidden.rows(start, start + len(block))] = -np.inf
            table[start : start + len(block)] = block
        return table

    def recommend(self, k: int = 10, fair: bool = True) -> dict[Hashable, list[Match]]:  # noqa: FBT001, FBT002  the facade's promise
        """Make everybody's list.

        Parameters
        ----------
        k : int
            At most this many people a list.
        fair : bool
            Whether exposure is evened out: everybody stands in some lists and nobody in very many (`exposure_floor`,
            `exposure_cap`), for a small part of the scores. Lists may be shorter than k. False: the best k of each reader.

        Returns
        -------
        dict of id to list of Match
            The highest score first; equal scores by id.
        """
        return dict(self.each_list(k, fair=fair))

    def each_list(self, k: int = 10, *, fair: bool = True, spare: int = 0) -> Iterator[tuple[Hashable, list[Match]]]:
        """The lists of `recommend` one by one, for whoever shows progress; behind each up to `spare` further people."""
        check_is_fitted(self)
        if k < 1:
            raise ValueError("k must be at least 1")
        hidden = self.filter_.between(self.profiles_, self.profiles_)
        lists = self._fair(k, spare)[0] if fair else best_lists(self._blocks(self.blocks_), hidden, len(self.profiles_), k + spare)
        for start in range(0, len(self.profiles_), _READERS_AT_ONCE):
            people = lists.people[start : start + _READERS_AT_ONCE]
            rows, slots = np.nonzero(people != NOBODY)
            matches = self._matches(rows + start, people[rows, slots], lists.scores[rows + start, slots])
            for row, size in enumerate(np.bincount(rows, minlength=len(people)), start):
                yield self.profiles_[row].id, [next(matches) for _ in range(size)]

    def seldom_shown(self, k: int = 10) -> list[Seldom]:
        """Whom the fair lists of length k show less often than the floor of an event without rules, and the rule that causes it.

        People who asked to stand in no list are not among them.

        Returns
        -------
        list of Seldom
            By id.
        """
        check_is_fitted(self)
        lists, bounds = self._fair(k, 0)
        counts, hidden = counts_of(lists), self.filter_.between(self.profiles_, self.profiles_)
        few = np.flatnonzero((counts < full_floor(k, self.exposure_floor)) & ~hidden.unlisted)
        return [Seldom(self.profiles_[at].id, int(counts[at]), int(bounds.floors[at]), hidden.strictest_rule(at)) for at in few.tolist()]

    def fewest_lists(self, k: int = 10) -> dict[Hashable, int]:
        """In how many fair lists of length k each person stands at least, as far as rules and decisions allow."""
        check_is_fitted(self)
        return dict(zip((profile.id for profile in self.profiles_), self._fair(k, 0)[1].floors.tolist(), strict=True))

    def _fair(self, k: int, spare: int) -> tuple[Shortlist, Bounds]:
        if (k, spare) not in self.fair_lists_:
            hidden = self.filter_.between(self.profiles_, self.profiles_)
            found = shortlists_of(self._blocks(self.blocks_), hidden, len(self.profiles_), k + spare, slots=k)
            bounds = bounds_of(found.shares, found.readers, k, floor=self.exposure_floor, cap=self.exposure_cap)
            self.fair_lists_[k, spare] = fair_lists(found.mine, found.theirs, bounds, k, spare=spare), bounds
        return self.fair_lists_[k, spare]

    def reasons(self, reader_id: Hashable, other_id: Hashable) -> list[Reason]:
        """Why this reader should meet this person.

        Parameters
        ----------
        reader_id, other_id : id
            Two people of `fit`.

        Returns
        -------
        list of Reason
            The strongest first; empty when no field met another, and for a pair that may not see each other.

        Raises
        ------
        KeyError
            An id that was not in `fit`.
        """
        check_is_fitted(self)
        me, other = (self.profiles_[self.places_[identity]] for identity in (reader_id, other_id))
        if self.filter_.between([me], [other]).rows(0, 1)[0, 0]:
            return []
        found = [
            r for channel in self.channels_ for r in reasons_in(channel, self._side(me, channel.mine), self._side(other, channel.theirs))
        ]
        return sorted(found, key=lambda reason: -reason.weight)

    def _side(self, profile: Profile, block: str) -> Side:
        """One person's side of a channel, kept for the many pairs it is asked for while lists are explained."""
        key = (profile.id, block)
        if key not in self.sides_:
            if len(self.sides_) >= _MOST_SIDES:
                self.sides_.clear()
            self.sides_[key] = Side.of(self.vectorizer_.fields(profile, block))
        return self.sides_[key]

    def _weights(self) -> list[Channel]:
        weights = (self.talk_weight, self.words_weight, self.fit_weight)
        if not all(isfinite(weight) and weight >= 0 for weight in weights) or not sum(weights):
            raise ValueError("the weights must be finite, at least zero and not all zero")
        talk, words, fit = (weight / sum(weights) for weight in weights)
        return [
            Channel("alike", "talk_about", "talk_about", talk),
            Channel("words", "words", "words", words),
            Channel("get", "seeks", "offers", fit / 2),
            Channel("give", "offers", "seeks", fit / 2),
        ]

    def _blocks(self, blocks: Blocks, readers: slice = _ALL, candidates: slice = _ALL) -> Iterator[tuple[int, Scores]]:
        """Blocks of scores, hidden pairs included, of some rows of these blocks of columns with others."""
        mine, theirs = (hstack(side, format="csr") for side in zip(*(columns_of(blocks, c) for c in self.channels_), strict=True))
        for start, block in score_blocks(mine[readers], theirs[candidates], self.block_size):
            # Rounded, so that equal pairs are equal whichever way their sums were added up.
            yield start, np.clip(np.round(block, _DIGITS), 0.0, 1.0)

    def _matches(self, rows: Indices, columns: Indices, scores: Scores) -> Iterator[Match]:
        alike, words, get, give = (cosines_in(self.blocks_, channel, rows, columns) for channel in self.channels_)
        talk_weight, words_weight = self.channels_[0].weight, self.channels_[1].weight
        likeness = (talk_weight * alike + words_weight * words) / ((talk_weight + words_weight) or 1.0)
        parts = np.clip(np.round([scores, likeness, (get + give) / 2], _DIGITS), 0.0, 1.0)
        return (Match(self.profiles_[at].id, *map(float, part)) for at, part in zip(columns, parts.T, strict=True))
