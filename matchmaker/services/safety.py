"""My safety: whom I want nothing to do with, and whether I stand in lists at all. Nobody is told of any of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.errors import N_, BadRequestError, NotFoundError
from matchmaker.services.contacts import offer_of_badge, owner_of_code
from matchmaker.services.proposals import void_proposals_between
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.safety import Block
from matchmaker.store.queries.contacts import contact_row
from matchmaker.store.queries.people import blocked_by, is_blocked_by_me, person_here, shared_events
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts
from matchmaker.store.upsert import insert_into

# What the switches of the page do to one's own attendance.
TURNS = ("hide", "show", "pause", "back", "found", "not_found", "helped", "not_helped", "introduced", "not_introduced")


@dataclass(frozen=True, slots=True)
class BlockedPerson:
    """Somebody I blocked; no name and no face where I could see none."""

    person_id: int
    name: str
    seed: int | None


@dataclass(frozen=True, slots=True)
class OwnSafety:
    """Everything on the page."""

    is_hidden: bool
    paused_at: datetime | None
    is_searchable: bool
    may_be_introduced: bool
    takes_introductions: bool
    blocked: tuple[BlockedPerson, ...]


def own_safety(session: Session, event: EventFacts, me: AttendeeFacts) -> OwnSafety:
    sees: Sees = "first_names" if event.sees == "first_names" else "full_names"
    rows = blocked_by(session, event_id=event.id, person_id=me.person_id)
    blocked = tuple(
        BlockedPerson(
            row.person_id,
            shown_person(row.name, organisation="", headline="", sees=sees, exchanged=row.has_exchanged).name if row.name else "",
            row.other_id if row.name else None,
        )
        for row in rows
    )
    mine = select(Attendee.searchable, Attendee.may_be_introduced, Attendee.takes_introductions)
    searchable, by_host, by_others = session.execute(mine.where(Attendee.event_id == event.id, Attendee.id == me.id)).one()
    return OwnSafety(not me.listed, me.paused_at, searchable, by_host, by_others, blocked)


def turn_own(session: Session, event_id: int, attendee_id: int, turn: str, *, now: datetime) -> None:
    """Hide or show oneself, pause or come back, be found by name or not, let a host, or people one met, introduce one or not.

    Raises
    ------
    BadRequestError
        A turn that the page does not offer.
    """
    if turn not in TURNS:
        raise BadRequestError(N_("That was none of the switches of this page, so nothing was changed."))
    changes: dict[str, dict[str, object]] = {
        "hide": {"listed": False},
        "show": {"listed": True},
        "pause": {"paused_at": now},
        "back": {"paused_at": None},
        "found": {"searchable": True},
        "not_found": {"searchable": False},
        "helped": {"may_be_introduced": True},
        "not_helped": {"may_be_introduced": False},
        "introduced": {"takes_introductions": True},
        "not_introduced": {"takes_introductions": False},
    }
    mine = (Attendee.event_id == event_id, Attendee.id == attendee_id)
    statement = update(Attendee).where(*mine)
    if turn == "pause":
        statement = statement.where(Attendee.paused_at.is_(None))  # a second tap does not let questions through that came meanwhile
    session.execute(statement.values(**changes[turn]).execution_options(synchronize_session=False))
    want_lists(session, event_id)


def block_attendee(session: Session, me: AttendeeFacts, other_id: int, *, now: datetime) -> None:
    """Block somebody whom I see on a list or found by name; a second time changes nothing.

    Raises
    ------
    NotFoundError
        Nobody of that id is to be seen.
    """
    found = person_here(session, other_id, event_id=me.event_id, person_id=me.person_id)
    them = found.person_id if found else is_blocked_by_me(session, other_id, event_id=me.event_id, person_id=me.person_id)
    if them is None:
        raise NotFoundError
    block_person(session, me.person_id, them, now=now)


def block_contact(session: Session, event_id: int, person_id: int, contact_id: int, *, now: datetime) -> int:
    """Block the other of a contact, known by name or not, also from an event one has left; returns their number, to undo it."""
    row = contact_row(session, contact_id, event_id=event_id, person_id=person_id)
    if row is None:
        raise NotFoundError
    block_person(session, person_id, row.them.person_id, now=now)
    return row.them.person_id


def block_badge_owner(session: Session, person_id: int, code: str, *, key: bytes, now: datetime) -> str:
    """Block whoever holds out this code, without learning who that is; returns the event's address."""
    offer = offer_of_badge(session, person_id, code, key=key, now=now)
    owner = owner_of_code(session, person_id, code, key=key, now=now)
    if owner is None:
        raise NotFoundError
    block_person(session, person_id, owner.person_id, now=now)
    return offer.slug


def block_person(session: Session, blocker_id: int, blocked_id: int, *, now: datetime) -> None:
    """From now on these two are nobody to each other, at every event; what waited between them is answered with silence."""
    block = insert_into(session, Block).values(blocker_id=blocker_id, blocked_id=blocked_id, created_at=now)
    session.execute(block.on_conflict_do_nothing())
    waiting = _contacts(blocker_id, blocked_id).where(Contact.state == "pending")
    for contact_id, asked_by in session.execute(waiting.with_only_columns(Contact.id, Contact.asked_by)).all():
        if asked_by == blocker_id:
            _take_back(session, contact_id, blocker_id, now=now)
        else:
            session.execute(update(Contact).where(Contact.id == contact_id).values(state="declined"))
    void_proposals_between(session, blocker_id, blocked_id)
    _ask_for_lists(session, blocker_id, blocked_id)


def unblock_person(session: Session, blocker_id: int, blocked_id: int, *, now: datetime) -> None:
    """Lift one's own block. What was there before it is there again; what was tried meanwhile stays void.

    Raises
    ------
    NotFoundError
        This person has not blocked that one.
    """
    mine = (Block.blocker_id == blocker_id, Block.blocked_id == blocked_id)
    if session.execute(delete(Block).where(*mine).returning(Block.blocked_id)).scalar() is None:
        raise NotFoundError
    scanner = select(Attendee.person_id).where(Attendee.id == Scan.scanner_id).scalar_subquery()
    owner = select(Attendee.person_id).where(Attendee.id == Scan.owner_id).scalar_subquery()
    void = select(Scan.id).where(Scan.event_id == Contact.event_id, Scan.state == "void", scanner == Contact.asked_by)
    void = void.where(owner.in_((blocker_id, blocked_id)))
    tried = _contacts(blocker_id, blocked_id).where(Contact.state != "exchanged", void.exists())
    for contact_id, asked_by in session.execute(tried.with_only_columns(Contact.id, Contact.asked_by)).all():
        _take_back(session, contact_id, asked_by, now=now)
        session.execute(update(Contact).where(Contact.id == contact_id).values(state="pending"))  # taken back, so asked of nobody
    _ask_for_lists(session, blocker_id, blocked_id)


def _contacts(one: int, other: int) -> Select[Any]:
    low, high = sorted((one, other))
    return select(Contact).where(Contact.low_person_id == low, Contact.high_person_id == high)


def _take_back(session: Session, contact_id: int, person_id: int, *, now: datetime) -> None:
    side = (ContactSide.contact_id == contact_id, ContactSide.person_id == person_id)
    session.execute(update(ContactSide).where(*side).values(withdrawn_at=now))


def _ask_for_lists(session: Session, one: int, other: int) -> None:
    for event_id in shared_events(session, one, other):
        want_lists(session, event_id)
    session.flush()
