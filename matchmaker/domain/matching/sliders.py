"""Whom a reader's sliders may bring up: the default's best, and the best at both ends of each slider."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.utils.extmath import safe_sparse_dot

from matchmaker.domain.matching.channels import PairSpace, Sums
from matchmaker.domain.matching.crowd import MOST_LATE
from matchmaker.domain.matching.event import ALIKE, EventLists
from matchmaker.domain.matching.fields import STAGES
from matchmaker.domain.matching.ranking import Indices, Scores
from matchmaker.domain.matching.reasons import VISIBLE
from matchmaker.domain.matching.shortlists import DIGITS, SLACK, WIDTH, place_in_row
from matchmaker.domain.matching.sides import TOPICS
from matchmaker.domain.matching.tuning import (
    DIFFERENCE_PULL,
    GIVING_PULL,
    MENTOR_PULL,
    MOST_PEOPLE,
    Sliders,
    TunedPerson,
    mentor_value,
    tuned_order,
)
from matchmaker.domain.matching.vectors import UNKNOWN_STAGE

BEST: Final = 30
EACH_END: Final = 10
# Each slider's two ends, in the order of `Block.pulls`.
ENDS: Final = tuple(Sliders(**{name: end}) for name in ("difference", "mentor", "giving") for end in (-1.0, 1.0))
SCORE_DIGITS: Final = 9
SUM_DIGITS: Final = 7
# What single precision and the rounding of sums may be wrong by at an end, several times over.
_BLUR: Final = 1e-5
# Of so many equals the first by id are looked at exactly, and no more.
_MOST_EQUALS: Final = 40
# What was learned moves scores at an end, after the fast choice: so many more than asked for are looked at.
_LEARNED_SLACK: Final = 20
# A few readers wait for nothing to be laid out anew; for many it pays.
_FEW_READERS: Final = 20
_TABLES_AT_ONCE: Final = 4
# What a person so many stages on is to a reader as a mentor; the row and column more are the unknown stage's, -1.
_MENTORS: Final = np.pad([[mentor_value(theirs - mine) for theirs in STAGES] for mine in STAGES], (0, 1)).astype(np.float32)

Table = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Block:
    """Some readers with all who are here, by id: fast, in single precision, and before anything learned.

    Attributes
    ----------
    first, score : ndarray, shape (n_readers, n_here)
        The sum of the channels, and the pair's score; -inf where a pair is hidden.
    pulls : sequence of ndarray, shape (n_readers, n_here)
        What the far end of each slider adds to the score; the near end takes it away.
    """

    first: Table
    score: Table
    pulls: Sequence[Table]

    def ends(self) -> Iterator[Table]:
        """The score at each of `ENDS`."""
        for pull in self.pulls:
            yield self.score - pull
            yield self.score + pull


@dataclass(frozen=True, slots=True)
class Pairs:
    """Chosen pairs of a block, exactly, sorted: rows are readers, columns all who are here by id; each with its two places.

    Attributes
    ----------
    steps : ndarray of int, shape (n_pairs,)
        How far behind the reader the person stands in the circle of all ids.
    raw : ndarray, shape (n_pairs, n_channels)
        The channels without neutral levels.
    first, scores : ndarray, shape (n_pairs,)
    """

    rows: Indices
    columns: Indices
    readers: Indices
    people: Indices
    steps: Indices
    raw: Sums
    first: Scores
    scores: Scores

    def best(self, at: Indices) -> Indices:
        """Of some pairs each reader's best `BEST` by score among the best `WIDTH` by the first stage, equal scores by id."""
        at = at[np.lexsort((self.steps[at], -self.first[at], self.rows[at]))]
        at = at[place_in_row(self.rows[at]) < WIDTH]
        at = at[np.lexsort((self.columns[at], -self.scores[at], self.rows[at]))]
        return at[place_in_row(self.rows[at]) < BEST]


