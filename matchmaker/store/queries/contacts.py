"""Questions about badges that were scanned and the contacts that came of it, always inside one event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person


@dataclass(frozen=True, slots=True)
class CardRow:
    """What stands on one attendee's whole card, and what they ticked."""

    attendee_id: int
    person_id: int
    name: str
    organisation: str
    headline: str
    email: str
    phone: str
    link: str
    exchange_mode: str | None
    shared_fields: tuple[str, ...]
    consent_version: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class BadgeFound:
    """A badge and the two attendees of its event that a scan of it is about."""

    event_id: int
    slug: str
    exchange_rule: str
    starts_at: datetime
    ends_at: datetime
    is_demo: bool
    generation: int
    is_revoked: bool
    owner: CardRow
    scanner: CardRow


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


_Owner, _OwnerPerson = aliased(Attendee), aliased(Person)
_Scanner, _ScannerPerson = aliased(Attendee), aliased(Person)
_Mine, _Theirs = aliased(ContactSide), aliased(ContactSide)


def _card_columns(attendee: Any, person: Any) -> tuple[Any, ...]:
    return (
        attendee.id,
        person.id,
        func.coalesce(attendee.name, person.name),
        attendee.organisation,
        attendee.headline,
        person.email,
        attendee.phone,
        attendee.link,
        attendee.exchange_mode,
        attendee.shared_fields,
        attendee.consent_version,
        person.confirmed_at,
    )


_CARD_WIDTH = 12
_BADGE_COLUMNS: tuple[Any, ...] = (
    Event.id,
    Event.slug,
    Event.exchange_rule,
    Event.starts_at,
    Event.ends_at,
    Event.is_demo,
    Badge.generation,
    Badge.revoked_at,
)
_BADGE: Select[Any] = (
    select(*_BADGE_COLUMNS, *_card_columns(_Owner, _OwnerPerson), *_card_columns(_Scanner, _ScannerPerson))
    .select_from(Badge)
    .join(Event, Event.id == Badge.event_id)
    .join(_Owner, and_(_Owner.event_id == Badge.event_id, _Owner.id == Badge.attendee_id, _Owner.status == "registered"))
    .join(_OwnerPerson, _OwnerPerson.id == _Owner.person_id)
    .join(_Scanner, and_(_Scanner.event_id == Badge.event_id, _Scanner.status == "registered"))
    .join(_ScannerPerson, _ScannerPerson.id == _Scanner.person_id)
)
_CONTACT_COLUMNS: tuple[Any, ...] = (
    Contact.id,
    Contact.state,
    Contact.asked_by,
    Contact.created_at,
    Contact.exchanged_at,
    _Mine.shared_fields,
    _Mine.withdrawn_at,
    _Mine.note,
    _Theirs.shared_fields,
    _Theirs.withdrawn_at,
)
_CONTACT: Select[Any] = (
    select(*_CONTACT_COLUMNS, *_card_columns(_Scanner, _ScannerPerson), *_card_columns(_Owner, _OwnerPerson))
    .select_from(Contact)
    .join(_Mine, _Mine.contact_id == Contact.id)
    .join(_Theirs, and_(_Theirs.contact_id == Contact.id, _Theirs.person_id != _Mine.person_id))
    .join(_ScannerPerson, _ScannerPerson.id == _Mine.person_id)
    .join(_OwnerPerson, _OwnerPerson.id == _Theirs.person_id)
    .join(_Scanner, and_(_Scanner.event_id == Contact.event_id, _Scanner.person_id == _Mine.person_id))
    # Whoever left the list of attendees after an exchange still is a contact.
    .outerjoin(_Owner, and_(_Owner.event_id == Contact.event_id, _Owner.person_id == _Theirs.person_id))
)


def badge_with_code(session: Session, token_hash: str, *, person_id: int) -> BadgeFound | None:
    """The badge with this printed code, if this person attends its event."""
    row = session.execute(_BADGE.where(Badge.token_hash == token_hash, _Scanner.person_id == person_id)).one_or_none()
    return _badge(list(row)) if row else None


