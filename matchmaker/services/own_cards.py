"""Several cards of one person: made, changed, put away, and one of them in use at an event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.choice import VERSIONS
from matchmaker.domain.contacts.consent import CARD
from matchmaker.domain.contacts.own_card import MOST_CARDS, CardDraft, read_card_draft
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError
from matchmaker.services.own_deeds import note_consent
from matchmaker.store.models.attendees import Attendee, CardChoice
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.people import Card
from matchmaker.store.queries.own_cards import OwnCardRow, card_in_use, chosen_card_id, own_card_rows
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class CardBook:
    """All cards of one person; `chosen` is the one in use at the event, None for what the profile there says."""

    cards: tuple[OwnCardRow, ...]
    chosen: int | None

    @property
    def has_room(self) -> bool:
        return len(self.cards) < MOST_CARDS

    @property
    def in_use(self) -> OwnCardRow | None:
        return next((card for card in self.cards if card.id == self.chosen), None)

    def card(self, card_id: int) -> OwnCardRow:
        """One of them; somebody else's is not there."""
        found = next((card for card in self.cards if card.id == card_id), None)
        if found is None:
            raise NotFoundError
        return found


@dataclass(frozen=True, slots=True)
class GoneCard:
    """A card that was deleted just now, and the events at which a scan gave it."""

    card: OwnCardRow
    used_at: tuple[int, ...]


def cards_of(session: Session, *, event_id: int, person_id: int) -> CardBook:
    return CardBook(tuple(own_card_rows(session, person_id)), chosen_card_id(session, event_id=event_id, person_id=person_id))


def make_card(session: Session, person_id: int, typed: CardDraft, *, now: datetime) -> int:
    """Add a card; nothing uses it yet."""
    others = own_card_rows(session, person_id)
    if len(others) >= MOST_CARDS:
        raise BadInputError(Fault("label", N_("You have %(most)s cards already. Put one away first."), {"most": MOST_CARDS}))
    draft = read_card_draft(typed, others=[card.label for card in others])
    card_id = session.execute(insert(Card).values(person_id=person_id, created_at=now, **_values(draft)).returning(Card.id)).scalar_one()
    return int(card_id)


def change_card(session: Session, person_id: int, card_id: int, typed: CardDraft) -> None:
    """Rewrite a card. Whoever holds it sees the new words in the fields they were given; a new tick holds for later scans alone."""
    others = [card for card in own_card_rows(session, person_id) if card.id != card_id]
    draft = read_card_draft(typed, others=[card.label for card in others])
    _change(session, person_id, card_id, draft)


def put_card_away(session: Session, person_id: int, card_id: int) -> GoneCard:
    """Delete what stands on a card. Whoever holds it keeps the name alone, so an emptied row stays for as long as somebody does.

    It is handed back once, so that its owner may undo this, and kept nowhere here.
    """
    card = CardBook(tuple(own_card_rows(session, person_id)), None).card(card_id)
    _change(session, person_id, card_id, CardDraft())
    used = session.scalars(delete(CardChoice).where(CardChoice.card_id == card_id).returning(CardChoice.event_id)).all()
    held = select(func.count()).where(ContactSide.card_id == card_id)
    if not session.scalar(held):
        session.execute(delete(Card).where(Card.id == card_id, Card.person_id == person_id))
    return GoneCard(card, tuple(sorted(used)))


def bring_card_back(session: Session, person_id: int, typed: CardDraft, *, card_id: int, used_at: Collection[int], now: datetime) -> None:
    """Undo `put_card_away`: whoever held it has it again, and a scan gives it again where it did. Asked for twice, it is there once.

    Raises
    ------
    BadInputError
        It is no card that was ever kept here, or there are enough of them.
    """
    others = own_card_rows(session, person_id)
    if any(card.label == typed.label for card in others):
        return
    emptied = (Card.id == card_id, Card.person_id == person_id, Card.label == "")
    draft = read_card_draft(typed, others=[card.label for card in others])
    found = session.execute(update(Card).where(*emptied).values(**_values(draft)).returning(Card.id)).first()
    back = found[0] if found else make_card(session, person_id, typed, now=now)
    # Only where its owner had agreed that a scan gives a card of their own.
    agreed = (Attendee.person_id == person_id, Attendee.event_id.in_(used_at), Attendee.consent_version.like(f"% {CARD}"))
    places = session.execute(select(Attendee.event_id, Attendee.id).where(*agreed)).all()
    choices = [{"event_id": event_id, "attendee_id": attendee_id, "card_id": back} for event_id, attendee_id in places]
    if choices:
        session.execute(insert_into(session, CardChoice).on_conflict_do_nothing(), choices)


def use_card(session: Session, *, event_id: int, attendee_id: int, person_id: int, card_id: int | None, now: datetime) -> None:
    """Give this card from now on at this event, None for what the profile says; what was given before stays what it was."""
    here = {"event_id": event_id, "attendee_id": attendee_id}
    if card_id is None:
        session.execute(delete(CardChoice).filter_by(**here))
    else:
        CardBook(tuple(own_card_rows(session, person_id)), None).card(card_id)
        choice = insert_into(session, CardChoice).values(**here, card_id=card_id)
        session.execute(choice.on_conflict_do_update(index_elements=["event_id", "attendee_id"], set_={"card_id": card_id}))
    me = Attendee.event_id == event_id, Attendee.id == attendee_id
    mode = session.scalar(select(Attendee.exchange_mode).where(*me))
    if mode:
        version = VERSIONS[mode] if card_id is None else f"{VERSIONS[mode]} {CARD}"
        session.execute(update(Attendee).where(*me).values(consent_version=version, consent_at=now))
        in_use = card_in_use(session, event_id=event_id, person_id=person_id)
        note_consent(session, person_id, event_id=event_id, fields=in_use.shared_fields, now=now)


def _change(session: Session, person_id: int, card_id: int, draft: CardDraft) -> None:
    mine = update(Card).where(Card.id == card_id, Card.person_id == person_id, Card.label != "")
    if session.execute(mine.values(**_values(draft)).returning(Card.id)).first() is None:
        raise NotFoundError


def _values(draft: CardDraft) -> dict[str, object]:
    return {
        "label": draft.label,
        "organisation": draft.organisation,
        "headline": draft.headline,
        "email": draft.email,
        "phone": draft.phone,
        "link": draft.link,
        "shared_fields": list(draft.ticked),
    }
