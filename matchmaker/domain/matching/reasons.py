"""Why two people fit: which of their fields met, in their own words, and how much of the score that made."""

from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import fsum, sqrt

from matchmaker.domain.matching.profile import Profile, Reason
from matchmaker.domain.matching.sides import Channel
from matchmaker.domain.matching.vectors import FieldVector, ProfileVectorizer, length_of, pooled

# Somebody who names thousands of tags must not make a reason cost millions of comparisons.
MOST_FIELDS = 40
# The channels whose fields people see; what the others bring is "adjusted".
VISIBLE = frozenset({"alike", "words", "get", "give", "shared"})
_MOST_PEOPLE = 5_000
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Side:
    """What one person brings to a channel: the weighed fields, their sum, its length, and its length without each field."""

    fields: Sequence[FieldVector]
    total: Mapping[str, float]
    length: float
    lengths_without: Sequence[float]

    @classmethod
    def of(cls, fields: Sequence[FieldVector]) -> "Side":
        total = pooled(fields)
        length = length_of(total)
        if len(fields) == 1:
            return cls(fields, total, length, [0.0])
        return cls(fields, total, length, [_length_without(vector, total, length) for vector in fields])

    def meeting(self, shared: Set[str], other: "Side") -> list[int]:
        """Places of the fields that have a shared term; of very many only the strongest."""
        places = [place for place, vector in enumerate(self.fields) if not shared.isdisjoint(vector.weights)]
        if len(places) > MOST_FIELDS:
            places.sort(key=lambda place: (-dot(self.fields[place].weights, other.total), self.fields[place].text))
        return places[:MOST_FIELDS]

    def similarity_without(self, place: int, other: "Side", together: float) -> float | None:
        """The cosine if this field had never been filled in; None if nothing were left."""
        if not self.lengths_without[place]:
            return None
        return (together - dot(self.fields[place].weights, other.total)) / (self.lengths_without[place] * other.length)


def _length_without(vector: FieldVector, total: Mapping[str, float], length: float) -> float:
    return sqrt(max(0.0, length**2 - 2 * dot(vector.weights, total) + length_of(vector.weights) ** 2))


def dot(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """The inner product, exactly rounded: it is the same whichever of the two comes first."""
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    return fsum([weight * many[term] for term, weight in few.items() if term in many])


def reasons_in(channel: Channel, me: Side, they: Side) -> list[Reason]:
    """The pairs of fields that met in one channel, strongest first, each field at most once.

    A pair is a reason only if the score would fall without either of its two fields; a field that drags its neighbours
    down more than it brings is none.
    """
    shared = me.total.keys() & they.total.keys()
    if not shared:
        return []
    together, share = dot(me.total, they.total), channel.weight / (me.length * they.length)
    theirs = they.meeting(shared, me)
    pairs = [
        (round(share * dot(me.fields[one].weights, they.fields[two].weights), _DIGITS), one, two)
        for one in me.meeting(shared, they)
        for two in theirs
    ]
    pairs = [pair for pair in pairs if pair[0] > 0]
    pairs.sort(key=lambda pair: (-pair[0], sorted((me.fields[pair[1]].text, they.fields[pair[2]].text))))
    kept = _each_field_once(pairs)
    return [
        _reason(channel.kind, weight, me.fields[one], they.fields[two])
        for weight, one, two in kept
        if _both_needed(channel.neutral, me, they, together, (one, two))
    ]


def _each_field_once(pairs: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    mine_used: set[int] = set()
    theirs_used: set[int] = set()
    kept = []
    for pair in pairs:
        if pair[1] not in mine_used and pair[2] not in theirs_used:
            mine_used.add(pair[1])
            theirs_used.add(pair[2])
            kept.append(pair)
    return kept


def _both_needed(neutral: float, me: Side, they: Side, together: float, places: tuple[int, int]) -> bool:
    now = round(together / (me.length * they.length), _DIGITS)
    without = (me.similarity_without(places[0], they, together), they.similarity_without(places[1], me, together))
    return all(round(neutral if other is None else other, _DIGITS) < now for other in without)


def _reason(kind: str, weight: float, one: FieldVector, two: FieldVector) -> Reason:
    fired = one.weights.keys() & two.weights.keys()
    return Reason(kind, one.text, two.text, weight, one.name, two.name, one.spans(fired), two.spans(fired))


class Explainer:
    """Gives the reasons of pairs; each person's sides are kept for the many pairs they are asked for while lists are explained."""

    def __init__(self, vectorizer: ProfileVectorizer, channels: Sequence[Channel]) -> None:
        self.vectorizer = vectorizer
        self.channels = [channel for channel in channels if channel.kind in VISIBLE]
        self.sides: dict[Hashable, dict[str, Side]] = {}

    def reasons(self, me: Profile, other: Profile) -> list[Reason]:
        """All reasons of a pair, the strongest first."""
        found = [
            reason
            for channel in self.channels
            if channel.weight
            for reason in reasons_in(channel, self._side(me, channel.mine), self._side(other, channel.theirs))
        ]
        return sorted(found, key=lambda reason: -reason.weight)

    def forget(self, identity: Hashable) -> None:
        """Somebody says other things now."""
        self.sides.pop(identity, None)

    def _side(self, profile: Profile, block: str) -> Side:
        if len(self.sides) >= _MOST_PEOPLE and profile.id not in self.sides:
            self.sides.clear()
        mine = self.sides.setdefault(profile.id, {})
        if block not in mine:
            mine[block] = Side.of(self.vectorizer.fields(profile, block))
        return mine[block]
