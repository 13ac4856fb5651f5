"""The contacts of one person, at one event or at all of them, as that person's pages need them, still unfiltered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, CardChoice
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Card, Person
from matchmaker.store.queries.cards import CARD_WIDTH, CardRow, card_columns, read_card
from matchmaker.store.queries.safety import may_meet


@dataclass(frozen=True, slots=True)
class MetAt:
    """The event at which two people met."""

    id: int
    slug: str
    name: str
    time_zone: str
    sees: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the reader keeps about the other, and asks of them; nobody else reads it but the last word, which the other one hears."""

    note: str = ""
    tags: tuple[str, ...] = ()
    may_follow_up: bool | None = None
    touched_at: datetime | None = None
    let_go_at: datetime | None = None
    asks_no_follow_up: bool = False
    rhythm: str = ""
    snoozed_until: date | None = None
    faded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """How to address somebody: for those alone who hold their card."""

    pronouns: str = ""
    name_sounds: str = ""
    languages: tuple[tuple[str, str], ...] = ()  # each with its level, "" if it was not said


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact as one of the two sees it, still unfiltered: services decide what is shown."""

    id: int
    state: str
    asked_by: int
    created_at: datetime
    exchanged_at: datetime | None
    event: MetAt
    me: CardRow
    my_fields: tuple[str, ...]
    my_withdrawn_at: datetime | None
    kept: Kept
    them: CardRow
    their_fields: tuple[str, ...]
    their_withdrawn_at: datetime | None
    they_ask_no_follow_up: bool
    they_are_gone: bool  # erased themselves
    about: About
    # Set: the two may not meet, and this is when the reader asked, which is all that is left of it to see.
    void_since: datetime | None
    introduced: bool = False  # somebody brought the two together, and neither scanned the other


# Tables, not models: pages of contacts need no objects.
_CONTACT, _EVENT = Contact.__table__.c, Event.__table__.c
_MINE, _THEIRS = ContactSide.__table__.alias("mine"), ContactSide.__table__.alias("theirs")
_ME, _MY_PERSON = Attendee.__table__.alias("me"), Person.__table__.alias("my_person")
_THEM, _THEIR_PERSON = Attendee.__table__.alias("them"), Person.__table__.alias("their_person")
_MAY_MEET = may_meet(_MINE.c.person_id, _THEIRS.c.person_id)
# A reader's own question without an answer stays as it was: it names nobody, and if it went away, its asker could tell why.
_WAITS = and_(_CONTACT.asked_by == _MINE.c.person_id, _CONTACT.state != "exchanged", _MINE.c.withdrawn_at.is_(None))
_VOID_SCAN = (
    select(func.max(Scan.scanned_at))
    .where(Scan.event_id == _CONTACT.event_id, Scan.scanner_id == _ME.c.id, Scan.owner_id == _THEM.c.id, Scan.state == "void")
    .scalar_subquery()
)
_VOID_SINCE = case((_MAY_MEET, None), (_WAITS, _CONTACT.created_at), else_=_VOID_SCAN)
# Whoever pauses is asked nothing new until they come back.
_WAITS_FOR_ME_TO_COME_BACK = and_(
    _CONTACT.state == "pending", _CONTACT.asked_by != _MINE.c.person_id, func.coalesce(_CONTACT.created_at >= _ME.c.paused_at, false())
)
_MY_CHOICE, _MY_CARD, _THEIR_CARD = (
    CardChoice.__table__.alias("my_choice"),
    Card.__table__.alias("my_card"),
    Card.__table__.alias("their_card"),
)
# Until one has given anything, the card in question is the one in use at the event; from then on it is the one that was given.
_GIVES_NOTHING_YET = and_(_MINE.c.shared_at.is_(None), _CONTACT.asked_by != _MINE.c.person_id)

_SEEN: Select[Any] = (
    select(
        *(_CONTACT.id, _CONTACT.state, _CONTACT.asked_by, _CONTACT.created_at, _CONTACT.exchanged_at, _CONTACT.introduced),
        *(_EVENT.id, _EVENT.slug, _EVENT.name, _EVENT.time_zone, _EVENT.sees),
        *(_MINE.c.note, _MINE.c.tags, _MINE.c.may_follow_up, _MINE.c.touched_at, _MINE.c.let_go_at, _MINE.c.asks_no_follow_up),
        *(_MINE.c.rhythm, _MINE.c.snoozed_until, _MINE.c.faded_at),
        *(_MINE.c.shared_fields, _MINE.c.withdrawn_at, _THEIRS.c.shared_fields, _THEIRS.c.withdrawn_at, _THEIRS.c.asks_no_follow_up),
        *(_VOID_SINCE, _THEIR_PERSON.c.erased_at, _THEM.c.pronouns, _THEM.c.name_sounds, _THEM.c.languages, _THEM.c.language_levels),
        *card_columns(_ME, _MY_PERSON, _MY_CARD),
        *card_columns(_THEM, _THEIR_PERSON, _THEIR_CARD),
    )
    .select_from(Contact.__table__)
    .join(Event.__table__, _EVENT.id == _CONTACT.event_id)
    .join(_MINE, and_(_MINE.c.contact_id == _CONTACT.id, _MINE.c.person_id == bindparam("person_id")))
    .join(_THEIRS, and_(_THEIRS.c.contact_id == _CONTACT.id, _THEIRS.c.person_id != _MINE.c.person_id))
    .join(_MY_PERSON, _MY_PERSON.c.id == _MINE.c.person_id)
    .join(_THEIR_PERSON, _THEIR_PERSON.c.id == _THEIRS.c.person_id)
    # Whoever left the list of attendees after an exchange still is a contact, and still has theirs.
    .outerjoin(_ME, and_(_ME.c.event_id == _CONTACT.event_id, _ME.c.person_id == _MINE.c.person_id))
    .outerjoin(_THEM, and_(_THEM.c.event_id == _CONTACT.event_id, _THEM.c.person_id == _THEIRS.c.person_id))
    .outerjoin(_MY_CHOICE, and_(_MY_CHOICE.c.event_id == _ME.c.event_id, _MY_CHOICE.c.attendee_id == _ME.c.id))
    .outerjoin(_MY_CARD, _MY_CARD.c.id == case((_GIVES_NOTHING_YET, _MY_CHOICE.c.card_id), else_=_MINE.c.card_id))
    .outerjoin(_THEIR_CARD, _THEIR_CARD.c.id == _THEIRS.c.card_id)
    .where(or_(_MAY_MEET, _VOID_SINCE.is_not(None)), ~_WAITS_FOR_ME_TO_COME_BACK)
    .order_by(func.coalesce(_CONTACT.exchanged_at, _CONTACT.created_at).desc(), _CONTACT.id.desc())
)
_SEEN_AT = _SEEN.where(_CONTACT.event_id == bindparam("event_id"))
_SEEN_ONE = _SEEN.where(_CONTACT.id == bindparam("contact_id"))
_SEEN_ONE_AT = _SEEN_ONE.where(_CONTACT.event_id == bindparam("event_id"))
_ONE_OF_MINE, _ITS_OTHER = ContactSide.__table__.alias("one_of_mine"), ContactSide.__table__.alias("its_other")
_SEEN_OF_ONE = _SEEN.where(
    _THEIRS.c.person_id.in_(
        select(_ITS_OTHER.c.person_id)
        .join(_ONE_OF_MINE, _ONE_OF_MINE.c.contact_id == _ITS_OTHER.c.contact_id)
        .where(
            _ITS_OTHER.c.contact_id == bindparam("contact_id"),
            _ONE_OF_MINE.c.person_id == bindparam("person_id"),
            _ITS_OTHER.c.person_id != bindparam("person_id"),
        )
    )
)
_HAS_MET = select(_CONTACT.id).where(
    _CONTACT.event_id == bindparam("event_id"),
    or_(_CONTACT.low_person_id == bindparam("person_id"), _CONTACT.high_person_id == bindparam("person_id")),
)
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
        or_(Contact.low_person_id == bindparam("person_id"), Contact.high_person_id == bindparam("person_id")),
    )
    .with_for_update()
)
_SIDES = select(ContactSide).where(ContactSide.contact_id == bindparam("contact_id")).execution_options(populate_existing=True)


def contact_of_pair(session: Session, *, event_id: int, person_id: int, other_id: int) -> Contact:
    """The contact of two people who have one, locked until the commit."""
    low, high = sorted((person_id, other_id))
    return session.scalars(_PAIR_LOCKED, {"event_id": event_id, "low": low, "high": high}).one()


def contact_to_change(session: Session, contact_id: int, *, event_id: int | None, person_id: int) -> Contact | None:
    """A contact of this person, at this event if one is named, locked until the commit."""
    statement = _MINE_LOCKED if event_id is None else _MINE_LOCKED.where(Contact.event_id == event_id)
    return session.scalars(statement, {"contact_id": contact_id, "person_id": person_id}).one_or_none()


def sides_of(session: Session, contact_id: int) -> dict[int, ContactSide]:
    """Both sides of a contact by person, as they are now."""
    return {side.person_id: side for side in session.scalars(_SIDES, {"contact_id": contact_id})}


def contact_row(session: Session, contact_id: int, *, event_id: int | None, person_id: int) -> ContactRow | None:
    statement, at = (_SEEN_ONE, {}) if event_id is None else (_SEEN_ONE_AT, {"event_id": event_id})
    row = session.execute(statement, {"contact_id": contact_id, "person_id": person_id, **at}).one_or_none()
    return _contact(list(row)) if row else None


def contact_rows(session: Session, *, event_id: int | None, person_id: int) -> list[ContactRow]:
    """All contacts of one person, at one event or (None) at all of them, the newest first."""
    statement, at = (_SEEN, {}) if event_id is None else (_SEEN_AT, {"event_id": event_id})
    return [_contact(list(row)) for row in session.execute(statement, {"person_id": person_id, **at})]


def contact_rows_with(session: Session, contact_id: int, *, event_id: int | None, person_id: int) -> list[ContactRow]:
    """This contact and every other of the same two people, the newest first; nothing if it is not this person's, or not of the event."""
    rows = [_contact(list(row)) for row in session.execute(_SEEN_OF_ONE, {"contact_id": contact_id, "person_id": person_id})]
    is_there = any(row.id == contact_id and event_id in {None, row.event.id} for row in rows)
    return rows if is_there else []


