"""Everybody's lists at one event: made in a full pass, then kept fresh as people come, change, go and answer."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from matchmaker.domain.matching.channels import PairSpace, Sums
from matchmaker.domain.matching.crowd import Crowd
from matchmaker.domain.matching.diversity import spread
from matchmaker.domain.matching.exposure import Bounds, bounds_of, fair_lists
from matchmaker.domain.matching.filters import TURNING_AWAY, HiddenPairs, PairFilter, Traits
from matchmaker.domain.matching.live import RESERVE, RawLists
from matchmaker.domain.matching.profile import Decision, Match, Profile
from matchmaker.domain.matching.ranking import NOBODY, Indices, Scores, Shortlist
from matchmaker.domain.matching.repair import ShownLists
from matchmaker.domain.matching.score import PairScore
from matchmaker.domain.matching.shortlists import DIGITS, WIDTH, Audience, Pool, pool_of

ALIKE: Final = frozenset({"alike", "words", "topics", "shared"})


@dataclass(frozen=True, slots=True)
class Fairness:
    """How the lists of an event are evened out: floor and cap as parts of k, and what variety is worth."""

    floor: float
    cap: float
    diversity: float


@dataclass(frozen=True, slots=True)
class FairPass:
    """The outcome of a full pass: lists of k and spare people, the bounds they keep, and how often each could be shown."""

    lists: Shortlist
    bounds: Bounds
    audience: Audience


class EventLists:
    """The lists of one event.

    Parameters
    ----------
    crowd : Crowd
    pairs : PairFilter
    score : PairScore
    fairness : Fairness
    block_size : int
        About how many scores are held at once.
    """

    def __init__(self, crowd: Crowd, pairs: PairFilter, score: PairScore, fairness: Fairness, *, block_size: int) -> None:
        self.crowd, self.pairs, self.score = crowd, pairs, score
        self.fairness, self.block_size = fairness, block_size
        self.passes: dict[tuple[int, int], FairPass] = {}
        self.live: tuple[RawLists, RawLists] | None = None
        self.shown: ShownLists | None = None

    @property
    def hidden(self) -> HiddenPairs:
        return HiddenPairs(self.pairs, self.crowd.traits, self.crowd.traits)

    def free(self, k: int) -> Shortlist:
        """Each one's best k, whoever else has them, equal scores by id; rows and people in the order of ids."""
        wide = self._pools(max(WIDTH, k), both=False)[0]
        order = np.lexsort((wide.people, -wide.scores), axis=1)[:, :k]
        return Shortlist(np.take_along_axis(wide.people, order, axis=1), np.take_along_axis(wide.scores, order, axis=1))

    def fair(self, k: int, spare: int = 0) -> FairPass:
        """Everybody's fair list of k and some spare people; rows and people in the order of ids."""
        if (k, spare) not in self.passes:
            width = min(max(WIDTH, 5 * (k + spare)), max(self.crowd.present, 1))
            mine, theirs = self._pools(width, both=True)
            here = self._here()
            traits = self._traits(here)
            audience = Audience(HiddenPairs(self.pairs, traits, traits), len(traits), k)
            step = max(1, self.block_size // max(1, len(traits)))
            for start in range(0, len(traits), step):
                audience.rows(start, min(start + step, len(traits)))
            bounds = bounds_of(audience.shares, audience.readers, k, floor=self.fairness.floor, cap=self.fairness.cap)
            best, readers = mine.ordered(width), theirs.ordered(width)
            slots, more = (min(length, max(self.crowd.present, 1)) for length in (k, spare))
            values = spread(best, self.crowd.sides.topics[here], traits.employers, k, self.fairness.diversity)
            self.passes[k, spare] = FairPass(fair_lists(best, readers, bounds, slots, spare=more, values=values), bounds, audience)
        return self.passes[k, spare]

    def fair_pass(self, k: int) -> FairPass:
        """A full pass for lists of k, with whatever spare people it was made."""
        return next((found for (length, _), found in self.passes.items() if length == k), None) or self.fair(k)

    def beyond(self, at: int, spare: int) -> tuple[Indices, Scores]:
        """Who comes next behind a kept list, whoever else has them."""
        people, scores = self._raw()[0].row(at)
        left = ~np.isin(people, self.shown.list_of(at)[0]) if self.shown is not None else np.ones(people.size, bool)
        return people[left][:spare], scores[left][:spare]

    def keep_fresh(self, k: int) -> ShownLists:
        """From now on changes mend the lists of length k; what a rebuild has to find once is found here."""
        if self.shown is None or self.shown.k != k:
            self.shown = self._made(k)
        return self.shown

    def _made(self, k: int) -> ShownLists:
        mine, theirs = self._raw()
        found, fairness = self.fair(k), self.fairness
        places = np.append(self._here(), NOBODY)
        lists = _in_places(found.lists, places, Shortlist.empty(len(self.crowd), max(found.lists.people.shape[1], min(k, WIDTH))))
        audience = _audience_in_places(found.audience, places[:-1], self.crowd, mine.hidden)
        return ShownLists(self.crowd, mine, theirs, lists, audience, k=k, floor=fairness.floor, cap=fairness.cap)

    def put(self, profile: Profile, k: int) -> list[int]:
        """Somebody has come or changed; their place and those of the readers whose lists changed."""
        shown = self.keep_fresh(k)
        if not profile.listed:
            self._part_directions(shown)
        holes, shortened = self._close(profile.id, shown) if profile.id in self.crowd.places else ([], [])
        at = self.crowd.add(profile)
        self.score.add(profile)
        rough = self.crowd.rough(at)
        for lists in self._each_raw():
            lists.add(at, rough)
        self._mend(shortened)
        shown.add(at)
        shown.fill(holes)
        shown.mend()
        # Theirs even if it is empty: whoever has lost all whom they could see must not keep the old list.
        return sorted({at, *self._changed(shown)})

    def leave(self, identity: Hashable, k: int) -> list[int]:
        """Somebody has gone; the places of the readers whose lists changed."""
        shown = self.keep_fresh(k)
        holes, shortened = self._close(identity, shown)
        self._mend(shortened)
        shown.fill(holes)
        shown.mend()
        return self._changed(shown)

    def decide(self, decision: Decision, k: int) -> list[int]:
        """A reader has said something about a person; the places of the readers whose lists changed."""
        shown = self.keep_fresh(k)
        if decision.answer in TURNING_AWAY:
            self._part_directions(shown)
        pair = self._pair(decision.reader_id, decision.other_id)
        ways = self._ways(pair)
        was = self._visible(ways)
        self.pairs.add(decision)
        self._turn(shown, ways, was)
        return self._changed(shown)

    def take_back(self, reader: Hashable, other: Hashable, k: int) -> list[int]:
        """A reader has taken back what they said about a person."""
        shown = self.keep_fresh(k)
        ways = self._ways(self._pair(reader, other))
        was = self._visible(ways)
        self.pairs.forget(reader, other)
        self._turn(shown, ways, was)
        return self._changed(shown)

    def matches(self, rows: Indices, columns: Indices, scores: Scores) -> Iterator[Match]:
        """Pairs of places as matches: how alike they are and how well they fit, without neutral levels."""
        sums = self.crowd.sums(rows, columns, neutral=False)
        kinds = [channel.kind for channel in self.crowd.channels]
        alike = np.array([channel.weight if channel.kind in ALIKE else 0.0 for channel in self.crowd.channels])
        likeness = sums @ alike / (alike.sum() or 1.0)
        complement = (sums[:, kinds.index("get")] + sums[:, kinds.index("give")]) / 2
        parts = np.clip(np.round([scores, likeness, complement], DIGITS), 0.0, 1.0)
        return (Match(self.crowd.profiles[at].id, *map(float, part)) for at, part in zip(columns, parts.T, strict=True))

    def _turn(self, shown: ShownLists, ways: list[tuple[int, int]], was: list[bool]) -> None:
        """Show or hide a pair, each way, as the filter says by now."""
        mine, theirs = self._raw()
        for (reader, person), before, now in zip(ways, was, self._visible(ways), strict=True):
            if before and not now:
                mine.take_out(person, np.array([reader]))
                mine.mend(np.array([reader]))
                theirs.take_out(reader, np.array([person]))
                theirs.mend(np.array([person]))
                shown.fill(shown.drop(person, np.array([reader])))
            elif now and not before:
                mine.refill(reader)
                theirs.refill(person)
                shown.offer(person, reader)
        shown.mend()

    def _pair(self, reader: Hashable, other: Hashable) -> tuple[int, int] | None:
        places = self.crowd.places
        return (places[reader], places[other]) if reader in places and other in places else None

    def _ways(self, pair: tuple[int, int] | None) -> list[tuple[int, int]]:
        return [pair, pair[::-1]] if pair is not None and pair[0] != pair[1] else []

    def _visible(self, ways: list[tuple[int, int]]) -> list[bool]:
        return [not self.hidden.rows(reader, reader + 1)[0, person] for reader, person in ways]

    def _close(self, identity: Hashable, shown: ShownLists) -> tuple[list[int], list[Indices]]:
        at = self.crowd.places[identity]
        holes = shown.leave(at)
        self.crowd.close(at)
        shortened = []
        for lists in self._each_raw():
            shortened.append(lists.take_out(at))
            lists.clear(at)
        return holes, shortened

    def _mend(self, shortened: list[Indices]) -> None:
        for lists, rows in zip(self._each_raw(), shortened, strict=False):
            lists.mend(rows[self.crowd.rank[rows] != NOBODY])

    def _changed(self, shown: ShownLists) -> list[int]:
        self.passes.clear()
        if shown.k > WIDTH:  # longer than what raw lists hold: not mended, but made anew
            self.shown = self._made(shown.k)
            self.shown.replaces(shown)
            shown = self.shown
        return shown.changed()

    def _here(self) -> Indices:
        return np.array(self.crowd.here(), dtype=np.intp)

    def _raw(self) -> tuple[RawLists, RawLists]:
        """The raw lists of both directions; one and the same while everybody is seen by whom they see."""
        if self.live is None:
            pools = self._full_pools(WIDTH + RESERVE, both=True)
            parts = (self.crowd, self.pairs, self.score)
            mine = RawLists(*parts, pools[0])
            self.live = mine, (mine if pools[1] is pools[0] else RawLists(*parts, pools[1], turned=True))
        return self.live

    def _each_raw(self) -> list[RawLists]:
        mine, theirs = self._raw()
        return [mine] if mine is theirs else [mine, theirs]

    def _part_directions(self, shown: ShownLists) -> None:
        """From now on somebody may see a person who may not see them."""
        mine, theirs = self._raw()
        if mine is theirs:
            self.live = mine, mine.turned_round()
            shown.read_by(self.live[1])

    def _pools(self, width: int, *, both: bool) -> tuple[Pool, Pool]:
        if self.live is None or width > WIDTH:
            return self._full_pools(width, both=both)
        here = self._here()
        rank = np.append(self.crowd.rank, NOBODY)
        found = [_in_ranks(lists, here, rank, width) for lists in self.live]
        return found[0], found[1]

    def _full_pools(self, width: int, *, both: bool) -> tuple[Pool, Pool]:
        """The best of each who is here, by nothing but what everybody says; rows and people in the order of ids."""
        width = min(width, max(self.crowd.present, 1))
        here, widths = self._here(), self.crowd.widths()
        sides, traits = self.crowd.sides.pick(here), self._traits(here)
        space, hidden = PairSpace(self.crowd.channels, sides, sides), HiddenPairs(self.pairs, traits, traits)

        def score(sums: Sums, readers: Indices, people: Indices) -> Scores:
            return self.score(sums, here[readers], here[people])

        mine = pool_of(space, widths, hidden.rows, score, width, block_size=self.block_size)
        if not both or not (hidden.one_sided or self.score.is_one_sided):
            return mine, mine
        return mine, pool_of(space, widths, hidden.readers_of, score, width, block_size=self.block_size, turned=True)

    def _traits(self, here: Indices) -> Traits:
        return Traits([self.crowd.profiles[at] for at in here])


def _in_places(lists: Shortlist, places: Indices, found: Shortlist) -> Shortlist:
    """Lists in the order of ids put into empty ones by place, which may be longer."""
    width = lists.people.shape[1]
    found.people[places[:-1], :width], found.scores[places[:-1], :width] = places[lists.people], lists.scores
    return found


def _in_ranks(lists: RawLists, here: Indices, rank: Indices, width: int) -> Pool:
    width = min(width, lists.width)
    people = rank[lists.people[here, :width]]
    return Pool(people, lists.first[here, :width], lists.scores[here, :width])


def _audience_in_places(audience: Audience, places: Indices, crowd: Crowd, hidden: HiddenPairs) -> Audience:
    moved = Audience(hidden, len(crowd), audience.slots)
    moved.readers[places], moved.shares[places], moved.parts[places] = audience.readers, audience.shares, audience.parts
    return moved
