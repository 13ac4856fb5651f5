"""What a scan finds: the badge, the two it is about, and whether it or their contact is there already."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, literal, null, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, CardChoice
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Contact, Scan
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Card, Person
from matchmaker.store.queries.cards import CARD_WIDTH, CardRow, card_columns, read_card
from matchmaker.store.queries.safety import may_meet, takes_part


@dataclass(frozen=True, slots=True)
class KeptScan:
    """What is stored under a scan's id: whose badge it was, and what it led to."""

    owner_id: int
    state: str


@dataclass(frozen=True, slots=True)
class BadgeFound:
    """A badge and the two attendees of its event that a scan of it is about."""

    event_id: int
    slug: str
    exchange_rule: str
    starts_at: datetime
    ends_at: datetime
    is_demo: bool
    check_in_on: bool
    both_in: bool  # each of the two was let in at the door
    generation: int
    revoked_at: datetime | None
    owner: CardRow
    scanner: CardRow
    may_meet: bool  # neither has blocked the other
    contact_id: int | None  # None: these two have no contact yet
    kept: KeptScan | None  # the scan with this id, if it came in before

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


# Tables, not models: this runs on every scan and needs no objects.
_EVENT, _BADGE, _SCAN, _CONTACT = Event.__table__.c, Badge.__table__.c, Scan.__table__.c, Contact.__table__.c
_OWNER, _OWNER_PERSON = Attendee.__table__.alias("owner"), Person.__table__.alias("owner_person")
_SCANNER, _SCANNER_PERSON = Attendee.__table__.alias("scanner"), Person.__table__.alias("scanner_person")
_OWNER_CHOICE, _OWNER_CARD = CardChoice.__table__.alias("owner_choice"), Card.__table__.alias("owner_card")
_SCANNER_CHOICE, _SCANNER_CARD = CardChoice.__table__.alias("scanner_choice"), Card.__table__.alias("scanner_card")

_EVENT_FACTS: tuple[ColumnElement[Any], ...] = (
    *(_EVENT.id, _EVENT.slug, _EVENT.exchange_rule, _EVENT.starts_at, _EVENT.ends_at, _EVENT.is_demo, _EVENT.check_in_on),
    and_(_OWNER.c.checked_in_at.is_not(None), _SCANNER.c.checked_in_at.is_not(None)),
)
_PAIR = or_(
    and_(_CONTACT.low_person_id == _OWNER.c.person_id, _CONTACT.high_person_id == _SCANNER.c.person_id),
    and_(_CONTACT.high_person_id == _OWNER.c.person_id, _CONTACT.low_person_id == _SCANNER.c.person_id),
)
_FOUND: Select[Any] = (
    select(
        *_EVENT_FACTS,
        *(_BADGE.generation, _BADGE.revoked_at, _CONTACT.id, _SCAN.owner_id, _SCAN.state),
        may_meet(_OWNER.c.person_id, _SCANNER.c.person_id),
        *card_columns(_OWNER, _OWNER_PERSON, _OWNER_CARD),
        *card_columns(_SCANNER, _SCANNER_PERSON, _SCANNER_CARD),
    )
    .select_from(Badge.__table__)
    .join(Event.__table__, _EVENT.id == _BADGE.event_id)
    .join(_OWNER, and_(_OWNER.c.event_id == _BADGE.event_id, _OWNER.c.id == _BADGE.attendee_id, _OWNER.c.status == "registered"))
    .join(_OWNER_PERSON, _OWNER_PERSON.c.id == _OWNER.c.person_id)
    .join(
        _SCANNER,
        and_(_SCANNER.c.event_id == _BADGE.event_id, _SCANNER.c.person_id == bindparam("person_id"), _SCANNER.c.status == "registered"),
    )
    .join(_SCANNER_PERSON, _SCANNER_PERSON.c.id == _SCANNER.c.person_id)
    .outerjoin(_OWNER_CHOICE, and_(_OWNER_CHOICE.c.event_id == _OWNER.c.event_id, _OWNER_CHOICE.c.attendee_id == _OWNER.c.id))
    .outerjoin(_OWNER_CARD, _OWNER_CARD.c.id == _OWNER_CHOICE.c.card_id)
    .outerjoin(_SCANNER_CHOICE, and_(_SCANNER_CHOICE.c.event_id == _SCANNER.c.event_id, _SCANNER_CHOICE.c.attendee_id == _SCANNER.c.id))
    .outerjoin(_SCANNER_CARD, _SCANNER_CARD.c.id == _SCANNER_CHOICE.c.card_id)
    .outerjoin(Contact.__table__, and_(_CONTACT.event_id == _BADGE.event_id, _PAIR))
    .outerjoin(
        Scan.__table__,
        and_(_SCAN.event_id == _BADGE.event_id, _SCAN.scanner_id == _SCANNER.c.id, _SCAN.scan_id == bindparam("scan_id")),
    )
)
# Found by name rather than by a badge: there is no code that could be an old one.
_FOUND_BY_NAME: Select[Any] = (
    select(
        *_EVENT_FACTS,
        *(literal(0), null(), _CONTACT.id, _SCAN.owner_id, _SCAN.state),
        may_meet(_OWNER.c.person_id, _SCANNER.c.person_id),
        *card_columns(_OWNER, _OWNER_PERSON, _OWNER_CARD),
        *card_columns(_SCANNER, _SCANNER_PERSON, _SCANNER_CARD),
    )
    .select_from(_OWNER)
    .join(Event.__table__, _EVENT.id == _OWNER.c.event_id)
    .join(_OWNER_PERSON, _OWNER_PERSON.c.id == _OWNER.c.person_id)
    .join(_SCANNER, and_(_SCANNER.c.event_id == _OWNER.c.event_id, _SCANNER.c.person_id == bindparam("person_id")))
    .join(_SCANNER_PERSON, _SCANNER_PERSON.c.id == _SCANNER.c.person_id)
    .outerjoin(_OWNER_CHOICE, and_(_OWNER_CHOICE.c.event_id == _OWNER.c.event_id, _OWNER_CHOICE.c.attendee_id == _OWNER.c.id))
    .outerjoin(_OWNER_CARD, _OWNER_CARD.c.id == _OWNER_CHOICE.c.card_id)
    .outerjoin(_SCANNER_CHOICE, and_(_SCANNER_CHOICE.c.event_id == _SCANNER.c.event_id, _SCANNER_CHOICE.c.attendee_id == _SCANNER.c.id))
    .outerjoin(_SCANNER_CARD, _SCANNER_CARD.c.id == _SCANNER_CHOICE.c.card_id)
    .outerjoin(Contact.__table__, and_(_CONTACT.event_id == _OWNER.c.event_id, _PAIR))
    .outerjoin(
        Scan.__table__,
        and_(_SCAN.event_id == _OWNER.c.event_id, _SCAN.scanner_id == _SCANNER.c.id, _SCAN.scan_id == bindparam("scan_id")),
    )
    .where(_OWNER.c.event_id == bindparam("event_id"), _OWNER.c.id == bindparam("other_id"), _SCANNER.c.status == "registered")
    .where(takes_part(_OWNER.c), _OWNER.c.searchable, may_meet(_OWNER.c.person_id, _SCANNER.c.person_id))
)
_FOUND_BY_CODE = _FOUND.where(_BADGE.token_hash == bindparam("token_hash"))
_FOUND_BY_OWNER = _FOUND.where(_BADGE.attendee_id == bindparam("attendee_id"), _BADGE.revoked_at.is_(None))
_FOUND_BY_SHORT_CODE = _FOUND.where(_BADGE.event_id == bindparam("event_id"), _BADGE.short_hash == bindparam("short_hash"))


