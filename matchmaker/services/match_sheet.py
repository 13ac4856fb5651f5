"""A few people on one page: whom to look for today, why, and how to begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from matchmaker.domain.matching.plain import PLAIN
from matchmaker.errors import NotFoundError
from matchmaker.services.match_cards import MatchCard, card_of
from matchmaker.services.matches import FEW
from matchmaker.services.turned_people import people_to_turn_to, places_of
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

MOST: Final = 5


@dataclass(frozen=True, slots=True)
class MatchSheet:
    """The people on it, and whom else it could show; at most `most`. `left_out`: so many more were asked for."""

    people: tuple[MatchCard, ...]
    others: tuple[MatchCard, ...]
    most: int
    left_out: int

    @property
    def chosen(self) -> frozenset[int]:
        return frozenset(card.other_id for card in self.people)


def sheet_for(session: Session, event: EventFacts, reader: AttendeeFacts, asked: Sequence[int], *, limit: int, now: datetime) -> MatchSheet:
    """The people asked for, as far as they are this reader's to see, or else the first of the list.

    Raises
    ------
    NotFoundError
        The reader wants no list made for them.
    """
    if reader.list_kind == PLAIN:
        raise NotFoundError
    most = FEW if reader.wants_few else MOST
    pool = people_to_turn_to(session, reader, now=now)
    mine = [other for other in dict.fromkeys(asked) if other in pool.people]
    shown = mine[:most] or pool.listed[:most]
    others = [*shown, *(other for other in pool.listed[:limit] if other not in shown)]
    cards = [card_of(place, reader_id=reader.id, sees=event.sees) for place in places_of(session, reader, pool, others)]
    return MatchSheet(tuple(cards[: len(shown)]), tuple(cards), most, max(0, len(mine) - most))
