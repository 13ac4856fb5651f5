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
class Side:
    """What one person brings to a channel: the weighed fields, their sum and its length."""

    fields: Sequence[FieldVector]
    total: Mapping[str, float]
    length: float

    @classmethod
    def of(cls, fields: Sequence[FieldVector]) -> "Side":
        total = pooled(fields)
        return cls(fields, total, length_of(total))

    def strongest(self, other: "Side") -> list[FieldVector]:
        met = [(round(dot(vector.weights, other.total), _DIGITS), vector) for vector in self.fields]
        met = [pair for pair in met if pair[0] > 0]
        met.sort(key=lambda pair: (-pair[0], pair[1].text))
        return [vector for _, vector in met[:MOST_FIELDS]]

    def similarity_without(self, vector: FieldVector, other: "Side", together: float) -> float | None:
        """The cosine if this field had never been filled in; None if nothing were left."""
        if len(self.fields) == 1:
            return None
        squared = self.length**2 - 2 * dot(vector.weights, self.total) + length_of(vector.weights) ** 2
        return (together - dot(vector.weights, other.total)) / (sqrt(squared) * other.length)


def dot(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    # Summed in one order whichever comes first, so that a pair has one score.
    return sum(one[term] * two[term] for term in sorted(one.keys() & two.keys()))


def reasons_in(channel: Channel, me: Side, they: Side) -> list[Reason]:
    """The pairs of fields that met in one channel, strongest first, each field at most once.

    A pair is a reason only if the score would fall without either of its two fields; a field that drags its neighbours
    down more than it brings is none.
    """
    together = dot(me.total, they.total)
    if not together:
        return []
    share = channel.weight / (me.length * they.length)
    pairs = [(round(share * dot(one.weights, two.weights), _DIGITS), one, two) for one in me.strongest(they) for two in they.strongest(me)]
    pairs = [pair for pair in pairs if pair[0] > 0]
    pairs.sort(key=lambda pair: (-pair[0], sorted((pair[1].text, pair[2].text))))
    kept = _each_field_once(pairs)
    return [_reason(channel.kind, *pair) for pair in kept if _both_needed(channel.neutral, me, they, together, pair[1:])]


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


def _both_needed(neutral: float, me: Side, they: Side, together: float, pair: tuple[FieldVector, FieldVector]) -> bool:
    now = round(together / (me.length * they.length), _DIGITS)
    without = (me.similarity_without(pair[0], they, together), they.similarity_without(pair[1], me, together))
    return all(round(neutral if other is None else other, _DIGITS) < now for other in without)


def _reason(kind: str, weight: float, one: FieldVector, two: FieldVector) -> Reason:
    fired = one.weights.keys() & two.weights.keys()
    return Reason(kind, one.text, two.text, weight, one.name, two.name, spans_of(one.text, fired), spans_of(two.text, fired))
