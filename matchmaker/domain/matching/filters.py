"""Who is never shown to whom: decided before any score, so that no score can overrule it."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.profile import Decision, MayMeet, Profile, Rules
from matchmaker.domain.matching.stopwords import plain

Mask = npt.NDArray[np.bool_]
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
        for one, two in rules.apart:
            self._part(one, two)
        for decision in decisions:
            if decision.answer in PARTING:
                self._part(decision.reader_id, decision.other_id)
            elif decision.answer in TURNING_AWAY:
                self.hidden_from.setdefault(decision.reader_id, set()).add(decision.other_id)
        self.may_meet = _both_ways(rules.may_meet)

    def _part(self, one: Hashable, two: Hashable) -> None:
        self.hidden_from.setdefault(one, set()).add(two)
        self.hidden_from.setdefault(two, set()).add(one)

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

    def rows(self, start: int, stop: int) -> Mask:
        """The hidden pairs of some readers, shape (stop - start, n_candidates)."""
        hidden = np.tile(self.unlisted, (stop - start, 1))
        if self.employers is not None:
            mine, theirs = self.employers[0][start:stop, None], self.employers[1][None, :]
            hidden |= (mine == theirs) & (mine >= 0)
        for masks in (self.groups, self.languages):
            if masks is not None:
                wanted, has = masks[0][start:stop], masks[1][start:stop]
                hidden |= (wanted @ masks[2].T == 0) & has[:, None] & masks[3][None, :]
        for row, reader_id in enumerate(self.reader_ids[start:stop]):
            for other in (reader_id, *self.pairs.hidden_from.get(reader_id, ())):
                hidden[row, self.columns.get(other, [])] = True
        return hidden


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
