"""What one person sees of their contacts: exactly what the other gives, and nothing of somebody who has not said yes."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import SharedCard, asking_card, exchanged_card, fields_on, tickable_on
from matchmaker.domain.contacts.standing import Side, Standing, side_of, standing
from matchmaker.domain.privacy.cards import Sees
from matchmaker.errors import NotFoundError
from matchmaker.services.contacts import whole_card
from matchmaker.store.queries.contacts import ContactRow, contact_row, contact_rows


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One contact as its reader sees it.

    Attributes
    ----------
    seed
        What the other's face is coloured by; None while they are nobody to the reader.
    card
        What the reader may see of the other; empty if that is nothing.
    at
        When cards were exchanged, else when the badge was scanned.
    they_began
        The other scanned the reader's badge.
    shares
        The fields of the reader's own card that the other has, in reading order; empty once taken back.
    tickable, ticked
        What the reader can share with this person, and what they do.
    has_mine
        The other has the reader's card.
    """

    id: int
    standing: Standing
    seed: int | None
    card: SharedCard
    at: datetime
    they_began: bool
    note: str
    shares: tuple[str, ...]
    tickable: tuple[str, ...]
    ticked: tuple[str, ...]
    has_mine: bool


@dataclass(frozen=True, slots=True)
class ContactBook:
    """All contacts of one person at one event, the newest first in each part."""

    asking: tuple[ContactCard, ...]
    met: tuple[ContactCard, ...]
    waiting: tuple[ContactCard, ...]
    kept: tuple[ContactCard, ...]
    left: tuple[ContactCard, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.asking or self.met or self.waiting or self.kept or self.left)


def contacts_of(session: Session, *, event_id: int, person_id: int, sees: str) -> ContactBook:
    cards = [_card_of(row, sees) for row in contact_rows(session, event_id=event_id, person_id=person_id)]

    def part(wanted: Standing) -> tuple[ContactCard, ...]:
        return tuple(card for card in cards if card.standing is wanted)

    return ContactBook(
        asking=part(Standing.ANSWER_DUE),
        met=part(Standing.MET),
        waiting=part(Standing.WAITING),
        kept=part(Standing.KEPT_MINE),
        left=part(Standing.LEFT),
    )


def contact_for(session: Session, contact_id: int, *, event_id: int, person_id: int, sees: str) -> ContactCard:
    """One contact; not there, not yours and no longer anything are the same."""
    row = contact_row(session, contact_id, event_id=event_id, person_id=person_id)
    card = _card_of(row, sees) if row else None
    if card is None or card.standing is Standing.NOTHING:
        raise NotFoundError
    return card


def met_people(session: Session, *, event_id: int, person_id: int) -> tuple[ContactCard, ...]:
    """Those whose card this person holds right now, the newest first: what a follow-up letter may speak of."""
    rows = contact_rows(session, event_id=event_id, person_id=person_id)
    return tuple(card for card in (_card_of(row, "full_names") for row in rows) if card.standing is Standing.MET)


def _card_of(row: ContactRow, sees: str) -> ContactCard:
    mine = side_of(row.state, began=row.asked_by == row.me.person_id, withdrawn=row.my_withdrawn_at is not None)
    theirs = side_of(row.state, began=row.asked_by == row.them.person_id, withdrawn=row.their_withdrawn_at is not None)
    how = standing(mine, theirs)
    shown = _shown(row, how, sees)
    has_mine = mine is Side.GIVEN and row.state == "exchanged"
    return ContactCard(
        id=row.id,
        standing=how,
        seed=row.them.attendee_id if shown.name else None,
        card=shown,
        at=row.exchanged_at or row.created_at,
        they_began=row.asked_by == row.them.person_id,
        note=row.note,
        shares=fields_on(exchanged_card(whole_card(row.me), row.my_fields)) if mine is Side.GIVEN else (),
        tickable=tickable_on(whole_card(row.me)),
        ticked=row.my_fields if mine is Side.GIVEN else row.me.shared_fields,
        has_mine=has_mine,
    )


def _shown(row: ContactRow, how: Standing, sees: str) -> SharedCard:
    if how is Standing.MET:
        return exchanged_card(whole_card(row.them), row.their_fields)
    if how in {Standing.ANSWER_DUE, Standing.KEPT_MINE}:
        return asking_card(whole_card(row.them), cast(Sees, sees))
    return SharedCard()
