"""The people a reader may turn their list to: those the worker put by for the sliders, as far as they may be seen now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.matching.spoken import spoken_reasons
from matchmaker.domain.matching.tuning import TunedPerson
from matchmaker.domain.matching.wish import Traits
from matchmaker.services.list_rows import MOST_REASONS, as_stored
from matchmaker.store.queries.places import MatchRow
from matchmaker.store.queries.plain_list import plain_place
from matchmaker.store.queries.tuning import PoolRow, pool_of, tuning_rows_of, words_of_people
from matchmaker.store.queries.visits import AttendeeFacts

NEAR, FAR = "near", "far"


@dataclass(frozen=True, slots=True)
class Pool:
    """A reader's stored list and, beside it, whom the sliders may bring up.

    `rows` are what the sliders sort, `listed` the stored list, best first.
    """

    rows: tuple[TunedPerson, ...]
    people: Mapping[int, PoolRow]

    @property
    def listed(self) -> tuple[int, ...]:
        return tuple(other for other, row in self.people.items() if row.rank is not None)

    @property
    def traits(self) -> dict[int, Traits]:
        return {other: Traits(row.languages, row.group, row.remote) for other, row in self.people.items()}


def people_to_turn_to(session: Session, reader: AttendeeFacts, *, now: datetime) -> Pool:
    """Two statements, whatever the size of the event."""
    rows = tuning_rows_of(session, reader.event_id, reader.id)
    me = {"event_id": reader.event_id, "reader_id": reader.id, "person_id": reader.person_id}
    people = {
        row.place.other_id: row for row in pool_of(session, **me, ids=[person.id for person in rows if isinstance(person.id, int)], now=now)
    }
    return Pool(tuple(person for person in rows if person.id in people), people)


def places_of(session: Session, reader: AttendeeFacts, pool: Pool, ids: Sequence[int]) -> tuple[MatchRow, ...]:
    """Some people of the pool as places, in this order; reasons that were not stored are made from the words of both."""
    beside = [other for other in ids if pool.people[other].rank is None]
    near = {person.id for person in pool.rows if not person.wild}
    told = _told(session, reader.event_id, reader.id, [pool.people[other].place for other in beside], near=near)
    return tuple(told.get(other, pool.people[other].place) for other in ids)


def turned_person(session: Session, *, event_id: int, reader_id: int, person_id: int, other_id: int, now: datetime) -> MatchRow | None:
    """One of those people; whoever was answered meanwhile too, as on the list."""
    row = next((person for person in tuning_rows_of(session, event_id, reader_id) if person.id == other_id), None)
    if row is None:
        return None
    place = plain_place(session, event_id=event_id, reader_id=reader_id, person_id=person_id, other_id=other_id, now=now)
    if place is None:
        return None
    return _told(session, event_id, reader_id, [place], near=set() if row.wild else {other_id})[other_id]


def _told(session: Session, event_id: int, reader_id: int, places: Sequence[MatchRow], *, near: set[int | str]) -> dict[int, MatchRow]:
    if not places:
        return {}
    said = words_of_people(session, event_id, [reader_id, *(place.other_id for place in places)])
    mine = said.get(reader_id, {})
    told = {}
    for place in places:
        reasons = [as_stored(reason) for reason in spoken_reasons(mine, said.get(place.other_id, {}), MOST_REASONS)]
        turned = NEAR if place.other_id in near else FAR
        told[place.other_id] = place._replace(reasons=json.dumps(reasons, ensure_ascii=False), turned=turned)
    return told
