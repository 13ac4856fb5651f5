"""The contacts of one person at one event, as that person's pages need them, still unfiltered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.people import Person
from matchmaker.store.queries.cards import CARD_WIDTH, CardRow, card_columns, read_card


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact as one of the two sees it, still unfiltered: services decide what is shown."""

    id: int
    state: str
    asked_by: int
    created_at: datetime
    exchanged_at: datetime | None
    me: CardRow
    my_fields: tuple[str, ...]
    my_withdrawn_at: datetime | None
    note: str
    them: CardRow
    their_fields: tuple[str, ...]
    their_withdrawn_at: datetime | None


# Tables, not models: pages of contacts need no objects.
_CONTACT = Contact.__table__.c
_MINE, _THEIRS = ContactSide.__table__.alias("mine"), ContactSide.__table__.alias("theirs")
_ME, _MY_PERSON = Attendee.__table__.alias("me"), Person.__table__.alias("my_person")
_THEM, _THEIR_PERSON = Attendee.__table__.alias("them"), Person.__table__.alias("their_person")

_SEEN: Select[Any] = (
    select(
        *(_CONTACT.id, _CONTACT.state, _CONTACT.asked_by, _CONTACT.created_at, _CONTACT.exchanged_at),
        *(_MINE.c.shared_fields, _MINE.c.withdrawn_at, _MINE.c.note, _THEIRS.c.shared_fields, _THEIRS.c.withdrawn_at),
        *card_columns(_ME, _MY_PERSON),
        *card_columns(_THEM, _THEIR_PERSON),
    )
    .select_from(Contact.__table__)
    .join(_MINE, and_(_MINE.c.contact_id == _CONTACT.id, _MINE.c.person_id == bindparam("person_id")))
    .join(_THEIRS, and_(_THEIRS.c.contact_id == _CONTACT.id, _THEIRS.c.person_id != _MINE.c.person_id))
    .join(_MY_PERSON, _MY_PERSON.c.id == _MINE.c.person_id)
    .join(_THEIR_PERSON, _THEIR_PERSON.c.id == _THEIRS.c.person_id)
    .join(_ME, and_(_ME.c.event_id == _CONTACT.event_id, _ME.c.person_id == _MINE.c.person_id))
    # Whoever left the list of attendees after an exchange still is a contact.
    .outerjoin(_THEM, and_(_THEM.c.event_id == _CONTACT.event_id, _THEM.c.person_id == _THEIRS.c.person_id))
    .where(_CONTACT.event_id == bindparam("event_id"))
)
_SEEN_ONE = _SEEN.where(_CONTACT.id == bindparam("contact_id"))
_SEEN_ALL = _SEEN.order_by(func.coalesce(_CONTACT.exchanged_at, _CONTACT.created_at).desc(), _CONTACT.id.desc())
_PAIR_LOCKED = (
    select(Contact)
    .where(
        Contact.event_id == bindparam("event_id"),
        Contact.low_person_id == bindparam("low"),
        Contact.high_person_id == bindparam("high"),
    )
    .with_for_update()
)
_MINE_LOCKED = (
    select(Contact)
    .where(
        Contact.id == bindparam("contact_id"),
        Contact.event_id == bindparam("event_id"),
        or_(Contact.low_person_id == bindparam("person_id"), Contact.high_person_id == bindparam("person_id")),
    )
    .with_for_update()
)
_SIDES = select(ContactSide).where(ContactSide.contact_id == bindparam("contact_id")).execution_options(populate_existing=True)


def contact_of_pair(session: Session, *, event_id: int, person_id: int, other_id: int) -> Contact:
    """The contact of two people who have one, locked until the commit."""
    low, high = sorted((person_id, other_id))
    return session.scalars(_PAIR_LOCKED, {"event_id": event_id, "low": low, "high": high}).one()


def contact_to_change(session: Session, contact_id: int, *, event_id: int, person_id: int) -> Contact | None:
    """A contact of this person, locked until the commit."""
    return session.scalars(_MINE_LOCKED, {"contact_id": contact_id, "event_id": event_id, "person_id": person_id}).one_or_none()


def sides_of(session: Session, contact_id: int) -> dict[int, ContactSide]:
    """Both sides of a contact by person, as they are now."""
    return {side.person_id: side for side in session.scalars(_SIDES, {"contact_id": contact_id})}


def contact_row(session: Session, contact_id: int, *, event_id: int, person_id: int) -> ContactRow | None:
    row = session.execute(_SEEN_ONE, {"contact_id": contact_id, "event_id": event_id, "person_id": person_id}).one_or_none()
    return _contact(list(row)) if row else None


def contact_rows(session: Session, *, event_id: int, person_id: int) -> list[ContactRow]:
    """All contacts of one person at one event, the newest first."""
    return [_contact(list(row)) for row in session.execute(_SEEN_ALL, {"event_id": event_id, "person_id": person_id})]


def _contact(row: list[Any]) -> ContactRow:
    contact_id, state, asked_by, created_at, exchanged_at, my_fields, my_withdrawn_at, note, their_fields, their_withdrawn_at, *cards = row
    return ContactRow(
        id=contact_id,
        state=state,
        asked_by=asked_by,
        created_at=created_at,
        exchanged_at=exchanged_at,
        me=read_card(cards[:CARD_WIDTH]),
        my_fields=tuple(my_fields),
        my_withdrawn_at=my_withdrawn_at,
        note=note,
        them=read_card(cards[CARD_WIDTH:]),
        their_fields=tuple(their_fields),
        their_withdrawn_at=their_withdrawn_at,
    )
