"""Shown lists that are mended where somebody came, changed or left: the second of the two layers."""

from collections.abc import Hashable, Iterable

import numpy as np

from matchmaker.domain.matching.crowd import Crowd
from matchmaker.domain.matching.exposure import Bounds, bounds_of
from matchmaker.domain.matching.floors import Counts, Places
from matchmaker.domain.matching.live import RawLists
from matchmaker.domain.matching.ranking import NOBODY, Indices, Scores, Shortlist
from matchmaker.domain.matching.shortlists import Audience

# Up to so many people the even shares are counted anew after every change; beyond, one person moves them by less than it matters.
_COUNTED_ANEW = 1_000
_ROOM = 256


class ShownLists:
    """The fair lists of an event and what a full pass knew, mended locally: floor, cap and filters hold after every change.

    Parameters
    ----------
    crowd : Crowd
    mine, theirs : RawLists
        Whom each may see, and who may see each; already up to date whenever a method is called.
    lists : Shortlist, shape (n, width)
        As a full pass made them.
    audience : Audience
        As that pass counted it.
    k : int
        The length of a list.
    floor, cap : float
        As parts of k.
    """

    def __init__(
        self, crowd: Crowd, mine: RawLists, theirs: RawLists, lists: Shortlist, audience: Audience, *, k: int, floor: float, cap: float
    ) -> None:
        self.crowd, self.mine, self.theirs, self.audience = crowd, mine, theirs, audience
        self.k, self.floor, self.cap = k, floor, cap
        counts = np.bincount(lists.people[lists.people != NOBODY], minlength=len(lists.people))
        best = np.array([self._best(at) for at in range(len(lists.people))])
        self.caps: Counts = np.zeros(0, np.int64)
        self.places = Places(lists.people, lists.scores, counts, counts, best, theirs.row)
        self._bound()

    def read_by(self, theirs: RawLists) -> None:
        """Who may see each is no longer whom each may see."""
        self.theirs, self.places.readers_of = theirs, theirs.row

    @property
    def bounds(self) -> Bounds:
        return bounds_of(self.audience.shares, self.audience.readers, self.k, floor=self.floor, cap=self.cap)

    def room(self) -> Counts:
        """In how many lists more than they must people stand, by place."""
        room: Counts = self.places.counts[: len(self.crowd)] - self.places.floors[: len(self.crowd)]
        return room

    def changed(self) -> list[int]:
        """The readers whose lists changed since this was last asked, and who are still there."""
        here = [at for at in sorted(self.places.before) if self.crowd.rank[at] != NOBODY]
        found = [at for at in here if self._named(*self.places.before[at]) != self._named(self.places.people[at], self.places.scores[at])]
        self.places.before.clear()
        return found

    def _named(self, people: Indices, scores: Scores) -> set[tuple[Hashable, float]]:
        there = people != NOBODY
        return {(self.crowd.profiles[at].id, score) for at, score in zip(people[there].tolist(), scores[there].tolist(), strict=True)}

    def replaces(self, before: "ShownLists") -> None:
        """These lists were made anew after changes of others, with which they are compared when it is asked what changed."""
        for at in self.crowd.here():
            now = before.places.people[at], before.places.scores[at]
            self.places.before[at] = before.places.before.get(at, now)

    def list_of(self, at: int) -> tuple[Indices, Scores]:
        """One list, the highest score first, equal scores by id."""
        there = self.places.people[at] != NOBODY
        people, scores = self.places.people[at][there], self.places.scores[at][there]
        order = np.lexsort((self.crowd.rank[people], -scores))
        return people[order], scores[order]

    def add(self, at: int) -> None:
        """Somebody has come: their list, their place in others' lists, and the floors of all whom that moved."""
        self._make_room(at)
        self._count(at, +1)
        self.places.best[at] = self._best(at)
        self.places.touch(at)
        self.fill([at])
        self._offer(at, *self.theirs.row(at))
        self._raise([at])

    def leave(self, at: int) -> list[int]:
        """Somebody goes: the readers whose lists have a hole now. To be called before the place is closed."""
        self._count(at, -1)
        shown = self.places.people[at][self.places.people[at] != NOBODY]
        self.places.counts[shown] -= 1
        self.places.touch(at)
        self.places.people[at], self.places.scores[at] = NOBODY, -np.inf
        return self.drop(at, np.flatnonzero((self.places.people == at).any(axis=1)))

    def drop(self, person: int, readers: Indices) -> list[int]:
        """Take a person off the lists of some readers who have them; the holes are the caller's to fill."""
        rows, slots = np.nonzero(self.places.people[readers] == person)
        readers = readers[rows]
        for reader in readers.tolist():
            self.places.touch(reader)
        self.places.people[readers, slots], self.places.scores[readers, slots] = NOBODY, -np.inf
        self.places.counts[person] -= readers.size
        return [int(reader) for reader in readers]

    def fill(self, readers: Iterable[int]) -> None:
        """Fill the holes of lists with the best who have room."""
        for reader in readers:
            people, scores = self.mine.row(reader)
            free = (self.places.counts[people] < self.caps[people]) & ~np.isin(people, self.places.people[reader])
            for slot, at in zip(np.flatnonzero(self.places.people[reader] == NOBODY), np.flatnonzero(free), strict=False):
                self.places.put(int(people[at]), reader, int(slot), float(scores[at]))

    def mend(self) -> None:
        """Bring everybody back to the floor whom the last changes left below it."""
        self._bound()
        n = len(self.crowd)
        below = np.flatnonzero((self.places.counts[:n] < self.places.floors[:n]) & (self.crowd.rank != NOBODY))
        self._raise(below.tolist())

    def offer(self, person: int, reader: int) -> None:
        """A pair may see each other again: the person takes a place on the list if they are worth it."""
        readers, scores = self.theirs.row(person)
        self._offer(person, readers[readers == reader], scores[readers == reader])

    def _offer(self, person: int, readers: Indices, scores: Scores) -> None:
        """A place on every list that gains by a person who is on none of them yet, best readers first.

        As long as there is room, and nobody falls below the floor.
        """
        places = self.places
        for reader, score in zip(readers.tolist(), scores.tolist(), strict=True):
            if places.counts[person] >= self.caps[person]:
                return
            holders = places.people[reader]
            spare = (holders == NOBODY) | (places.counts[holders] > places.floors[holders])
            if spare.any():
                held = np.where(spare, places.scores[reader], np.inf)
                slot = int(held.argmin())
                if held[slot] < score:
                    places.put(person, reader, slot, score)

    def _raise(self, people: list[int]) -> None:
        self.places.raise_to_floors(people)

    def _best(self, at: int) -> float:
        best = float(self.mine.row(at)[1][: self.k].sum())
        return best if best > 0 else 1.0

    def _count(self, at: int, sign: int) -> None:
        """Let the even shares know of a person who comes or goes."""
        if self.crowd.present > _COUNTED_ANEW:
            seen, seers = (~rows(at, at + 1)[0] for rows in (self.mine.hidden.rows, self.mine.hidden.readers_of))
            audience = self.audience
            part = min(int(seen.sum()), self.k) / max(1, int(seen.sum()))
            audience.shares[seen] += sign * part
            audience.readers[seen] += sign
            audience.parts[at] = part if sign > 0 else 0.0
            audience.shares[at], audience.readers[at] = (float(audience.parts @ seers), int(seers.sum())) if sign > 0 else (0.0, 0)
        self._bound()

    def _bound(self) -> None:
        if self.crowd.present <= _COUNTED_ANEW:
            n = len(self.crowd)
            self.audience = Audience(self.mine.hidden, n, self.k)
            for start in range(0, n, _COUNTED_ANEW):
                self.audience.rows(start, min(start + _COUNTED_ANEW, n))
        bounds = self.bounds
        self.places.floors, self.caps = bounds.floors, bounds.caps

    def _make_room(self, at: int) -> None:
        more = max(0, at + 1 - len(self.places.people))
        if more:
            more = max(more, _ROOM)
            nobody = Shortlist.empty(more, self.places.people.shape[1])
            self.places.people = np.vstack([self.places.people, nobody.people])
            self.places.scores = np.vstack([self.places.scores, nobody.scores])
            self.places.counts = np.append(self.places.counts, np.zeros(more, np.int64))
            self.places.best = np.append(self.places.best, np.ones(more))
        audience = self.audience
        missing = np.zeros(at + 1 - audience.readers.size, np.int64)
        audience.readers = np.append(audience.readers, missing)
        audience.shares, audience.parts = np.append(audience.shares, missing), np.append(audience.parts, missing)
