"""Decisions as evidence: who said yes and no to whom, and who stands in for the noes nobody gave."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from matchmaker.domain.matching.profile import Decision
from matchmaker.domain.matching.ranking import Indices, Scores

LIKING = frozenset({"accepted"})
DISLIKING = frozenset({"declined", "not_for_me"})
TOGETHER = frozenset({"met", "know_already"})
# So many people nobody answered about are drawn for each no that is lacking, with together its weight.
_STAND_INS = 2

Pair = tuple[int, int]
MaySee = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Answers as rows, true ones first.

    Attributes
    ----------
    readers, people : ndarray of int, shape (n_rows,)
    yes : ndarray, shape (n_rows,)
        1 for a yes, 0 for a no.
    weights : ndarray, shape (n_rows,)
    answered : int
        How many are answers that somebody gave.
    """

    readers: Indices
    people: Indices
    yes: Scores
    weights: Scores
    answered: int


def evidence_of(decisions: Iterable[Decision], places: Mapping[Hashable, int], may_see: MaySee, *, random_state: int = 0) -> Evidence:
    """Rows to learn from; of several answers to one person the last counts.

    To have met somebody, or to know them, is a yes of both: it never teaches dislike. A yes is compared with a no: where an
    event has fewer noes than yeses, people whom others of the event answered about stand in, so that where people only ever
    meet, the ranking learns from whom they met among whom they could have.

    Parameters
    ----------
    decisions : iterable of Decision
        Those about people without a place teach nothing.
    places : mapping of id to int
    may_see : callable
        Whether a reader could have been shown a person at all; nobody is a no who could not.
    random_state : int
    """
    rows = _rows(decisions, places)
    answers = [(reader, person, yes, 1.0) for (reader, person), yes in sorted(rows.items())]
    drawn = _stand_ins(rows, len(places), may_see, np.random.default_rng(random_state))
    table = np.array([*answers, *drawn], dtype=float).reshape(-1, 4)
    return Evidence(table[:, 0].astype(np.intp), table[:, 1].astype(np.intp), table[:, 2], table[:, 3], len(answers))


def _rows(decisions: Iterable[Decision], places: Mapping[Hashable, int]) -> dict[Pair, float]:
    last: dict[Pair, str] = {}
    for decision in decisions:
        reader, person = places.get(decision.reader_id), places.get(decision.other_id)
        if reader is not None and person is not None and reader != person:
            last[reader, person] = decision.answer
    rows = {pair: float(answer in LIKING) for pair, answer in last.items() if answer not in TOGETHER}
    for (one, two), answer in last.items():
        if answer in TOGETHER:
            rows[one, two] = rows[two, one] = 1.0
    return rows


def _stand_ins(rows: Mapping[Pair, float], n: int, may_see: MaySee, dice: np.random.Generator) -> list[tuple[int, int, float, float]]:
    events, said = _events(rows, n), defaultdict[int, dict[int, float]](dict)
    asked, balance = defaultdict[int, set[int]](set), defaultdict[int, list[float]](lambda: [0.0, 0.0])
    for (reader, person), yes in sorted(rows.items()):
        said[reader][person] = yes
        asked[int(events[reader])].add(person)
        balance[int(events[reader])][int(yes)] += 1.0
    pools = {event: np.array(sorted(people)) for event, people in asked.items()}
    drawn: list[tuple[int, int, float, float]] = []
    for reader, answers in said.items():
        noes, yeses = balance[int(events[reader])]
        lacking = max(0.0, 1.0 - noes / yeses) * sum(answers.values()) if yeses else 0.0
        count = int(np.ceil(lacking * _STAND_INS))
        if not count:
            continue
        pool = pools[int(events[reader])]
        some = dice.permutation(np.unique(dice.choice(pool, min(pool.size, 4 * count + 20))))
        fit = [person for person in some.tolist() if person != reader and person not in answers and may_see(reader, person)][:count]
        drawn += [(reader, person, 0.0, min(1.0, lacking / len(fit))) for person in fit]
    return drawn


def _events(rows: Iterable[Pair], n: int) -> npt.NDArray[np.int64]:
    """Which answers belong together: people of one event are connected by them."""
    pairs = np.array(sorted(rows), dtype=int).reshape(-1, 2)
    _, found = connected_components(csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n)), directed=False)
    return np.asarray(found)
