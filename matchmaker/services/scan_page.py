"""What the scan page needs to know of whoever scans: what of theirs goes to whom, and the words they sort people by."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import exchanged_card, fields_on, tickable_on
from matchmaker.services.contacts import whole_card
from matchmaker.store.queries.own_cards import card_in_use, tags_used_by

MOST_TAGS = 6


@dataclass(frozen=True, slots=True)
class Scanning:
    """`shares` is what goes along with a scan, in reading order; `ticked` of `tickable` are ticked for it."""

    shares: tuple[str, ...]
    tickable: tuple[str, ...]
    ticked: tuple[str, ...]
    tags: tuple[str, ...]


def scanning_as(session: Session, *, event_id: int, person_id: int) -> Scanning:
    row = card_in_use(session, event_id=event_id, person_id=person_id)
    mine = whole_card(row)
    tickable = tickable_on(mine)
    ticked = tuple(field for field in tickable if field in row.shared_fields)
    return Scanning(fields_on(exchanged_card(mine, ticked)), tickable, ticked, tuple(tags_used_by(session, person_id, most=MOST_TAGS)))
