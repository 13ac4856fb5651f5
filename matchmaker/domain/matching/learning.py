"""What people's decisions teach the ranking: a little, smoothly, and open to be looked into.

The log-odds that a reader i says yes to a person j::

    eta_ij = a + rho (1 + g) (l_ij - mean l) + beta · c_ij + u · x_j + v · x_i + p_j + s_i

with l the log-odds of the score before learning, c the channels (standardised), x the traits, p what a person is accepted and s
what a reader accepts beyond their traits. All but a have zero-mean Gaussian priors: a mixed-effects logistic regression at its
posterior mode (Gelman and Hill, *Data Analysis Using Regression and Multilevel/Hierarchical Models*, ch. 14). Without decisions
it is the score itself, and every decision moves it by as much as it is worth.

A pair is worth meeting as far as both say yes: ``q_ij = sqrt(P_ij P'_ji)``, P' being P_ji with two thirds of s_j taken out, as
somebody who says yes to everybody says little about this reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit, logit
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from matchmaker.domain.matching.channels import Sums
from matchmaker.domain.matching.evidence import Evidence
from matchmaker.domain.matching.newton import posterior_mode
from matchmaker.domain.matching.profile import Profile
from matchmaker.domain.matching.ranking import Indices, Scores
from matchmaker.domain.matching.traits import Traits

# Prior standard deviations, in log-odds.
_LEVEL, _BASE, _CHANNELS, _TRAITS, _PERSON = 3.0, 1.0, 0.1, 0.25, 1.0
# What one spread of the score is worth before anything is learned: content alone orders attraction with an AUC of about 0.57.
_WORTH: Final = 0.25
_RESERVE: Final = 1 / 3
# From about so many answers on the scores are on the scale of chances rather than of the base score; changes no ranking.
_FEW_ANSWERS: Final = 100
_LEAST_BASE: Final = 0.01
_NARROWEST: Final = 0.1


@dataclass(frozen=True, slots=True)
class Lesson:
    """One line of what was learned: of what, its weight in log-odds, from how many answers it comes, and how many people it is about.

    `kind` is ``score``, ``channel``, ``accepted`` (people with a trait are accepted more) or ``accepting`` (they accept more).
    """

    kind: str
    name: str
    weight: float
    answers: int
    people: int


class DecisionRanker(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Learns from yes and no whom a reader would meet, and scores pairs by both directions.

    Parameters
    ----------
    strength : float, default 1
        Scales all priors but the level's; 0 learns nothing.
    person_effects : float, default 1
        Scales the priors of p and s: 0 learns nothing about anybody in particular, only about traits and channels.

    Attributes
    ----------
    n_answers_ : int
    base_, channel_weights_, accepted_, accepting_ : float and ndarrays
        g, beta, u and v.
    people_ : dict of id to (float, float)
        p and s of everybody an answer was about, or from.
    """

    def __init__(self, strength: float = 1.0, person_effects: float = 1.0) -> None:
        self.strength = strength
        self.person_effects = person_effects

    def fit(self, evidence: Evidence, base: Scores, sums: Sums, profiles: Sequence[Profile], traits: Traits, *, spread: float) -> Self:
        """Learn.

        Parameters
        ----------
        evidence : Evidence
        base : ndarray, shape (n_rows,)
            The score of each row's pair before learning.
        sums : ndarray, shape (n_rows, n_channels)
        profiles : sequence of Profile
            By the places that the evidence names.
        traits : Traits
            Fitted.
        spread : float
            The standard deviation of the log-odds of scores of any pairs of the event.
        """
        n, weights, i, j = len(profiles), evidence.weights, evidence.readers, evidence.people
        total = max(float(weights.sum()), 1e-12)
        self.traits_, self.n_answers_ = traits, evidence.answered
        self.worth_ = _WORTH / max(spread, _NARROWEST)
        self.mean_base_ = float(weights @ _log_odds(base) / total)
        self.means_ = weights @ sums / total
        self.spreads_ = np.sqrt(weights @ (sums - self.means_) ** 2 / total)
        offset, channels = self._offset(base), self._standardised(sums)
        columns = traits.transform(profiles)
        parts = [
            (_LEVEL, csr_matrix(np.ones((i.size, 1)))),
            (_BASE * self.strength, csr_matrix(offset[:, None])),
            (_CHANNELS * self.strength, csr_matrix(channels)),
            (_TRAITS * self.strength, columns[j]),
            (_TRAITS * self.strength, columns[i]),
            (_PERSON * self.strength * self.person_effects, _of_place(j, n)),
            (_PERSON * self.strength * self.person_effects, _of_place(i, n)),
        ]
        level, (base_,), self.channel_weights_, self.accepted_, self.accepting_, liked, liking = posterior_mode(
            parts, offset, evidence.yes, weights
        )
        self.level_, self.base_ = float(level[0]), float(base_)
        known = np.union1d(i, j).tolist()
        self.people_ = {profiles[at].id: (float(liked[at]), float(liking[at])) for at in known}
        answers = [np.bincount(side[: evidence.answered], minlength=n) for side in (j, i)]
        self.support_ = [np.asarray((columns > 0).T @ count).ravel().astype(int) for count in answers]
        return self

    def among(self, profiles: Sequence[Profile]) -> "Among":
        """What was learned, for pairs of these people by place."""
        check_is_fitted(self)
        return Among(self, profiles)

    def lessons(self, kinds: Sequence[str]) -> list[Lesson]:
        """What holds for everybody, the strongest first.

        Parameters
        ----------
        kinds : sequence of str
            The names of the channels.
        """
        check_is_fitted(self)
        n, known = self.n_answers_, len(self.people_)
        found = [Lesson("score", "", self.base_, n, known)]
        found += [Lesson("channel", kind, float(w), n, known) for kind, w in zip(kinds, self.channel_weights_, strict=True)]
        for side, weights, support in (("accepted", self.accepted_, 0), ("accepting", self.accepting_, 1)):
            for (field, mark), at in self.traits_.places_.items():
                weight = float(weights[at]) * self.traits_.scales_[field]
                found.append(Lesson(side, f"{field}:{mark}", weight, int(self.support_[support][at]), int(self.traits_.uses_[at])))
        return sorted(found, key=lambda lesson: (-abs(lesson.weight), lesson.kind, lesson.name))

    def effects(self, profile: Profile) -> tuple[float, float, float]:
        """How much a person is accepted, how much they accept, and the part of the latter that is theirs alone."""
        if not hasattr(self, "people_"):  # asked for every person, so the full check waits for its reason
            check_is_fitted(self)
        row = self.traits_.transform([profile])
        liked, liking = self.people_.get(profile.id, (0.0, 0.0))
        return float((row @ self.accepted_)[0]) + liked, float((row @ self.accepting_)[0]) + liking, liking

    def _offset(self, base: Scores) -> Scores:
        return self.worth_ * (_log_odds(base) - self.mean_base_)

    def _standardised(self, sums: Sums) -> Sums:
        spreads = np.where(self.spreads_ > 1e-9, self.spreads_, np.inf)
        standard: Sums = (sums - self.means_) / spreads
        return standard