def badge_with_code(session: Session, token_hash: str, *, person_id: int, scan_id: str = "") -> BadgeFound | None:
    """The badge with this printed code, if this person attends its event."""
    values = {"token_hash": token_hash, "person_id": person_id, "scan_id": scan_id}
    row = session.execute(_FOUND_BY_CODE, values).one_or_none()
    return _badge(list(row)) if row else None


def badge_of_attendee(session: Session, attendee_id: int, *, person_id: int, scan_id: str = "") -> BadgeFound | None:
    """The badge this attendee wears now, if this person attends its event; for a live code, which names its owner to us alone."""
    values = {"attendee_id": attendee_id, "person_id": person_id, "scan_id": scan_id}
    row = session.execute(_FOUND_BY_OWNER, values).one_or_none()
    return _badge(list(row)) if row else None


def badge_with_short_code(session: Session, short_hash: str, *, event_id: int, person_id: int, scan_id: str = "") -> BadgeFound | None:
    """The badge with this typed code at this event."""
    values = {"short_hash": short_hash, "event_id": event_id, "person_id": person_id, "scan_id": scan_id}
    row = session.execute(_FOUND_BY_SHORT_CODE, values).one_or_none()
    return _badge(list(row)) if row else None


def person_with_name(session: Session, other_id: int, *, event_id: int, person_id: int, scan_id: str = "") -> BadgeFound | None:
    """Somebody of this event who lets others find them by name, as if their badge had been scanned."""
    values = {"event_id": event_id, "other_id": other_id, "person_id": person_id, "scan_id": scan_id}
    row = session.execute(_FOUND_BY_NAME, values).one_or_none()
    return _badge(list(row)) if row else None


def scan_with_id(session: Session, *, event_id: int, scanner_id: int, scan_id: str) -> Scan | None:
    kept = select(Scan).where(Scan.event_id == event_id, Scan.scanner_id == scanner_id, Scan.scan_id == scan_id)
    return session.scalars(kept).one_or_none()


def _badge(row: list[Any]) -> BadgeFound:
    event_id, slug, exchange_rule, starts_at, ends_at, is_demo, check_in_on, both_in, *rest = row
    generation, revoked_at, contact_id, kept_of, kept_state, may_they_meet, *cards = rest
    return BadgeFound(
        event_id=event_id,
        slug=slug,
        exchange_rule=exchange_rule,
        starts_at=starts_at,
        ends_at=ends_at,
        is_demo=is_demo,
        check_in_on=check_in_on,
        both_in=bool(both_in),
        generation=generation,
        revoked_at=revoked_at,
        owner=read_card(cards[:CARD_WIDTH]),
        scanner=read_card(cards[CARD_WIDTH:]),
        may_meet=bool(may_they_meet),
        contact_id=contact_id,
        kept=KeptScan(kept_of, kept_state) if kept_state else None,
    )
