"""From profiles and decisions to a ranker: who taught it, about whom, and what they could have seen."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np
from scipy.special import logit

from matchmaker.domain.matching.channels import PairSpace
from matchmaker.domain.matching.evidence import MaySee, evidence_of
from matchmaker.domain.matching.filters import PairFilter
from matchmaker.domain.matching.learning import DecisionRanker
from matchmaker.domain.matching.profile import Decision, Profile, Rules, id_order
from matchmaker.domain.matching.score import PairScore
from matchmaker.domain.matching.sides import Sides
from matchmaker.domain.matching.traits import Traits
from matchmaker.domain.matching.vectors import ProfileVectorizer

_PAIRS_LOOKED_AT: Final = 2_000


def teaching(decisions: Iterable[Decision], learns_from: datetime | None) -> list[Decision]:
    """The decisions that teach: those from a moment on; one without a time counts as new."""
    return [decision for decision in decisions if learns_from is None or decision.at is None or _aware(decision.at) >= _aware(learns_from)]


def _aware(moment: datetime) -> datetime:
    """A time without a zone is UTC."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def learn(
    vectorizer: ProfileVectorizer,
    score: PairScore,
    people: Sequence[Profile],
    history: Iterable[Profile],
    decisions: Sequence[Decision],
    rules: Rules,
    *,
    strength: float,
    person_effects: float,
    random_state: int,
) -> DecisionRanker | None:
    """Learn from the decisions of this event and of earlier ones; None if there is nothing to learn from.

    Parameters
    ----------
    vectorizer : ProfileVectorizer
        Fitted.
    score : PairScore
        What pairs are worth before learning.
    people, history : Profiles
        Of this event by id, and of earlier ones; of two with one id the person of this event counts.
    decisions : sequence of Decision
        Those that teach.
    rules : Rules
        Whom one group may meet at all.
    strength, person_effects : float
        See `DecisionRanker`.
    random_state : int
    """
    named = {side for decision in decisions for side in (decision.reader_id, decision.other_id)}
    here = {profile.id for profile in people}
    past = {profile.id: profile for profile in history if profile.id in named and profile.id not in here}
    known = [*people, *sorted(past.values(), key=lambda profile: id_order(profile.id))]
    places: dict[Hashable, int] = {profile.id: at for at, profile in enumerate(known)}
    evidence = evidence_of(decisions, places, _may_meet(known, rules), random_state=random_state)
    if not evidence.answered or not strength:
        return None
    sides = Sides(score.channels, vectorizer.transform(known))
    space = PairSpace(score.channels, sides, sides)
    dice = np.random.default_rng(random_state)
    one, two = dice.integers(0, len(known), (2, _PAIRS_LOOKED_AT))
    one, two = one[one != two], two[one != two]
    seen = score(space.sums(one, two), one, two)
    spread = float(np.std(logit(np.clip(seen, 0.01, 0.99)))) if seen.size else 1.0
    sums = space.sums(evidence.readers, evidence.people)
    base = score(sums, evidence.readers, evidence.people)
    return DecisionRanker(strength, person_effects).fit(evidence, base, sums, known, Traits(vectorizer).fit(known), spread=spread)


def _may_meet(known: Sequence[Profile], rules: Rules) -> MaySee:
    """Whether the groups of two people may meet; worked out once for each two kinds of people."""
    pairs = PairFilter(Rules(may_meet=rules.may_meet, same_organisation=True), ())
    answers: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}

    def may_see(reader: int, person: int) -> bool:
        if rules.may_meet is None:
            return True
        key = tuple(known[reader].groups), tuple(known[person].groups)
        if key not in answers:
            one, two = Profile(0, groups=key[0]), Profile(1, groups=key[1])
            answers[key] = not pairs.between([one], [two]).rows(0, 1)[0, 0]
        return answers[key]

    return may_see
