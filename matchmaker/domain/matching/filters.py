"""Who is never shown to whom: decided before any score, so that no score can overrule it."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.profile import Decision, MayMeet, Profile, Rules
from matchmaker.domain.matching.ranking import Mask
from matchmaker.domain.matching.stopwords import plain

PARTING = frozenset({"know_already", "met"})
TURNING_AWAY = frozenset({"not_for_me", "declined"})


def _own_word(text: str) -> str:
    return " ".join(plain(text).split())


def _membership(lists: Iterable[Collection[str]], places: Mapping[str, int]) -> npt.NDArray[np.float64]:
    rows = [[places[word] for word in words] for words in lists]
    mask = np.zeros((len(rows), max(len(places), 1)))
    for at, row in enumerate(rows):
        mask[at, row] = 1
    return mask


def _places(words: Iterable[str]) -> dict[str, int]:
    return {word: at for at, word in enumerate(dict.fromkeys(words))}


class PairFilter:
    """Rules and decisions of one event, asked for readers and candidates.

    A reader's own row, a colleague, a pair kept apart, groups that may not meet, no common language, a person who stands
    in no list and whoever a decision took away are hidden. `met` and `know_already` hold in both directions.
    """

    def __init__(self, rules: Rules, decisions: Iterable[Decision]) -> None:
        self.rules = rules
        self.hidden_from: dict[Hashable, set[Hashable]] = {}
        self.hides_from: dict[Hashable, set[Hashable]] = {}
        for one, two in rules.apart:
            self._part(one, two)
        for decision in decisions:
            if decision.answer in PARTING:
                self._part(decision.reader_id, decision.other_id)
            elif decision.answer in TURNING_AWAY:
                self._hide(decision.reader_id, decision.other_id)
        self.may_meet = _both_ways(rules.may_meet)

    def _part(self, one: Hashable, two: Hashable) -> None:
        self._hide(one, two)
        self._hide(two, one)

    def _hide(self, reader: Hashable, other: Hashable) -> None:
        self.hidden_from.setdefault(reader, set()).add(other)
        self.hides_from.setdefault(other, set()).add(reader)

    def between(self, readers: Sequence[Profile], candidates: Sequence[Profile]) -> "HiddenPairs":
        return HiddenPairs(self, readers, candidates)


class HiddenPairs:
    """The filter worked out for two lists of people; it gives the mask of any block of readers."""

    def __init__(self, pairs: PairFilter, readers: Sequence[Profile], candidates: Sequence[Profile]) -> None:
        self.pairs, self.reader_ids = pairs, [reader.id for reader in readers]
        self.columns: dict[Hashable, list[int]] = {}
        for at, candidate in enumerate(candidates):
            self.columns.setdefault(candidate.id, []).append(at)
        self.unlisted = np.array([not candidate.listed for candidate in candidates], dtype=bool)
        self.employers = None if pairs.rules.same_organisation else _codes(readers, candidates)
        self.groups = _group_masks(pairs.may_meet, readers, candidates)
        self.languages = _language_masks(readers, candidates) if pairs.rules.common_language else None

    @property
    def one_sided(self) -> bool:
        """Whether somebody may see a person who may not see them."""
        return bool(self.unlisted.any()) or self.pairs.hidden_from != self.pairs.hides_from

    def rows(self, start: int, stop: int) -> Mask:
        """The hidden pairs of some readers, shape (stop - start, n_candidates)."""
        hidden = np.tile(self.unlisted, (stop - start, 1))
        for _, mask in self._rules(start, stop):
            hidden |= mask
        self._mark(hidden, start, self.pairs.hidden_from)
        return hidden

    def readers_of(self, start: int, stop: int) -> Mask:
        """From whom some people are hidden, shape (stop - start, n_readers); only where readers and candidates are the same."""
        hidden = np.tile(self.unlisted[start:stop, None], (1, self.unlisted.size))
        for _, mask in self._rules(start, stop):
            hidden |= mask
        self._mark(hidden, start, self.pairs.hides_from)
        return hidden

    def strictest_rule(self, at: int) -> str:
        """The rule that hides a person from most readers: organisation, groups, languages or decisions; empty if none does."""
        rules = {name: int(mask.sum()) for name, mask in self._rules(at, at + 1)}
        if "organisation" in rules and self.employers is not None and self.employers[0][at] >= 0:
            rules["organisation"] -= 1  # oneself is no colleague
        rules["decisions"] = len(self.pairs.hides_from.get(self.reader_ids[at], set()) & self.columns.keys())
        strictest = max(rules, key=lambda name: rules[name])
        return strictest if rules[strictest] else ""

    def _rules(self, start: int, stop: int) -> Iterator[tuple[str, Mask]]:
        """What hides two from each other whichever of them reads."""
        if self.employers is not None:
            mine, theirs = self.employers[0][start:stop, None], self.employers[1][None, :]
            yield "organisation", (mine == theirs) & (mine >= 0)
        for name, masks in (("groups", self.groups), ("languages", self.languages)):
            if masks is not None:
                wanted, has = masks[0][start:stop], masks[1][start:stop]
                yield name, (wanted @ masks[2].T == 0) & has[:, None] & masks[3][None, :]

    def _mark(self, hidden: Mask, start: int, others: Mapping[Hashable, Collection[Hashable]]) -> None:
        for row, identity in enumerate(self.reader_ids[start : start + len(hidden)]):
            for other in (identity, *others.get(identity, ())):
                hidden[row, self.columns.get(other, [])] = True


def _codes(readers: Sequence[Profile], candidates: Sequence[Profile]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    names = [[_own_word(person.organisation) for person in people] for people in (readers, candidates)]
    places = _places(name for part in names for name in part if name)
    mine, theirs = (np.array([places.get(name, -1) for name in part], dtype=np.int64) for part in names)
    return mine, theirs


def _both_ways(may_meet: MayMeet | None) -> frozenset[tuple[str, str]] | None:
    if may_meet is None:
        return None
    pairs = [(one, two) for one, many in may_meet.items() for two in many] if isinstance(may_meet, Mapping) else list(may_meet)
    return frozenset(pairs) | {(two, one) for one, two in pairs}


def _group_masks(may_meet: frozenset[tuple[str, str]] | None, readers: Sequence[Profile], candidates: Sequence[Profile]) -> Any:
    if may_meet is None:
        return None
    places = _places(group for person in (*readers, *candidates) for group in person.groups)
    allowed = np.zeros((max(len(places), 1),) * 2)
    for one, two in may_meet:
        if one in places and two in places:
            allowed[places[one], places[two]] = 1
    mine, theirs = (_membership((person.groups for person in people), places) for people in (readers, candidates))
    return mine @ allowed, mine.any(axis=1), theirs, theirs.any(axis=1)


def _language_masks(readers: Sequence[Profile], candidates: Sequence[Profile]) -> Any:
    spoken = [[[_main_language(tag) for tag in person.languages] for person in people] for people in (readers, candidates)]
    places = _places(tag for people in spoken for tags in people for tag in tags)
    mine, theirs = (_membership(people, places) for people in spoken)
    return mine, mine.any(axis=1), theirs, theirs.any(axis=1)


def _main_language(tag: str) -> str:
    return tag.strip().replace("_", "-").split("-")[0].casefold()
