"""What an event's lists amount to: who has one, who stands in them, how evenly, and which rule keeps people out.

Counts only. Who is shown to whom never leaves the lists.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from matchmaker.domain.matching.setup import MatchingSetup
from matchmaker.domain.matching.stopwords import plain

# Of so many parts of a list's length, everybody is meant to stand in at least that many lists (the matcher's exposure_floor).
FLOOR: Final = 0.3
# A smaller group would point at single people.
SMALLEST_GROUP: Final = 5
MOST_BARS: Final = 25
# Why somebody stands in few lists: colleagues, no common language, answers of others, or nothing but a small event.
CAUSES: Final = ("organisation", "languages", "answers", "small")

ShownLists = Mapping[int, Sequence[tuple[int, bool]]]  # reader -> (other, whether the card has a reason), as a page shows them


@dataclass(frozen=True, slots=True)
class Standing:
    """One person who may stand in lists: in how many they do, and what could keep them out of more.

    `turned_away` readers said "not for me", "know already" or "met" about them; `said`: whether the ranking has anything to go by.
    """

    id: int
    listed: int
    organisation: str
    languages: tuple[str, ...]
    turned_away: int
    said: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Sums over all lists: readers who have one, readers with a reason on it, places, wild cards, places that are mutual."""

    readers: int
    with_reason: int
    places: int
    wild: int
    mutual: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of an event's lists.

    Parameters
    ----------
    people : int
        Those who may stand in lists and have said something; the figures from `nobodys` to `gini` are about them.
    silent : int
        Those who may, and have said nothing: no list can show them.
    nobodys, fewest, typical, most : int or float
        How many stand in nobody's list; in how many lists people stand, at least, in the middle and at most.
    gini : float
        How unevenly places are shared: 0 when everybody stands in as many lists, towards 1 when one person has all places.
    floor, few, causes : int, int, dict
        How many lists everybody is meant to stand in, how many people stand in fewer, and how many of those by cause.
    spread : tuple of int
        How many people stand in no list, in one, in two, … the last number also counts those in more.
    """

    readers: int
    with_reason: int
    places: int
    wild: int
    mutual: int
    people: int
    silent: int
    nobodys: int
    fewest: int
    typical: float
    most: int
    gini: float
    floor: int
    few: int
    causes: dict[str, int]
    spread: tuple[int, ...]

    @property
    def mutual_share(self) -> float:
        """Of 1: how many places have the two on each other's list."""
        return self.mutual / self.places if self.places else 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the spread: so many people stand in so many lists."""

    lists: int
    people: int
    height: float


@dataclass(frozen=True, slots=True)
class ListChange:
    """How lists differ: of `lists`, `changed` show other people; `people` is how many others they show, in the mean over those."""

    lists: int
    changed: int
    people: float


def coverage_of(standings: Sequence[Standing], places: Places, setup: MatchingSetup, *, length: int) -> Coverage:
    """The figures of stored or planned lists of at most `length` people."""
    ranked = [one for one in standings if one.said]
    counts = [one.listed for one in ranked]
    floor = int(round(FLOOR * length, 9))
    few = [one for one in ranked if one.listed < floor]
    why = Counter(causes_of(few, ranked, setup).values())
    return Coverage(
        **asdict(places),
        people=len(ranked),
        silent=len(standings) - len(ranked),
        nobodys=counts.count(0),
        fewest=min(counts, default=0),
        typical=float(median(counts)) if counts else 0.0,
        most=max(counts, default=0),
        gini=gini(counts),
        floor=floor,
        few=len(few),
        causes={cause: why[cause] for cause in CAUSES if why[cause]},
        spread=_spread(counts),
    )


def _spread(counts: Sequence[int]) -> tuple[int, ...]:
    often = Counter(min(count, MOST_BARS - 1) for count in counts)
    return tuple(often[lists] for lists in range(max(often, default=-1) + 1))


def bars_of(spread: Sequence[int]) -> tuple[Bar, ...]:
    """The spread as bars; the highest is 100 high, and a single person is still to be seen."""
    tallest = max(spread, default=0)
    return tuple(Bar(lists, people, max(4.0, 100.0 * people / tallest) if people else 0.0) for lists, people in enumerate(spread))


def gini(counts: Sequence[int]) -> float:
    """The mean difference between two people's counts over twice the mean count, in [0, 1) (Gini 1912)."""
    total, n = sum(counts), len(counts)
    if not total:
        return 0.0
    return sum((2 * rank - n - 1) * count for rank, count in enumerate(sorted(counts), 1)) / (n * total)


def causes_of(few: Iterable[Standing], ranked: Sequence[Standing], setup: MatchingSetup) -> dict[int, str]:
    """For each of these people the cause that hides them from most readers; "small" if none hides them from anybody."""
    colleagues = Counter(_employer(one) for one in ranked)
    spoken = Counter(_languages(one) for one in ranked)
    found = {}
    for one in few:
        hidden = {
            "organisation": 0 if setup.same_organisation or not _employer(one) else colleagues[_employer(one)] - 1,
            "languages": _without_common_language(one, spoken) if setup.common_language else 0,
            "answers": one.turned_away,
        }
        cause = max(hidden, key=lambda name: hidden[name])
        found[one.id] = cause if hidden[cause] else "small"
    return found


def places_in(lists: ShownLists) -> Places:
    """The sums of lists that stand in memory."""
    full = {reader: shown for reader, shown in lists.items() if shown}
    pairs = {(reader, other) for reader, shown in full.items() for other, _ in shown}
    return Places(
        readers=len(full),
        with_reason=sum(any(has_reason for _, has_reason in shown) for shown in full.values()),
        places=len(pairs),
        wild=sum(not has_reason for shown in full.values() for _, has_reason in shown),
        mutual=sum((other, reader) in pairs for reader, other in pairs),
    )


def listed_in(lists: ShownLists) -> Counter[int]:
    """In how many lists each person stands."""
    return Counter(other for shown in lists.values() for other, _ in shown)


def change_between(before: Mapping[int, Sequence[int]], after: Mapping[int, Sequence[int]]) -> ListChange:
    """Compare whom the lists name; the order of names does not count."""
    readers = {reader for lists in (before, after) for reader, shown in lists.items() if shown}
    fresh = [len(set(after.get(reader, ())) - set(before.get(reader, ()))) for reader in readers]
    gone = [len(set(before.get(reader, ())) - set(after.get(reader, ()))) for reader in readers]
    moved = [max(come, went) for come, went in zip(fresh, gone, strict=True) if come or went]
    return ListChange(len(readers), len(moved), sum(moved) / len(moved) if moved else 0.0)


def coverage_in(stored: Mapping[str, Any] | None) -> Coverage | None:
    """The figures of a stored row, which `dataclasses.asdict` made."""
    return Coverage(**{**stored, "spread": tuple(stored["spread"])}) if stored else None


def _employer(one: Standing) -> str:
    return " ".join(plain(one.organisation).split())


def _languages(one: Standing) -> frozenset[str]:
    return frozenset(tag.strip().replace("_", "-").split("-")[0].casefold() for tag in one.languages)


def _without_common_language(one: Standing, spoken: Counter[frozenset[str]]) -> int:
    mine = _languages(one)
    return sum(count for theirs, count in spoken.items() if mine and theirs and not mine & theirs)
