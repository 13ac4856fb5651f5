"""Who is never shown to whom: decided before any score, so that no score can overrule it."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.fields import MayMeet
from matchmaker.domain.matching.profile import Decision, Profile, Rules
from matchmaker.domain.matching.ranking import Mask
from matchmaker.domain.matching.stopwords import own_word
from matchmaker.domain.matching.vectors import language_tag

PARTING = frozenset({"know_already", "met"})
TURNING_AWAY = frozenset({"not_for_me", "declined"})


class PairFilter:
    """Rules and decisions of one event, asked for readers and candidates.

    A reader's own row, a colleague, a pair kept apart, groups that may not meet, no common language, a person who stands
    in no list and whoever a decision took away are hidden. `met` and `know_already` hold in both directions and for good;
    of other answers to one person the last one counts.
    """

    def __init__(self, rules: Rules, decisions: Iterable[Decision]) -> None:
        self.rules = rules
        self.apart: dict[Hashable, set[Hashable]] = {}
        for one, two in rules.apart:
            self.apart.setdefault(one, set()).add(two)
            self.apart.setdefault(two, set()).add(one)
        self.said: dict[Hashable, dict[Hashable, str]] = {}
        self.heard: dict[Hashable, dict[Hashable, str]] = {}
        for decision in decisions:
            self.add(decision)
        self.may_meet = _both_ways(rules.may_meet)

    def add(self, decision: Decision) -> None:
        reader, other = decision.reader_id, decision.other_id
        if self.said.get(reader, {}).get(other) not in PARTING:
            self.said.setdefault(reader, {})[other] = decision.answer
            self.heard.setdefault(other, {})[reader] = decision.answer

    def forget(self, reader: Hashable, other: Hashable) -> None:
        """Take back what a reader said about a person, if anything."""
        self.said.get(reader, {}).pop(other, None)
        self.heard.get(other, {}).pop(reader, None)

    def hidden_from(self, reader: Hashable) -> set[Hashable]:
        """Whom apart-rules and decisions hide from a reader."""
        said = {other for other, answer in self.said.get(reader, {}).items() if answer in PARTING or answer in TURNING_AWAY}
        heard = {other for other, answer in self.heard.get(reader, {}).items() if answer in PARTING}
        return said | heard | self.apart.get(reader, set())

    def hides_from(self, person: Hashable) -> set[Hashable]:
        """The readers from whom apart-rules and decisions hide a person."""
        said = {other for other, answer in self.said.get(person, {}).items() if answer in PARTING}
        heard = {other for other, answer in self.heard.get(person, {}).items() if answer in PARTING or answer in TURNING_AWAY}
        return said | heard | self.apart.get(person, set())

    @property
    def one_sided(self) -> bool:
        """Whether somebody turned away a person who may still see them."""
        return any(answer in TURNING_AWAY for said in self.said.values() for answer in said.values())

    def between(self, readers: Sequence[Profile], candidates: Sequence[Profile]) -> "HiddenPairs":
        traits = Traits(candidates)
        return HiddenPairs(self, traits if readers is candidates else Traits(readers, traits.codes), traits)


class Codes:
    """Numbers for organisations, groups and languages, given as they first come up."""

    def __init__(self) -> None:
        self.employers: dict[str, int] = {}
        self.groups: dict[str, int] = {}
        self.languages: dict[str, int] = {}


class Traits:
    """What rules ask about people, a row each; rows are added as people come and closed as they go."""

    def __init__(self, profiles: Iterable[Profile], codes: Codes | None = None) -> None:
        self.codes = codes or Codes()
        people = list(profiles)
        self.ids: list[Hashable] = [person.id for person in people]
        self.columns: dict[Hashable, list[int]] = {}
        for at, identity in enumerate(self.ids):
            self.columns.setdefault(identity, []).append(at)
        self.unlisted: Mask = np.array([not person.listed for person in people], dtype=bool)
        self.gone: Mask = np.zeros(len(people), dtype=bool)
        self.employers = np.array([self._employer(person) for person in people], dtype=np.int64)
        self.groups = _membership([person.groups for person in people], self.codes.groups)
        self.languages = _membership([_spoken(person) for person in people], self.codes.languages)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, person: Profile) -> None:
        """One more row."""
        self.columns[person.id] = [len(self.ids)]
        self.ids.append(person.id)
        self.unlisted = np.append(self.unlisted, not person.listed)
        self.gone = np.append(self.gone, False)
        self.employers = np.append(self.employers, self._employer(person))
        self.groups = _with_row(self.groups, _membership([person.groups], self.codes.groups))
        self.languages = _with_row(self.languages, _membership([_spoken(person)], self.codes.languages))

    def close(self, at: int) -> None:
        """The person of a row has left: nobody sees them, and they see nobody."""
        self.gone[at] = True
        self.columns.pop(self.ids[at], None)

    def _employer(self, person: Profile) -> int:
        name = own_word(person.organisation)
        return self.codes.employers.setdefault(name, len(self.codes.employers)) if name else -1


class HiddenPairs:
    """The filter worked out for two lists of people; it gives the mask of any block of readers."""

    def __init__(self, pairs: PairFilter, readers: Traits, candidates: Traits) -> None:
        self.pairs, self.readers, self.candidates = pairs, readers, candidates

    @property
    def one_sided(self) -> bool:
        """Whether somebody may see a person who may not see them."""
        return self.pairs.one_sided or bool(self.candidates.unlisted.any())

    def rows(self, start: int, stop: int) -> Mask:
        """The hidden pairs of some readers, shape (stop - start, n_candidates)."""
        hidden = np.tile(self.candidates.unlisted | self.candidates.gone, (stop - start, 1))
        return self._with_rules(hidden, start, stop, by_reader=True)

    def readers_of(self, start: int, stop: int) -> Mask:
        """From whom some people are hidden, shape (stop - start, n_readers); only where readers and candidates are the same."""
        hidden = np.tile(self.candidates.unlisted[start:stop, None], (1, len(self.candidates))) | self.candidates.gone[None, :]
        return self._with_rules(hidden, start, stop, by_reader=False)

    def strictest_rule(self, at: int) -> str:
        """The rule that hides a person from most readers: organisation, groups, languages or decisions; empty if none does."""
        rules = {name: int(mask.sum()) for name, mask in self._rules(at, at + 1)}
        if "organisation" in rules and self.readers.employers[at] >= 0:
            rules["organisation"] -= 1  # oneself is no colleague
        rules["decisions"] = len(self.pairs.hides_from(self.readers.ids[at]) & self.candidates.columns.keys())
        strictest = max(rules, key=lambda name: rules[name])
        return strictest if rules[strictest] else ""

    def _with_rules(self, hidden: Mask, start: int, stop: int, *, by_reader: bool) -> Mask:
        for _, mask in self._rules(start, stop):
            hidden |= mask
        hidden |= self.readers.gone[start:stop, None]
        for row, identity in enumerate(self.readers.ids[start:stop]):
            others = self.pairs.hidden_from(identity) if by_reader else self.pairs.hides_from(identity)
            for other in (identity, *others):
                hidden[row, self.candidates.columns.get(other, [])] = True
        return hidden

    def _rules(self, start: int, stop: int) -> Iterator[tuple[str, Mask]]:
        """What hides two from each other whichever of them reads."""
        mine, theirs = self.readers, self.candidates
        if not self.pairs.rules.same_organisation:
            yield "organisation", _same_number(mine.employers[start:stop], theirs.employers)
        if self.pairs.may_meet is not None:
            allowed = _allowed(self.pairs.may_meet, mine.codes.groups)
            yield "groups", _without_common(mine.groups[start:stop], allowed, theirs.groups)
        if self.pairs.rules.common_language:
            yield "languages", _without_common(mine.languages[start:stop], None, theirs.languages)


def _same_number(mine: npt.NDArray[np.int64], theirs: npt.NDArray[np.int64]) -> Mask:
    """Pairs of one number; below zero is none."""
    mask: Mask = np.asarray(np.equal(mine[:, None], theirs[None, :]), dtype=bool)
    mask[mine < 0] = False
    return mask


def _without_common(mine: npt.NDArray[np.float32], allowed: npt.NDArray[np.float32] | None, theirs: npt.NDArray[np.float32]) -> Mask:
    """Pairs that both say something and have nothing in common; what one may meet stands for what one is."""
    width = max(mine.shape[1], theirs.shape[1], 0 if allowed is None else len(allowed))
    one, two = _widened(mine, width), _widened(theirs, width)
    wanted = one if allowed is None else one @ _square(allowed, width)
    apart: Mask = np.asarray(np.equal(wanted @ two.T, 0), dtype=bool)
    mask: Mask = apart & np.outer(one.any(axis=1), two.any(axis=1))
    return mask


def _allowed(may_meet: frozenset[tuple[str, str]], places: Mapping[str, int]) -> npt.NDArray[np.float32]:
    table = np.zeros((len(places),) * 2, np.float32)
    for one, two in may_meet:
        if one in places and two in places:
            table[places[one], places[two]] = 1
    return table


def _square(table: npt.NDArray[np.float32], width: int) -> npt.NDArray[np.float32]:
    return np.pad(table, (0, width - len(table)))


def _widened(table: npt.NDArray[np.float32], width: int) -> npt.NDArray[np.float32]:
    return table if table.shape[1] == width else np.pad(table, ((0, 0), (0, width - table.shape[1])))


def _with_row(table: npt.NDArray[np.float32], row: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.vstack([_widened(table, row.shape[1]), row])


def _membership(lists: Sequence[Collection[str]], places: dict[str, int]) -> npt.NDArray[np.float32]:
    rows = [[places.setdefault(word, len(places)) for word in words] for words in lists]
    mask = np.zeros((len(rows), len(places)), np.float32)
    for at, row in enumerate(rows):
        mask[at, row] = 1
    return mask


def _spoken(person: Profile) -> list[str]:
    return [language_tag(tag) for tag in person.languages]


def _both_ways(may_meet: MayMeet | None) -> frozenset[tuple[str, str]] | None:
    pairs: Any = may_meet
    return None if pairs is None else frozenset(pairs) | {(two, one) for one, two in pairs}