def badge_with_short_code(session: Session, short_hash: str, *, event_id: int, person_id: int) -> BadgeFound | None:
    """The badge with this typed code at this event."""
    found = _BADGE.where(Badge.event_id == event_id, Badge.short_hash == short_hash, _Scanner.person_id == person_id)
    row = session.execute(found).one_or_none()
    return _badge(list(row)) if row else None


def scan_with_id(session: Session, *, event_id: int, scanner_id: int, scan_id: str) -> Scan | None:
    return session.scalars(
        select(Scan).where(Scan.event_id == event_id, Scan.scanner_id == scanner_id, Scan.scan_id == scan_id)
    ).one_or_none()


def contact_of_pair(session: Session, *, event_id: int, person_id: int, other_id: int) -> Contact:
    """The contact of two people who have one, locked until the commit."""
    low, high = sorted((person_id, other_id))
    pair = select(Contact).where(Contact.event_id == event_id, Contact.low_person_id == low, Contact.high_person_id == high)
    return session.scalars(pair.with_for_update()).one()


def contact_to_change(session: Session, contact_id: int, *, event_id: int, person_id: int) -> Contact | None:
    """A contact of this person, locked until the commit."""
    mine = select(Contact).where(
        Contact.id == contact_id,
        Contact.event_id == event_id,
        or_(Contact.low_person_id == person_id, Contact.high_person_id == person_id),
    )
    return session.scalars(mine.with_for_update()).one_or_none()


def sides_of(session: Session, contact_id: int) -> dict[int, ContactSide]:
    """Both sides of a contact by person, as they are now."""
    sides = session.scalars(select(ContactSide).where(ContactSide.contact_id == contact_id).execution_options(populate_existing=True))
    return {side.person_id: side for side in sides}


def contact_row(session: Session, contact_id: int, *, event_id: int, person_id: int) -> ContactRow | None:
    mine = _CONTACT.where(Contact.id == contact_id, Contact.event_id == event_id, _Mine.person_id == person_id)
    row = session.execute(mine).one_or_none()
    return _contact(list(row)) if row else None


def contact_rows(session: Session, *, event_id: int, person_id: int) -> list[ContactRow]:
    """All contacts of one person at one event, the newest first."""
    newest_first = case((Contact.exchanged_at.is_(None), Contact.created_at), else_=Contact.exchanged_at).desc()
    mine = _CONTACT.where(Contact.event_id == event_id, _Mine.person_id == person_id).order_by(newest_first, Contact.id.desc())
    return [_contact(list(row)) for row in session.execute(mine)]


def _badge(row: list[Any]) -> BadgeFound:
    event_id, slug, exchange_rule, starts_at, ends_at, is_demo, generation, revoked_at, *cards = row
    owner, scanner = _card(cards[:_CARD_WIDTH]), _card(cards[_CARD_WIDTH:])
    return BadgeFound(event_id, slug, exchange_rule, starts_at, ends_at, is_demo, generation, revoked_at is not None, owner, scanner)


def _contact(row: list[Any]) -> ContactRow:
    contact_id, state, asked_by, created_at, exchanged_at, my_fields, my_withdrawn_at, note, their_fields, their_withdrawn_at, *cards = row
    return ContactRow(
        id=contact_id,
        state=state,
        asked_by=asked_by,
        created_at=created_at,
        exchanged_at=exchanged_at,
        me=_card(cards[:_CARD_WIDTH]),
        my_fields=tuple(my_fields),
        my_withdrawn_at=my_withdrawn_at,
        note=note,
        them=_card(cards[_CARD_WIDTH:]),
        their_fields=tuple(their_fields),
        their_withdrawn_at=their_withdrawn_at,
    )


def _card(values: list[Any]) -> CardRow:
    attendee_id, person_id, name, organisation, headline, email, phone, link, mode, fields, version, confirmed_at = values
    return CardRow(
        attendee_id=attendee_id or -person_id,  # never the number of another attendee
        person_id=person_id,
        name=name,
        organisation=organisation or "",
        headline=headline or "",
        email=email,
        phone=phone or "",
        link=link or "",
        exchange_mode=mode,
        shared_fields=tuple(fields or ()),
        consent_version=version or "",
        is_confirmed=confirmed_at is not None,
    )