class SliderRows:
    """The rows that the pages sort when a reader turns a slider.

    Parameters
    ----------
    event : EventLists
    """

    def __init__(self, event: EventLists) -> None:
        self.event, self.crowd, self.score = event, event.crowd, event.score
        channels = self.crowd.channels
        self.weights = np.array([channel.weight for channel in channels])
        self.alike = np.array([channel.weight if channel.kind in ALIKE else 0.0 for channel in channels])
        self.visible = np.array([channel.kind in VISIBLE and channel.weight > 0 for channel in channels])
        self.topics = sum(channel.weight for channel in channels if channel.mine == TOPICS)

    def of(self, readers: Indices) -> Iterator[tuple[Hashable, list[TunedPerson]]]:
        """The rows of some readers, given by place."""
        most_late = MOST_LATE if readers.size < _FEW_READERS else 0
        step = max(1, self.event.block_size // (_TABLES_AT_ONCE * max(1, len(self.crowd))))
        for start in range(0, readers.size, step):
            part = readers[start : start + step]
            for at, row in zip(part.tolist(), self._rows(part, most_late), strict=True):
                yield self.crowd.profiles[at].id, row

    def _rows(self, readers: Indices, most_late: int) -> Iterator[list[TunedPerson]]:
        here = np.array(self.crowd.here(), dtype=np.intp)
        block, n = self._block(readers, here, most_late), here.size
        slack = _LEARNED_SLACK if self.score.is_one_sided else 0
        chosen = [_hundred(block.first, self.crowd.rank[readers]), *(_likely(end, EACH_END + slack, _MOST_EQUALS) for end in block.ends())]
        keys = [rows * n + columns for rows, columns in chosen]
        every = np.unique(np.concatenate(keys))
        pairs = self._exact(every // n, every % n, readers, here)
        best, *ends = (np.searchsorted(every, some) for some in keys)
        best = pairs.best(best)
        needed = np.unique(np.concatenate([best, *ends]))
        people = dict(zip(needed.tolist(), self._people(pairs, needed), strict=True))
        defaults, *tops = (_by_row(pairs.rows, at, readers.size) for at in (best, *ends))
        for row, default in enumerate(defaults):
            ordered = [tuned_order([people[at] for at in top[row]], end, EACH_END) for top, end in zip(tops, ENDS, strict=True)]
            yield filled_up([people[at] for at in default], ordered)

    def _block(self, readers: Indices, here: Indices, most_late: int) -> Block:
        first, alike, get, give = (table[:, here] for table in self._tables(readers, most_late))
        alike = alike + self._neutral_likeness(readers, here)
        hidden = np.vstack([self.event.hidden.rows(at, at + 1)[0, here] for at in readers.tolist()])
        score = self.score.unlearned(
            first, self._levelled(get, self.score.get, readers, here), self._levelled(give, self.score.give, readers, here)
        )
        first[hidden] = score[hidden] = -np.inf
        stages = self.crowd.sides.stages
        mentors = _MENTORS[stages[readers]][:, stages[here]]
        get_weight, give_weight = float(self.weights[self.score.get]), float(self.weights[self.score.give])
        return Block(first, score, (-DIFFERENCE_PULL * alike, MENTOR_PULL * mentors, GIVING_PULL * (give_weight * give - get_weight * get)))

    def _neutral_likeness(self, readers: Indices, here: Indices) -> Table:
        """What likeness counts where a side is empty: whoever says nothing is not the least alike of all."""
        sides, total = self.crowd.sides, np.zeros((readers.size, here.size), np.float32)
        for at in np.flatnonzero(self.alike).tolist():
            both = np.logical_and.outer(sides.has_mine[readers, at], sides.has_theirs[here, at])
            total += np.float32(self.alike[at] * self.crowd.channels[at].neutral) * ~both
        return total

    def _levelled(self, table: Table, channel: int, readers: Indices, here: Indices) -> Table:
        """A channel at its neutral level where one side is empty."""
        sides = self.crowd.sides
        both = np.logical_and.outer(sides.has_mine[readers, channel], sides.has_theirs[here, channel])
        return np.where(both, table, np.float32(self.crowd.channels[channel].neutral))

    def _tables(self, readers: Indices, most_late: int) -> list[Table]:
        """For all places the sum of the channels, the likeness, and the two directions as bare channels."""
        crowd, get, give = self.crowd, self.score.get, self.score.give
        widths, scorer = crowd.early(most_late)
        mine = crowd.sides.pick(readers)
        first = [part.copy() for _, part in scorer.blocks(PairSpace(crowd.channels, mine, mine).reader_columns(widths))]
        directions = np.eye(len(self.weights))[[get, give]]
        sparse = [mine.mine.compact(widths, weights) for weights in (self.alike, *directions)]
        for some in sparse:
            some.eliminate_zeros()
        tables = [np.vstack(first), *(np.asarray(safe_sparse_dot(some, scorer.terms, dense_output=True)) for some in sparse)]
        tables[1] += np.float32(self.topics) * mine.topics @ crowd.sides.topics[: scorer.n_candidates].T
        late = np.arange(scorer.n_candidates, len(crowd))
        if not late.size:
            return tables
        one, two = np.repeat(readers, late.size), np.tile(late, readers.size)
        raw = crowd.sums(one, two, neutral=False)
        parts = (crowd.space.levelled(raw, one, two) @ self.weights, raw @ self.alike, raw[:, get], raw[:, give])
        return [np.hstack([table, part.reshape(readers.size, -1).astype(np.float32)]) for table, part in zip(tables, parts, strict=True)]

    def _exact(self, rows: Indices, columns: Indices, readers: Indices, here: Indices) -> Pairs:
        one, two = readers[rows], here[columns]
        raw = self.crowd.sums(one, two, neutral=False)
        sums = self.crowd.space.levelled(raw, one, two)
        first, scores = np.round(sums @ self.weights, DIGITS), np.round(self.score(sums, one, two), DIGITS)
        return Pairs(rows, columns, one, two, self.crowd.steps(one, two), raw, first, scores)

    def _people(self, pairs: Pairs, at: Indices) -> Iterator[TunedPerson]:
        raw, profiles = pairs.raw[at], self.crowd.profiles
        levelled = self.crowd.space.levelled(raw, pairs.readers[at], pairs.people[at])
        sums = [levelled @ self.alike, *(raw[:, channel] * self.weights[channel] for channel in (self.score.get, self.score.give))]
        # Zero is added so that no minus stands before it.
        parts = [(np.round(sum_, SUM_DIGITS) + 0.0).tolist() for sum_ in sums]
        scores = np.round(pairs.scores[at], SCORE_DIGITS).tolist()
        mine, theirs = (self.crowd.sides.stages[places] for places in (pairs.readers[at], pairs.people[at]))
        known = (mine != UNKNOWN_STAGE) & (theirs != UNKNOWN_STAGE)
        gaps = [gap if told else None for gap, told in zip((theirs - mine).tolist(), known.tolist(), strict=True)]
        wild: list[bool] = np.logical_not(raw[:, self.visible].any(axis=1)).tolist()
        ids = [profiles[place].id for place in pairs.people[at].tolist()]
        return map(TunedPerson, ids, scores, *parts, gaps, wild)


def filled_up(best: Iterable[TunedPerson], ends: Iterable[Sequence[TunedPerson]]) -> list[TunedPerson]:
    """The default's best, then the first of every end, the second of every end and so on, each person once."""
    row = {person.id: person for person in best}
    for turn in zip_longest(*ends):
        for person in turn:
            if person is not None and len(row) < MOST_PEOPLE:
                row.setdefault(person.id, person)
    return list(row.values())


def _hundred(first: Table, ranks: Indices) -> tuple[Indices, Indices]:
    """Rows and columns of whoever may be among each one's best `WIDTH`; many equals in the circle behind the reader."""
    turned = np.vstack([np.roll(row, -rank - 1) for row, rank in zip(first, ranks.tolist(), strict=True)])
    rows, columns = _likely(turned, WIDTH, SLACK)
    return rows, (columns + ranks[rows] + 1) % first.shape[1]


def _likely(scores: Table, k: int, equals: int) -> tuple[Indices, Indices]:
    """Rows and columns of whoever may be among the best k of a row; of many about as good as the last one the first few."""
    k = min(k, scores.shape[1])
    least = np.partition(scores, -k, axis=1)[:, -k][:, None]
    near = (scores >= least - np.float32(_BLUR)) & np.isfinite(scores)
    many = np.flatnonzero(np.count_nonzero(near, axis=1) > k + equals)
    if many.size:
        near[many] &= (near[many].cumsum(axis=1, dtype=np.int32) <= k + equals) | (scores[many] > least[many] + np.float32(_BLUR))
    rows, columns = np.nonzero(near)
    return rows, columns


def _by_row(rows: Indices, at: Indices, n: int) -> list[list[int]]:
    """Pairs, given in the order of their rows, apart by row."""
    return [part.tolist() for part in np.split(at, np.searchsorted(rows[at], np.arange(1, n)))]
