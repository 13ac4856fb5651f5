"""The lowest number of lists a person stands in, kept by handing places on along chains."""

from collections import deque
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.ranking import NOBODY, Indices, Scores

Counts = npt.NDArray[np.int64]
ReadersOf = Callable[[int], tuple[Indices, Scores]]


class Places:
    """Lists in which places change hands, so that nobody falls below a floor.

    Parameters
    ----------
    people, scores : ndarray, shape (n, k)
        The lists; changed where they are.
    counts, floors : ndarray of int, shape (n,)
        In how many lists each person stands, and should at least.
    best : ndarray, shape (n,)
        What each reader's best list would be worth, above zero.
    readers_of : callable
        The readers a person could be shown to, best first, and the scores of these pairs.
    """

    def __init__(self, people: Indices, scores: Scores, counts: Counts, floors: Counts, best: Scores, readers_of: ReadersOf) -> None:
        self.people, self.scores, self.counts, self.floors, self.best = people, scores, counts, floors, best
        self.readers_of = readers_of
        self.before: dict[int, tuple[Indices, Scores]] = {}

    def touch(self, reader: int) -> None:
        """Remember a list as it is before its first change."""
        if reader not in self.before:
            self.before[reader] = self.people[reader].copy(), self.scores[reader].copy()

    def raise_to_floors(self, persons: Iterable[int]) -> None:
        for person in persons:
            while self.counts[person] < self.floors[person] and self._give_place(person):
                pass

    def put(self, person: int, reader: int, slot: int, score: float) -> None:
        """Give a place to a person; whoever had it loses one list."""
        self.touch(reader)
        holder = self.people[reader, slot]
        if holder != NOBODY:
            self.counts[holder] -= 1
        self.counts[person] += 1
        self.people[reader, slot], self.scores[reader, slot] = person, score

    def _give_place(self, person: int) -> bool:
        """One more list for a person, by the shortest chain in which nobody falls below the floor; False if there is none."""
        pushed: dict[int, tuple[int, int, int]] = {person: (NOBODY, NOBODY, NOBODY)}
        waiting = deque([person])
        while waiting:
            comer = waiting.popleft()
            readers, slots, holders, losses = self._places_for(comer)
            spare = (holders == NOBODY) | (self.counts[holders] > self.floors[holders])
            if spare.any():
                at = np.flatnonzero(spare)[np.argmin(losses[spare])]
                self._hand_on(pushed, comer, int(readers[at]), int(slots[at]))
                return True
            for at in np.argsort(losses, kind="stable"):
                if (holder := int(holders[at])) not in pushed:
                    pushed[holder] = (int(readers[at]), int(slots[at]), comer)
                    waiting.append(holder)
        return False

    def _places_for(self, comer: int) -> tuple[Indices, Indices, Indices, Scores]:
        """Reader, slot, present holder and loss of every place a person could take.

        The loss is what part of their best list the reader would have lost in all, so that the same readers don't pay twice.
        """
        readers, mine = self.readers_of(comer)
        without = ~(self.people[readers] == comer).any(axis=1)
        readers, mine = readers[without], mine[without]
        holders = self.people[readers]
        held = np.where(holders == NOBODY, 0.0, self.scores[readers])
        after = held.sum(axis=1)[:, None] - held + mine[:, None]
        losses = 1.0 - after / self.best[readers][:, None]
        k = holders.shape[1]
        return np.repeat(readers, k), np.tile(np.arange(k), readers.size), holders.ravel(), losses.ravel()

    def _hand_on(self, pushed: dict[int, tuple[int, int, int]], comer: int, reader: int, slot: int) -> None:
        while reader != NOBODY:
            readers, scores = self.readers_of(comer)
            self.put(comer, reader, slot, float(scores[readers == reader][0]))
            reader, slot, comer = pushed[comer]
