"""A reader's list turned by their sliders and filters, and what the page's script needs to turn it by itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from matchmaker.domain.matching.tuning import TunedRow, as_row
from matchmaker.domain.matching.wish import AFAR, HERE, Traits, Wish, turned_list
from matchmaker.services.matches import FilterChoice, FilterChoices, MatchList, is_waiting, shown_length
from matchmaker.services.turned_people import Pool, people_to_turn_to, places_of
from matchmaker.store.queries.places import MatchRow
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

_MOST_CHOICES: Final = 8


@dataclass(frozen=True, slots=True)
class Turning:
    """What the sliders sort, what filters ask, and how many a page shows."""

    rows: tuple[TunedRow, ...]
    listed: tuple[int, ...]
    traits: dict[int, Traits]
    most: int
    choices: FilterChoices


def turned_matches(session: Session, event: EventFacts, reader: AttendeeFacts, wish: Wish, *, limit: int, now: datetime) -> MatchList:
    """The list as the reader turned it; three statements, whatever the size of the event."""
    if is_waiting(event, reader):
        return MatchList("waiting", event.lists_built_at)
    pool = people_to_turn_to(session, reader, now=now)
    found = turned_list(pool.listed, pool.rows, pool.traits, wish, shown_length(reader, limit))
    places = places_of(session, reader, pool, found.ids)
    state = "ready" if pool.people else "alone"
    return MatchList(state, event.lists_built_at, places, found.fitting, wish=wish, pool=len(pool.people), choices=choices_in(pool, wish))


def turning_of(session: Session, reader: AttendeeFacts, *, limit: int, now: datetime) -> Turning:
    """Everything with which a script sorts this reader's list as the server would; two statements."""
    pool = people_to_turn_to(session, reader, now=now)
    rows = tuple(as_row(person) for person in pool.rows)
    return Turning(rows, pool.listed, pool.traits, shown_length(reader, limit), choices_in(pool, Wish()))


def places_among(session: Session, reader: AttendeeFacts, ids: Sequence[int], *, now: datetime) -> tuple[MatchRow, ...]:
    """Those of these people whom the reader's list may be turned to; whoever else is asked for is not there."""
    pool = people_to_turn_to(session, reader, now=now)
    return places_of(session, reader, pool, [other for other in dict.fromkeys(ids) if other in pool.people])


def choices_in(pool: Pool, wish: Wish) -> FilterChoices:
    """What this reader may filter by. A value that everybody has parts nobody; one that is chosen stays."""
    people = list(pool.traits.values())
    languages = _choices((tag for traits in people for tag in traits.languages), wish.languages, len(people))
    groups = _choices((traits.group for traits in people if traits.group), wish.groups, len(people))
    places = _choices((AFAR if traits.remote else HERE for traits in people), wish.places, len(people))
    return FilterChoices(languages, groups if len(groups) > 1 or wish.groups else (), places)


def _choices(values: Iterable[str], chosen: Sequence[str], everybody: int) -> tuple[FilterChoice, ...]:
    counts = Counter(values)
    parting = [(value, people) for value, people in counts.items() if people < everybody or value in chosen]
    parting += [(value, 0) for value in chosen if value not in counts]
    parting.sort(key=lambda one: (one[0] not in chosen, -one[1], one[0]))
    return tuple(FilterChoice(value, people) for value, people in sorted(parting[:_MOST_CHOICES], key=lambda one: (-one[1], one[0])))