class Among:
    """A ranker's effects of some people by place; people may be added."""

    def __init__(self, ranker: DecisionRanker, profiles: Sequence[Profile]) -> None:
        self.ranker = ranker
        effects = np.array([ranker.effects(profile) for profile in profiles]).reshape(-1, 3)
        self.accepted, self.accepting, self.alone = effects.T

    def add(self, profile: Profile) -> None:
        """One more person, at the next place."""
        more = self.ranker.effects(profile)
        self.accepted, self.accepting, self.alone = (
            np.append(old, new) for old, new in zip((self.accepted, self.accepting, self.alone), more, strict=True)
        )

    def adjusted(self, scores: Scores, sums: Sums, rows: Indices, columns: Indices, back: Sums) -> Scores:
        """The scores of pairs with what was learned, in [0, 1].

        Parameters
        ----------
        scores : ndarray, shape (n_pairs,)
            Before learning; the same both ways.
        sums, back : ndarray, shape (n_pairs, n_channels)
            The channels from the reader to the person, and the other way round.
        rows, columns : ndarray of int, shape (n_pairs,)
            The places of readers and people.
        """
        ranker, offset = self.ranker, self.ranker._offset(scores)
        plain = ranker.level_ + offset + ranker.base_ * offset
        mine = plain + ranker._standardised(sums) @ ranker.channel_weights_ + self.accepted[columns] + self.accepting[rows]
        theirs = plain + ranker._standardised(back) @ ranker.channel_weights_ + self.accepted[rows] + self.accepting[columns]
        theirs -= (1 - _RESERVE) * self.alone[columns]
        learned = _both(mine, theirs) - _both(ranker.level_ + offset, ranker.level_ + offset)
        # The ranking is that of offset + learned. The base score stretches it by 1 / worth; the more answers, the less of that.
        few = _FEW_ANSWERS / (_FEW_ANSWERS + ranker.n_answers_)
        stretch = 1.0 + (1.0 / ranker.worth_ - 1.0) * few
        now = ranker.mean_base_ + stretch * (offset + learned)
        adjusted: Scores = np.clip(expit(now) + (scores - expit(_log_odds(scores))) * few, 0.0, 1.0)
        return adjusted


def _of_place(at: Indices, n: int) -> Any:
    return csr_matrix((np.ones(at.size), (np.arange(at.size), at)), shape=(at.size, n))


def _log_odds(scores: Scores) -> Scores:
    return np.asarray(logit(np.clip(scores, _LEAST_BASE, 1.0 - _LEAST_BASE)))


def _both(mine: Scores, theirs: Scores) -> Scores:
    """The log-odds of the geometric mean of two chances."""
    together = -0.5 * (np.logaddexp(0.0, -mine) + np.logaddexp(0.0, -theirs))
    return np.asarray(together - np.log(-np.expm1(np.minimum(together, -1e-12))))