def has_met_at(session: Session, *, event_id: int, person_id: int) -> bool:
    """Whether this person has a contact from this event."""
    return session.execute(_HAS_MET.limit(1), {"event_id": event_id, "person_id": person_id}).first() is not None


def _contact(row: list[Any]) -> ContactRow:
    contact_id, state, asked_by, created_at, exchanged_at, introduced, *rest = row
    event_id, slug, name, time_zone, sees, *rest = rest
    note, tags, may_follow_up, touched_at, let_go_at, asks_no_follow_up, *rest = rest
    rhythm, snoozed_until, faded_at, *rest = rest
    my_fields, my_withdrawn_at, their_fields, their_withdrawn_at, they_ask, void_since, *rest = rest
    erased_at, pronouns, name_sounds, languages, levels, *cards = rest
    return ContactRow(
        id=contact_id,
        state=state,
        asked_by=asked_by,
        created_at=created_at,
        exchanged_at=exchanged_at,
        event=MetAt(event_id, slug, name, time_zone, sees),
        me=read_card(cards[:CARD_WIDTH]),
        my_fields=tuple(my_fields),
        my_withdrawn_at=my_withdrawn_at,
        kept=Kept(note, tuple(tags), may_follow_up, touched_at, let_go_at, asks_no_follow_up, rhythm, snoozed_until, faded_at),
        them=read_card(cards[CARD_WIDTH:]),
        their_fields=tuple(their_fields),
        their_withdrawn_at=their_withdrawn_at,
        they_ask_no_follow_up=they_ask,
        they_are_gone=erased_at is not None,
        about=About(pronouns or "", name_sounds or "", tuple((tag, (levels or {}).get(tag, "")) for tag in languages or ())),
        void_since=void_since,
        introduced=introduced,
    )
