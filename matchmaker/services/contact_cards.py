"""What one person sees of their contacts: exactly what the other gives, and nothing of somebody who has not said yes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import SharedCard, asking_card, exchanged_card, fields_on, tickable_on
from matchmaker.domain.contacts.standing import Side, Standing, side_of, standing
from matchmaker.domain.privacy.cards import Sees
from matchmaker.errors import NotFoundError
from matchmaker.services.contacts import whole_card
from matchmaker.store.queries.contacts import About, ContactRow, Kept, MetAt, contact_row, contact_rows


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One contact as its reader sees it.

    Attributes
    ----------
    other_id
        The number of the person behind it, to tell two meetings with one person; None while they are nobody to the reader.
    seed
        What the other's face is coloured by; None while they are nobody to the reader.
    card
        What the reader may see of the other; empty if that is nothing.
    event
        Where the two met.
    at
        When cards were exchanged, else when the badge was scanned.
    they_began
        The other scanned the reader's badge.
    kept
        What the reader noted and set.
    shares
        The fields of the reader's own card that the other has, in reading order; empty once taken back.
    tickable, ticked
        What the reader can share with this person, and what they do.
    has_mine
        The other has the reader's card.
    wants_no_follow_up
        The other asks for no letters.
    about
        How to address the other; empty unless cards were exchanged.
    has_gone
        The other had everything of theirs deleted.
    introduced
        Somebody brought the two together; neither scanned the other.
    """

    id: int
    standing: Standing
    other_id: int | None
    seed: int | None
    card: SharedCard
    event: MetAt
    at: datetime
    they_began: bool
    kept: Kept
    shares: tuple[str, ...]
    tickable: tuple[str, ...]
    ticked: tuple[str, ...]
    has_mine: bool
    wants_no_follow_up: bool = False
    about: About = About()  # noqa: RUF009  frozen, so one for all
    has_gone: bool = False
    introduced: bool = False

    @property
    def note(self) -> str:
        return self.kept.note


def contact_for(session: Session, contact_id: int, *, event_id: int | None, person_id: int, sees: str | None = None) -> ContactCard:
    """One contact; not there, not yours and no longer anything are the same. `sees` stands instead of the event's rule."""
    row = contact_row(session, contact_id, event_id=event_id, person_id=person_id)
    card = card_of(row, sees) if row else None
    if card is None or card.standing is Standing.NOTHING:
        raise NotFoundError
    return card


def every_contact(session: Session, *, event_id: int, person_id: int, sees: str | None = None) -> tuple[ContactCard, ...]:
    """All that are something to this person, also those they let go; the newest first."""
    cards = (card_of(row, sees) for row in contact_rows(session, event_id=event_id, person_id=person_id))
    return tuple(card for card in cards if card.standing is not Standing.NOTHING)


def contacts_with_ids(session: Session, ids: Collection[int], *, event_id: int, person_id: int, sees: str) -> dict[int, ContactCard]:
    """By id, those of these contacts that are the person's and are something to them."""
    if not ids:
        return {}
    return {card.id: card for card in every_contact(session, event_id=event_id, person_id=person_id, sees=sees) if card.id in ids}


def met_people(session: Session, *, event_id: int, person_id: int) -> tuple[ContactCard, ...]:
    """Those whose card this person holds right now and has not let go, the newest first: what a follow-up letter may speak of."""
    cards = every_contact(session, event_id=event_id, person_id=person_id)
    return tuple(card for card in cards if card.standing is Standing.MET and card.kept.let_go_at is None)


def card_of(row: ContactRow, sees: str | None = None) -> ContactCard:
    how, mine = _standing_of(row)
    shown = _shown(row, how, sees or row.event.sees)
    is_met = how is Standing.MET
    return ContactCard(
        id=row.id,
        standing=how,
        other_id=row.them.person_id if shown.name else None,
        seed=row.them.attendee_id if shown.name else None,
        card=shown,
        event=row.event,
        at=row.void_since or row.exchanged_at or row.created_at,
        they_began=row.asked_by == row.them.person_id and not row.void_since,
        kept=row.kept,
        shares=fields_on(exchanged_card(whole_card(row.me), row.my_fields)) if mine is Side.GIVEN or row.void_since else (),
        tickable=tickable_on(whole_card(row.me)),
        ticked=row.my_fields if mine is Side.GIVEN else row.me.shared_fields,
        has_mine=mine is Side.GIVEN and row.state == "exchanged" and not row.void_since,
        wants_no_follow_up=is_met and row.they_ask_no_follow_up,
        about=row.about if is_met else About(),
        has_gone=how is Standing.LEFT and row.they_are_gone,
        introduced=row.introduced,
    )


def _standing_of(row: ContactRow) -> tuple[Standing, Side]:
    they_began = row.asked_by == row.them.person_id
    # Whoever erased themselves gives nothing any more. A question that they never answered stays unanswered: it tells nothing.
    they_left = row.their_withdrawn_at is not None or (row.they_are_gone and (they_began or row.state == "exchanged"))
    mine = side_of(row.state, began=row.asked_by == row.me.person_id, withdrawn=row.my_withdrawn_at is not None)
    theirs = side_of(row.state, began=they_began, withdrawn=they_left)
    return Standing.WAITING if row.void_since else standing(mine, theirs), mine


def _shown(row: ContactRow, how: Standing, sees: str) -> SharedCard:
    if how is Standing.MET:
        return exchanged_card(whole_card(row.them), row.their_fields)
    if how in {Standing.ANSWER_DUE, Standing.KEPT_MINE}:
        return asking_card(whole_card(row.them), cast(Sees, sees))
    return SharedCard()
