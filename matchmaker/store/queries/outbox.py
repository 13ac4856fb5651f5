"""What taking in a phone's outbox asks about, always inside one event."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Promise, Scan
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.work import Installation


def epoch_of(session: Session) -> str:
    """Which life of the database this is; "" if nobody ever said."""
    return session.execute(select(Installation.epoch).order_by(Installation.id).limit(1)).scalar_one_or_none() or ""


def attendee_since(session: Session, *, event_id: int, attendee_id: int) -> datetime:
    """From when on something of this attendee's can be."""
    created = select(Attendee.created_at).where(Attendee.event_id == event_id, Attendee.id == attendee_id)
    return session.execute(created).scalar_one()


def interests_saved_at(session: Session, *, event_id: int, attendee_id: int) -> datetime | None:
    saved = select(Attendee.interests_saved_at).where(Attendee.event_id == event_id, Attendee.id == attendee_id)
    return session.execute(saved).scalar_one()


def scan_states_of(session: Session, scan_ids: Collection[str], *, event_id: int, scanner_id: int) -> dict[str, str]:
    """By scan id: what is stored of these scans already."""
    mine = select(Scan.scan_id, Scan.state).where(Scan.event_id == event_id, Scan.scanner_id == scanner_id)
    return {row.scan_id: row.state for row in session.execute(mine.where(Scan.scan_id.in_(scan_ids)))}


def contact_of_scan(session: Session, scan_id: str, *, event_id: int, scanner_id: int) -> tuple[Scan, Contact | None] | None:
    """A scan and the contact of its two people, if they have one."""
    owner, scanner = Attendee.__table__.alias("owner"), Attendee.__table__.alias("scanner")
    pair = or_(
        and_(Contact.low_person_id == owner.c.person_id, Contact.high_person_id == scanner.c.person_id),
        and_(Contact.high_person_id == owner.c.person_id, Contact.low_person_id == scanner.c.person_id),
    )
    found = (
        select(Scan, Contact)
        .join(owner, and_(owner.c.event_id == Scan.event_id, owner.c.id == Scan.owner_id))
        .join(scanner, and_(scanner.c.event_id == Scan.event_id, scanner.c.id == Scan.scanner_id))
        .outerjoin(Contact, and_(Contact.event_id == Scan.event_id, pair))
        .where(Scan.event_id == event_id, Scan.scanner_id == scanner_id, Scan.scan_id == scan_id)
    )
    row = session.execute(found).one_or_none()
    return None if row is None else (row[0], row[1])


def other_scans_between(session: Session, scan: Scan) -> bool:
    """Whether the scanner scanned the other once more, or the other scanned them since; what was taken back does not count."""
    besides = or_(Scan.scanner_id == scan.scanner_id, Scan.id > scan.id)
    others = select(Scan.id).where(*_between_the_two(scan), Scan.id != scan.id, besides, Scan.state != "undone")
    return session.execute(others.limit(1)).first() is not None


def scanned_before(session: Session, scan: Scan) -> datetime | None:
    """When one of the two had last scanned the other before this; also what was taken back since. None: this made their contact."""
    return session.scalar(select(func.max(Scan.scanned_at)).where(*_between_the_two(scan), Scan.id < scan.id))


def _between_the_two(scan: Scan) -> tuple[ColumnElement[bool], ...]:
    both_ways = or_(
        and_(Scan.scanner_id == scan.scanner_id, Scan.owner_id == scan.owner_id),
        and_(Scan.scanner_id == scan.owner_id, Scan.owner_id == scan.scanner_id),
    )
    return Scan.event_id == scan.event_id, both_ways


def has_scanned_since(session: Session, scan: Scan) -> bool:
    """Whether the same person scanned the other once more after this."""
    same = (Scan.event_id == scan.event_id, Scan.scanner_id == scan.scanner_id, Scan.owner_id == scan.owner_id)
    return session.execute(select(Scan.id).where(*same, Scan.id > scan.id, Scan.state != "undone").limit(1)).first() is not None


def has_built_on(session: Session, side: ContactSide) -> bool:
    """Whether this person has put something of their own into a contact: a note, tags, a promise."""
    if side.note or side.tags or side.touched_at or side.let_go_at:
        return True
    promised = select(Promise.id).where(Promise.contact_id == side.contact_id, Promise.person_id == side.person_id)
    return session.execute(promised.limit(1)).first() is not None


def promise_of_words(session: Session, *, contact_id: int, person_id: int, text: str) -> Promise | None:
    """The promise with these words, so that the same item twice is one promise."""
    same = select(Promise).where(Promise.contact_id == contact_id, Promise.person_id == person_id, Promise.text == text)
    return session.scalars(same.order_by(Promise.id).limit(1)).one_or_none()


def decided_at(session: Session, *, event_id: int, reader_id: int, other_id: int) -> datetime | None:
    mine = (Decision.event_id == event_id, Decision.reader_id == reader_id, Decision.other_id == other_id)
    return session.execute(select(Decision.decided_at).where(*mine)).scalar_one_or_none()
