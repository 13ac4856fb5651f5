"""An event's lists with the matcher that made them, kept in the worker and following what people say."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from matchmaker.domain.matching.profile import Decision as Answer
from matchmaker.domain.matching.profile import Match, Rules
from matchmaker.domain.matching.tuning import TunedPerson
from matchmaker.services.list_rows import MOST, ListRow, Told, profile_of, rows_of, says_something, told_list, without_needless_wild_cards
from matchmaker.services.recommend import EventLists
from matchmaker.store.queries.history import History
from matchmaker.store.queries.recommend import EventNews, EventPeople, Stamps

if TYPE_CHECKING:
    from matchmaker.domain.matching import Matcher

# A full pass is due once so many have changed since the last one, and never sooner after it than this.
DUE_SHARE = 0.05
DUE_AT_LEAST = 20
NO_SOONER = timedelta(minutes=5)
# Who leaves shall not wait so long until the matcher has forgotten their words.
LETS_GO_AFTER = timedelta(seconds=20)
_NO_RULES, _NO_HISTORY = Rules(), History()
_PARTING = frozenset({"met", "know_already"})
Pair = tuple[int, int]


@dataclass(slots=True)
class LiveLists:
    """The matcher of one event, and what it knows already.

    Attributes
    ----------
    key : str
        What the lists depend on beside people: a matcher made for another setup is of no use.
    version : int
        The build whose lists are stored.
    stamps : Stamps
        Of everybody the matcher was told of.
    answers : dict of (reader, other) to answer
    apart : frozenset of pairs
        Who had blocked whom at the last full pass; the matcher can't let those two meet again without another one.
    changes : int
        How many people and answers have changed since the last full pass.
    passed_at : datetime
        When that was.
    told : set of int
        Whom the matcher knows: the people who say something.
    drafted : tuple of int
        The readers whose new lists are put by until they are swapped in.
    turned : list of int
        The readers whose slider rows are out of date.
    lets_go : bool
        Somebody has left whose words the matcher still weighs: a full pass is due soon, which learns without them.
    """

    event_id: int
    matcher: "Matcher"
    key: str
    length: int
    version: int
    stamps: Stamps
    answers: dict[Pair, str]
    passed_at: datetime
    apart: frozenset[Pair] = frozenset()
    changes: int = 0
    told: set[int] = field(default_factory=set)
    drafted: tuple[int, ...] = ()
    turned: list[int] = field(default_factory=list)
    lets_go: bool = False

    def is_due(self, *, now: datetime) -> bool:
        """Whether so much has changed that everything should be worked out anew, in the background."""
        if self.lets_go and now - self.passed_at >= LETS_GO_AFTER:
            return True
        return self.changes >= max(DUE_AT_LEAST, DUE_SHARE * len(self.told)) and now - self.passed_at >= NO_SOONER

    def is_outrun(self, news: EventNews) -> bool:
        """Whether more has changed than is worth mending list by list, or something that can't be mended so."""
        if not self.apart <= set(news.people.blocked):
            return True
        return len(news.people.attendees) + len(self.stamps.keys() - news.stamps.keys()) > max(DUE_AT_LEAST, len(self.told) // 2)


def answers_in(people: EventPeople) -> dict[Pair, str]:
    """The last answer of each reader about each person; to have met is for good, and a block parts two people in the same way."""
    last: dict[Pair, str] = dict.fromkeys((*people.exchanged, *people.blocked), "met")
    for reader, other, answer, _ in people.answers:
        if last.get((reader, other)) not in _PARTING:
            last[reader, other] = answer
    return last


def build_lists(
    people: EventPeople, matcher: "Matcher", *, version: int, length: int = 8, rules: Rules = _NO_RULES, history: History = _NO_HISTORY
) -> EventLists:
    """Let the matcher learn from an event and those before it, and work out everybody's list, fair in the `length` that a page shows.

    Nothing is written, and no transaction may be open meanwhile.
    """
    ready = [profile for attendee in people.attendees if says_something(profile := profile_of(attendee, people))]
    # Who exchanged cards, or blocked somebody, is off the other's list, but what people do there teaches the ranking nothing.
    answers = [Answer(*answer) for answer in people.answers]
    matcher.fit(
        ready,
        history=history.profiles,
        decisions=[*answers, *history.decisions],
        rules=replace(rules, apart=[*rules.apart, *people.exchanged, *people.blocked]),
    )
    found = {int(str(reader)): matches for reader, matches in matcher.each_list(length, spare=MOST - length)}
    lists = {attendee.id: told_list(matcher, attendee.id, found.get(attendee.id, []), length) for attendee in people.attendees}
    return EventLists(people.event_id, version, _pruned(people.event_id, matcher, lists, length))


def follow(live: LiveLists, news: EventNews, *, version: int) -> EventLists:
    """Tell the matcher what has changed, and work out just the lists that changes touch; nothing is written.

    The matcher has moved on afterwards, so what is returned must be stored, or the live lists be dropped.
    """
    matcher, readers = live.matcher, set[Hashable]()
    for gone in sorted(live.stamps.keys() - news.stamps.keys()):
        readers |= _leave(live, gone) | {gone}
        live.lets_go = True
    for attendee in news.people.attendees:
        profile = profile_of(attendee, news.people)
        readers.add(attendee.id)
        if says_something(profile):
            readers |= matcher.put(profile).keys()
            live.told.add(attendee.id)
        else:
            readers |= _leave(live, attendee.id)
    readers |= _answer(live, answers_in(news.people))
    live.changes += len(news.people.attendees) + len(live.stamps.keys() - news.stamps.keys())
    live.stamps, live.version = news.stamps, version
    changed = [int(str(reader)) for reader in readers]
    live.turned = [*changed, *(reader for reader in live.turned if reader not in set(changed))]
    lists = {at: told_list(matcher, at, found, live.length) for at, found in _lists_of(live, changed).items()}
    return EventLists(live.event_id, version, _pruned(live.event_id, matcher, lists, live.length))


def slider_rows(live: LiveLists, readers: Sequence[int]) -> dict[int, list[TunedPerson]]:
    """What the sliders of some readers sort; nobody for whoever is not matched."""
    here = [reader for reader in readers if reader in live.told]
    found = {int(str(reader)): people for reader, people in live.matcher.tuning_rows(here)}
    return {reader: found.get(reader, []) for reader in readers}


def _leave(live: LiveLists, attendee_id: int) -> set[Hashable]:
    if attendee_id not in live.told:
        return set()
    live.told.discard(attendee_id)
    return set(live.matcher.remove(attendee_id))


def _answer(live: LiveLists, answers: dict[Pair, str]) -> set[Hashable]:
    readers = set[Hashable]()
    for pair in sorted(live.answers.keys() | answers.keys()):
        before, after = live.answers.get(pair), answers.get(pair)
        if before == after:
            continue
        live.changes += 1
        if before is not None:
            readers |= live.matcher.take_back(*pair).keys()
        if after is not None:
            readers |= live.matcher.decide(Answer(*pair, after)).keys()
        readers.add(pair[0])
    live.answers = answers
    return readers


def _lists_of(live: LiveLists, readers: Iterable[int]) -> Mapping[int, Sequence[Match]]:
    here = [reader for reader in readers if reader in live.told]
    found = live.matcher.lists_of(here, spare=MOST - live.length)
    return {reader: found.get(reader, []) for reader in readers}


def _pruned(event_id: int, matcher: "Matcher", lists: Mapping[int, list[Told]], length: int) -> dict[int, Sequence[ListRow]]:
    above = {int(str(person)): room for person, room in matcher.room_above_floor(length).items()}
    kept = without_needless_wild_cards(lists, length, above)
    return {reader_id: rows_of(event_id, reader_id, rows) for reader_id, rows in kept.items()}
