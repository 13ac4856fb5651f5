"""Why two people fit: which of their fields met, in their own words, and how much of the score that made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from matchmaker.domain.matching.channels import Channel
from matchmaker.domain.matching.profile import Reason
from matchmaker.domain.matching.text import spans_of
from matchmaker.domain.matching.vectors import FieldVector, length_of, pooled

# Somebody who names thousands of tags must not make a reason cost millions of comparisons.
MOST_FIELDS = 40
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class _Side:
    fields: Sequence[FieldVector]
    total: Mapping[str, float]
    length: float

    @classmethod
    def of(cls, fields: Sequence[FieldVector]) -> "_Side":
        total = pooled(fields)
        return cls(fields, total, length_of(total))

    def strongest(self, other: Mapping[str, float]) -> list[FieldVector]:
        met = [(round(dot(vector.weights, other), _DIGITS), vector) for vector in self.fields]
        met = [pair for pair in met if pair[0] > 0]
        met.sort(key=lambda pair: (-pair[0], pair[1].text))
        return [vector for _, vector in met[:MOST_FIELDS]]

    def similarity_without(self, vector: FieldVector, other: "_Side") -> float | None:
        """The cosine if this field had never been filled in; None if nothing were left."""
        if len(self.fields) == 1:
            return None
        squared = self.length**2 - 2 * dot(vector.weights, self.total) + length_of(vector.weights) ** 2
        left = dot(self.total, other.total) - dot(vector.weights, other.total)
        return left / (sqrt(squared) * other.length)


def dot(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    small, large = sorted((one, two), key=len)
    return sum(weight * large[term] for term, weight in small.items() if term in large)


def reasons_in(channel: Channel, mine: Sequence[FieldVector], theirs: Sequence[FieldVector]) -> list[Reason]:
    """The pairs of fields that met in one channel, strongest first, each field at most once.

    A pair is a reason only if the score would fall without either of its two fields; a field that drags its neighbours
    down more than it brings is none.
    """
    me, they = _Side.of(mine), _Side.of(theirs)
    if not me.length or not they.length:
        return []
    pairs = [
        (round(channel.weight * dot(one.weights, two.weights) / (me.length * they.length), _DIGITS), one, two)
        for one in me.strongest(they.total)
        for two in they.strongest(me.total)
    ]
    pairs = [pair for pair in pairs if pair[0] > 0]
    pairs.sort(key=lambda pair: (-pair[0], sorted((pair[1].text, pair[2].text))))
    return [_reason(channel.kind, *pair) for pair in _each_field_once(pairs) if _both_needed(channel, me, they, pair[1], pair[2])]


def _each_field_once(pairs: list[tuple[float, FieldVector, FieldVector]]) -> list[tuple[float, FieldVector, FieldVector]]:
    mine_used: set[tuple[str, str]] = set()
    theirs_used: set[tuple[str, str]] = set()
    kept = []
    for pair in pairs:
        one, two = (pair[1].name, pair[1].text), (pair[2].name, pair[2].text)
        if one not in mine_used and two not in theirs_used:
            mine_used.add(one)
            theirs_used.add(two)
            kept.append(pair)
    return kept


def _both_needed(channel: Channel, me: _Side, they: _Side, one: FieldVector, two: FieldVector) -> bool:
    now = round(dot(me.total, they.total) / (me.length * they.length), _DIGITS)
    without = (me.similarity_without(one, they), they.similarity_without(two, me))
    return all(round(channel.neutral if other is None else other, _DIGITS) < now for other in without)


def _reason(kind: str, weight: float, one: FieldVector, two: FieldVector) -> Reason:
    fired = one.weights.keys() & two.weights.keys()
    return Reason(kind, one.text, two.text, weight, one.name, two.name, spans_of(one.text, fired), spans_of(two.text, fired))
