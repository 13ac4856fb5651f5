"""People of one event as another attendee may see them, on a list or not."""

from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from matchmaker.store.queries.given_cards import gives_card
from matchmaker.store.queries.groups import groups_may_meet
from matchmaker.store.queries.safety import may_meet, takes_part


class PersonRow(NamedTuple):
    """Somebody of the event, still unfiltered: services decide what of it is shown."""

    other_id: int
    person_id: int
    name: str
    organisation: str
    headline: str
    languages: list[str]
    has_exchanged: bool
    is_searchable: bool
    hidden_fields: list[str]


class BlockedRow(NamedTuple):
    """Somebody this person blocked; the name is None where they could not see one."""

    person_id: int
    other_id: int | None
    name: str | None
    has_exchanged: bool


def _have_exchanged(person_id: int) -> Any:
    ours = aliased(Contact)
    low = case((Attendee.person_id > person_id, person_id), else_=Attendee.person_id)
    high = case((Attendee.person_id > person_id, Attendee.person_id), else_=person_id)
    return exists().where(
        ours.event_id == Attendee.event_id,
        ours.low_person_id == low,
        ours.high_person_id == high,
        gives_card(ours, Attendee.person_id),
    )


def _others(event_id: int, person_id: int) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Attendee.id,
        Attendee.person_id,
        Attendee.name,
        Attendee.organisation,
        Attendee.headline,
        Attendee.languages,
        _have_exchanged(person_id),
        Attendee.searchable,
        Attendee.hidden_fields,
    )
    others = select(*columns).where(Attendee.event_id == event_id, Attendee.person_id != person_id)
    by_group = groups_may_meet(lambda mine: mine.person_id == person_id, Attendee.__table__.c)
    return others.where(may_meet(Attendee.person_id, person_id), takes_part(Attendee), by_group)


def person_here(session: Session, other_id: int, *, event_id: int, person_id: int) -> PersonRow | None:
    """Somebody whom this person may see at the event; hidden, pausing, blocked, cancelled and not there are the same."""
    row = session.execute(_others(event_id, person_id).where(Attendee.id == other_id)).one_or_none()
    return PersonRow._make(row) if row else None


def searchable_names(session: Session, *, event_id: int, person_id: int) -> tuple[tuple[int, str], ...]:
    """Id and name of everybody who may be found by name, by name: the search itself knows the accents of every script."""
    found = _others(event_id, person_id).where(Attendee.searchable)
    names = found.with_only_columns(Attendee.id, Attendee.name).order_by(func.lower(Attendee.name), Attendee.id)
    return tuple((other_id, name) for other_id, name in session.execute(names))


def people_found(session: Session, other_ids: list[int], *, event_id: int, person_id: int) -> tuple[PersonRow, ...]:
    """These people by name, as far as they may be found by it."""
    rows = _others(event_id, person_id).where(Attendee.searchable, Attendee.id.in_(other_ids))
    return tuple(PersonRow._make(row) for row in session.execute(rows.order_by(func.lower(Attendee.name), Attendee.id)))


def is_blocked_by_me(session: Session, other_id: int, *, event_id: int, person_id: int) -> int | None:
    """The person behind this attendee, if they are one whom this person has blocked."""
    mine = and_(Block.blocker_id == person_id, Block.blocked_id == Attendee.person_id)
    return session.scalar(select(Attendee.person_id).join(Block, mine).where(Attendee.event_id == event_id, Attendee.id == other_id))


def blocked_by(session: Session, *, event_id: int, person_id: int) -> tuple[BlockedRow, ...]:
    """Whom this person has blocked, the newest first; with a name only if they could see one here, or hold the card."""
    low = case((Block.blocked_id > person_id, person_id), else_=Block.blocked_id)
    high = case((Block.blocked_id > person_id, Block.blocked_id), else_=person_id)
    exchanged = exists().where(Contact.low_person_id == low, Contact.high_person_id == high, gives_card(Contact, Block.blocked_id))
    rows = session.execute(
        select(
            Block.blocked_id,
            Attendee.id,
            case((or_(exchanged, takes_part(Attendee)), func.coalesce(Attendee.name, Person.name))),
            exchanged,
        )
        .select_from(Block)
        .join(Person, Person.id == Block.blocked_id)
        .outerjoin(Attendee, and_(Attendee.event_id == event_id, Attendee.person_id == Block.blocked_id))
        .where(Block.blocker_id == person_id)
        .order_by(Block.created_at.desc(), Block.blocked_id)
    )
    return tuple(BlockedRow._make(row) for row in rows)


def shared_events(session: Session, one: int, other: int) -> list[int]:
    """The events at which both are registered."""
    theirs = aliased(Attendee)
    both = and_(theirs.event_id == Attendee.event_id, theirs.person_id == other, theirs.status == "registered")
    return list(
        session.scalars(select(Attendee.event_id).join(theirs, both).where(Attendee.person_id == one, Attendee.status == "registered"))
    )
