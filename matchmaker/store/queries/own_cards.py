"""A person's own cards: theirs at every event, and which of them a scan gives at one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, CardChoice
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.people import Card, Person
from matchmaker.store.queries.cards import CardRow, card_columns, read_card

_ME, _PERSON, _CHOICE, _CARD = Attendee.__table__, Person.__table__, CardChoice.__table__, Card.__table__
_IN_USE: Select[Any] = (
    select(*card_columns(_ME, _PERSON, _CARD))
    .select_from(_ME)
    .join(_PERSON, _PERSON.c.id == _ME.c.person_id)
    .outerjoin(_CHOICE, and_(_CHOICE.c.event_id == _ME.c.event_id, _CHOICE.c.attendee_id == _ME.c.id))
    .outerjoin(_CARD, _CARD.c.id == _CHOICE.c.card_id)
    .where(_ME.c.event_id == bindparam("event_id"), _ME.c.person_id == bindparam("person_id"))
)
_LOOKED_THROUGH = 60  # contacts


@dataclass(frozen=True, slots=True)
class OwnCardRow:
    """`holders` is how many people were given it."""

    id: int
    label: str
    organisation: str
    headline: str
    email: str
    phone: str
    link: str
    shared_fields: tuple[str, ...]
    holders: int


def own_card_rows(session: Session, person_id: int) -> list[OwnCardRow]:
    """All that the person has made, the oldest first, without those they put away."""
    holders = select(func.count()).where(ContactSide.card_id == Card.id, ContactSide.person_id == person_id).scalar_subquery()
    columns = (Card.id, Card.label, Card.organisation, Card.headline, Card.email, Card.phone, Card.link, Card.shared_fields, holders)
    rows = session.execute(select(*columns).where(Card.person_id == person_id, Card.label != "").order_by(Card.id))
    return [_own_card(list(row)) for row in rows]


def card_in_use(session: Session, *, event_id: int, person_id: int) -> CardRow:
    """What a scan gives at this event: the own card in use there, else what the profile says."""
    row = session.execute(_IN_USE, {"event_id": event_id, "person_id": person_id}).one()
    return read_card(list(row))


def tags_used_by(session: Session, person_id: int, *, most: int) -> list[str]:
    """The words this person sorted people by before, the newest first."""
    sides = select(ContactSide.tags).where(ContactSide.person_id == person_id, ContactSide.noted_at.is_not(None))
    newest = session.scalars(sides.order_by(ContactSide.noted_at.desc()).limit(_LOOKED_THROUGH))
    return list(dict.fromkeys(tag for tags in newest for tag in tags))[:most]


def chosen_card_id(session: Session, *, event_id: int, person_id: int) -> int | None:
    """The card in use at this event; None for what the profile there says."""
    mine = select(CardChoice.card_id).join(Attendee, (Attendee.event_id == CardChoice.event_id) & (Attendee.id == CardChoice.attendee_id))
    return session.scalar(mine.where(Attendee.event_id == event_id, Attendee.person_id == person_id))


def _own_card(row: list[Any]) -> OwnCardRow:
    card_id, label, organisation, headline, email, phone, link, fields, holders = row
    return OwnCardRow(card_id, label, organisation, headline, email, phone, link, tuple(fields), holders)
