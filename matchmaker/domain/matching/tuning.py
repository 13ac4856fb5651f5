"""The reader's three sliders: a list turned towards what its reader asks for just now.

Plain numbers in, an order out; `static/js/tuning.js` does the same in the browser, and one table of cases
(`tests/domain/tuning_table.json`) holds both to it. Nothing here is learned, and lists that a reader has turned don't
count as exposure.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.matching.profile import id_order

MOST_PEOPLE: Final = 60
# How far the end of a slider moves a pair, in units of what the slider turns.
DIFFERENCE_PULL: Final = 2.0
MENTOR_PULL: Final = 0.5
GIVING_PULL: Final = 1.0
# By how many stages the other is ahead of me. Two or three ahead can still remember the way; a peer is no mentor.
MENTOR_VALUES: Final = {1: 0.25, 2: 1.0, 3: 1.0, 4: 0.5, 5: 0.25, 0: -1.0, -1: -0.5}
BEHIND: Final = -0.25
_STEPS: Final = 1e9  # scores are compared in whole billionths, so that both languages round alike

TunedId = int | str
TunedRow = list[object]  # [id, score, likeness, get, give, gap, wild], as it is stored and handed to the script


@dataclass(frozen=True, slots=True)
class TunedPerson:
    """Somebody a reader's list may show, with what their pair is made of.

    Parameters
    ----------
    id : int or str
    score : float
        The pair's score with all sliders at rest, in [0, 1].
    likeness, get, give : float
        This pair's weighted channel sums as they stand in the score: what both share, what they offer that I seek, and
        what I offer that they seek.
    gap : int or None
        Their career stage less mine; None if either is unknown.
    wild : bool
        Whether the pair has no reason to show. It changes no order; the page says so on the card.
    """

    id: TunedId
    score: float
    likeness: float = 0.0
    get: float = 0.0
    give: float = 0.0
    gap: int | None = None
    wild: bool = False


@dataclass(frozen=True, slots=True)
class Sliders:
    """Where the three sliders stand, each in [-1, 1] and 0 at rest.

    Parameters
    ----------
    difference : float
        -1: people like me. 1: people unlike me.
    mentor : float
        -1: peers. 1: people two or three stages ahead.
    giving : float
        -1: people who offer what I seek. 1: people who seek what I offer.

    Raises
    ------
    ValueError
        A slider outside [-1, 1].
    """

    difference: float = 0.0
    mentor: float = 0.0
    giving: float = 0.0

    def __post_init__(self) -> None:
        if not all(-1 <= value <= 1 for value in (self.difference, self.mentor, self.giving)):
            raise ValueError("a slider stands between -1 and 1")


def mentor_value(gap: int | None) -> float:
    """How much somebody so many stages ahead is a mentor, in [-1, 1]; unknown is 0, a peer is least."""
    return 0.0 if gap is None else MENTOR_VALUES.get(gap, BEHIND if gap < 0 else 0.0)


def tuned_score(person: TunedPerson, sliders: Sliders) -> float:
    """The pair's score with the sliders turned; at rest it is the score itself.

    ``score - 2 difference likeness + 0.5 mentor m(gap) + giving (give - get)``

    Each slider adds a multiple of one quantity of the pair, so the sum over the best k is the upper envelope of straight
    lines in that slider, and convex: the mean of the turned quantity over the best k never falls as the slider rises.
    """
    return (
        person.score
        - DIFFERENCE_PULL * sliders.difference * person.likeness
        + MENTOR_PULL * sliders.mentor * mentor_value(person.gap)
        + GIVING_PULL * sliders.giving * (person.give - person.get)
    )


def tuned_order(people: Iterable[TunedPerson], sliders: Sliders, k: int) -> list[TunedPerson]:
    """The best k, highest score first; scores equal to nine digits by id, numbers by size before words."""
    return sorted(people, key=lambda person: (-_rounded(tuned_score(person, sliders)), id_order(person.id)))[:k]


def _rounded(score: float) -> int:
    return math.floor(score * _STEPS + 0.5)


def as_row(person: TunedPerson) -> TunedRow:
    return [person.id, person.score, person.likeness, person.get, person.give, person.gap, person.wild]


def person_in(row: TunedRow) -> TunedPerson:
    """The person of a row that `as_row` made."""
    return TunedPerson(*row)  # type: ignore[arg-type]  # a stored row has the types it was written with
