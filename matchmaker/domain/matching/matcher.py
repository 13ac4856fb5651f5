"""The matcher: learns from the people of an event, scores pairs, makes lists, gives reasons, and keeps the lists fresh."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matchmaker.domain.matching.channels import PairSpace
from matchmaker.domain.matching.crowd import Crowd
from matchmaker.domain.matching.event import EventLists, Fairness
from matchmaker.domain.matching.fields import all_of, one_of
from matchmaker.domain.matching.filters import PairFilter
from matchmaker.domain.matching.fresh import FreshLists
from matchmaker.domain.matching.learning import DecisionRanker, Lesson
from matchmaker.domain.matching.lessons import learn, teaching
from matchmaker.domain.matching.meaning import Embed
from matchmaker.domain.matching.profile import Decision, Match, Profile, Reason, Rules, id_order
from matchmaker.domain.matching.ranges import check_whole
from matchmaker.domain.matching.ranking import NOBODY, Scores
from matchmaker.domain.matching.reasons import Explainer
from matchmaker.domain.matching.score import PairScore
from matchmaker.domain.matching.shortlists import DIGITS
from matchmaker.domain.matching.sides import Sides
from matchmaker.domain.matching.vectors import ProfileVectorizer
from matchmaker.domain.matching.weights import channels_for, check_settings

_PAIRS_AT_ONCE = 200_000
_READERS_AT_ONCE = 200
_NO_RULES = Rules()


class Matcher(FreshLists, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Scores who should meet whom by what people talk about, write, offer and seek.

    The score of a pair is a weighted sum of channels, each in [0, 1]: what both talk about, the words of headlines and texts,
    the topics behind them, what one offers with what the other seeks (both ways, and once more for pairs that help each
    other), the stages of their careers, what they share and the languages they speak. Where one side of a channel is empty,
    the channel counts at about its mean over the event, so that an unanswered question is neither a penalty nor a bonus.

    Parameters
    ----------
    talk_weight, words_weight, topics_weight, fit_weight, stage_weight, shared_weight, languages_weight : float
        Shares of the channels; they are scaled to a sum of one. `fit_weight` is shared by the two directions.
    reciprocity : float, default 0.3
        The part of `fit_weight` that counts only as far as both directions fit, by their harmonic mean.
    topic_sizes : tuple of int, default (32, 96)
        How many topics there are at each grain.
    diversity : float, default 0.05
        What it costs a person to be like somebody who is on the list already, as part of the reader's mean score.
    exposure_floor, exposure_cap : float, default 0.3, 1.5
        In how many fair lists of length k a person stands at least and at most, as parts of k: 3 and 15 at k = 10.
    block_size : int, default 1_000_000
        About how many scores are held in memory at once.
    learning : float, default 1
        How strongly decisions turn the ranking; 0 (or False): they filter, and teach nothing.
    learns_from : datetime, optional
        Decisions before this moment filter, and teach nothing.
    person_effects : float, default 1
        How far decisions may teach that one person is accepted more than their traits tell; 0: nobody's popularity counts at all.
    random_state : int, default 0
        Seed of what is random in learning; one input has one answer.
    embed : callable, optional
        From a list of texts to an array, a row each: a model of meaning of your own, whose cosines count with those of the topics.

    Attributes
    ----------
    profiles_ : list of Profile
        The people of the event, by id; those who came later behind.
    vectorizer_ : ProfileVectorizer
    channels_ : list of Channel
        The channels with their weights and neutral levels.
    ranker_ : DecisionRanker or None
        What decisions taught; None if there were none.
    event_ : EventLists
        The lists of the people of `fit` and of those who came since.

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
        talk_weight: float = 0.3,
        words_weight: float = 0.22,
        topics_weight: float = 0.05,
        fit_weight: float = 0.36,
        stage_weight: float = 0.02,
        shared_weight: float = 0.04,
        languages_weight: float = 0.01,
        reciprocity: float = 0.3,
        topic_sizes: tuple[int, ...] = (32, 96),
        diversity: float = 0.05,
        exposure_floor: float = 0.3,
        exposure_cap: float = 1.5,
        block_size: int = 1_000_000,
        learning: float = 1.0,
        learns_from: datetime | None = None,
        person_effects: float = 1.0,
        random_state: int = 0,
        embed: Embed | None = None,
    ) -> None:
        self.talk_weight = talk_weight
        self.words_weight = words_weight
        self.topics_weight = topics_weight
        self.fit_weight = fit_weight
        self.stage_weight = stage_weight
        self.shared_weight = shared_weight
        self.languages_weight = languages_weight
        self.reciprocity = reciprocity
        self.topic_sizes = topic_sizes
        self.diversity = diversity
        self.exposure_floor = exposure_floor
        self.exposure_cap = exposure_cap
        self.block_size = block_size
        self.learning = learning
        self.learns_from = learns_from
        self.person_effects = person_effects
        self.random_state = random_state
        self.embed = embed

    def fit(
        self,
        profiles: Iterable[Profile],
        history: Iterable[Profile] = (),
        decisions: Iterable[Decision] = (),
        rules: Rules = _NO_RULES,
    ) -> Self:
        """Learn which words are telling, which topics there are and how alike people are; forgets whatever was learned before.

        Parameters
        ----------
        profiles : iterable of Profile
            The people of the event; their order changes nothing.
        history : iterable of Profile
            People of earlier events; their words teach what is rare and what goes together.
        decisions : iterable of Decision
            What people said about others; those about people who are not here are kept without effect.
        rules : Rules

        Raises
        ------
        ValueError
            Two profiles with one id, or a setting out of its range: weights, `diversity`, `learning` and `block_size` below zero or
            not finite, weights that are all zero, a floor or a reciprocity outside [0, 1], a cap below one.
        """
        check_settings(self.get_params())
        channels, both_ways = channels_for(self.get_params())
        people = sorted(all_of(Profile, profiles, "profiles"), key=lambda profile: id_order(profile.id))
        past, told = all_of(Profile, history, "history"), all_of(Decision, decisions, "decisions")
        twice = [identity for identity, count in Counter(profile.id for profile in people).items() if count > 1]
        if twice:
            raise ValueError(f"two profiles have the same id, {twice[0]!r}")
        self.vectorizer_ = ProfileVectorizer(self.topic_sizes, random_state=self.random_state, embed=self.embed).fit([*people, *past])
        crowd = Crowd(self.vectorizer_, people, channels)
        self.channels_ = crowd.channels
        self.filter_ = PairFilter(one_of(Rules, rules, "rules"), told)
        self.score_ = PairScore(self.channels_, both_ways)
        self.ranker_ = self._learned(people, past, told, rules)
        self.score_.learn(self.ranker_, people)
        fairness = Fairness(self.exposure_floor, self.exposure_cap, self.diversity)
        self.event_ = EventLists(crowd, self.filter_, self.score_, fairness, block_size=self.block_size)
        self.explainer_ = Explainer(self.vectorizer_, self.channels_)
        self.shown_k_ = 10
        return self

    @property
    def profiles_(self) -> list[Profile]:
        """The people who are there, by id."""
        check_is_fitted(self)
        crowd = self.event_.crowd
        return [crowd.profiles[at] for at in crowd.here()]

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
        same = readers is candidates
        readers = all_of(Profile, readers, "readers")
        candidates = readers if same else all_of(Profile, candidates, "candidates")
        cut, both = len(readers), Sides(self.channels_, self.vectorizer_.transform([*readers, *candidates]))
        space, score = PairSpace(self.channels_, both, both), self.score_.of([*readers, *candidates])
        hidden = self.filter_.between(readers, candidates)
        table = np.empty((cut, len(candidates)))
        step = max(1, _PAIRS_AT_ONCE // max(1, len(candidates)))
        for start in range(0, cut, step):
            stop = min(start + step, cut)
            rows = np.repeat(np.arange(start, stop), len(candidates))
            columns = np.tile(np.arange(len(candidates)), stop - start)
            block = np.round(score(space.sums(rows, columns + cut), rows, columns + cut), DIGITS).reshape(stop - start, -1)
            block[hidden.rows(start, stop)] = -np.inf
            table[start:stop] = block
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
        check_whole("k", k)
        check_whole("spare", spare, least=0)
        k = int(k)
        event, people = self.event_, np.array(self.event_.crowd.here(), dtype=np.intp)
        if fair:
            self.shown_k_ = k
        if fair and not spare and event.shown is not None and event.shown.k == k:
            yield from self.kept_lists(people.tolist())
            return
        lists = event.fair(k, spare).lists if fair else event.free(k + spare)
        for start in range(0, people.size, _READERS_AT_ONCE):
            part = lists.people[start : start + _READERS_AT_ONCE]
            rows, slots = np.nonzero(part != NOBODY)
            found = event.matches(people[rows + start], people[part[rows, slots]], lists.scores[rows + start, slots])
            for row, size in enumerate(np.bincount(rows, minlength=len(part)), start):
                yield event.crowd.profiles[people[row]].id, [next(found) for _ in range(size)]

    def lessons(self) -> list[Lesson]:
        """What decisions taught the ranking about everybody, the strongest first; empty if there were none."""
        check_is_fitted(self)
        return self.ranker_.lessons([channel.kind for channel in self.channels_]) if self.ranker_ is not None else []

    def reasons(self, reader_id: Hashable, other_id: Hashable) -> list[Reason]:
        """Why this reader should meet this person.

        Parameters
        ----------
        reader_id, other_id : id
            Two people who are here.

        Returns
        -------
        list of Reason
            The strongest first; empty when no field met another, and for a pair that may not see each other.

        Raises
        ------
        KeyError
            Nobody has this id.
        """
        check_is_fitted(self)
        crowd = self.event_.crowd
        me, other = (crowd.profiles[crowd.places[identity]] for identity in (reader_id, other_id))
        if self.filter_.between([me], [other]).rows(0, 1)[0, 0]:
            return []
        return self.explainer_.reasons(me, other)

    def _learned(self, people: list[Profile], past: list[Profile], decisions: list[Decision], rules: Rules) -> DecisionRanker | None:
        taught = teaching(decisions, self.learns_from)
        how = {"strength": float(self.learning), "person_effects": float(self.person_effects)}
        return learn(self.vectorizer_, self.score_, people, past, taught, rules, **how, random_state=self.random_state)
