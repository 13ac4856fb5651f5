"""What a conversation is, said once: two people exchanged cards, or one of them said “we have met”.

Two whom somebody introduced hold each other's card and have not talked yet.
"""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CTE, ColumnElement, and_, case, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.matches import Decision


def conversations_at(event_id: int) -> CTE:
    """Pairs of persons, each from both sides once: columns `me` and `them`."""
    met = and_(Contact.event_id == event_id, Contact.state == "exchanged", Contact.introduced.is_(False))
    reader, other = aliased(Attendee), aliased(Attendee)
    said = (
        select(reader.person_id.label("me"), other.person_id.label("them"))
        .select_from(Decision)
        .join(reader, and_(reader.event_id == Decision.event_id, reader.id == Decision.reader_id))
        .join(other, and_(other.event_id == Decision.event_id, other.id == Decision.other_id))
        .where(Decision.event_id == event_id, Decision.answer == "met")
    )
    one_way = select(Contact.low_person_id.label("me"), Contact.high_person_id.label("them")).where(met)
    back = select(Contact.high_person_id.label("me"), Contact.low_person_id.label("them")).where(met)
    return one_way.union(back, said, said.with_only_columns(other.person_id.label("me"), reader.person_id.label("them"))).cte(
        "conversation"
    )


def has_talked(attendee: Any, event_id: int) -> ColumnElement[bool]:
    """Inside a statement: this attendee had a conversation."""
    return cast("ColumnElement[bool]", attendee.person_id.in_(select(conversations_at(event_id).c.me)))


def is_hall_open(session: Session, event_id: int) -> bool:
    """Whether anybody was checked in: from then on figures are about those who came."""
    came = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.status == "registered", Attendee.checked_in_at.is_not(None))
    return bool(session.scalar(select(came.exists())))


@dataclass(frozen=True, slots=True)
class There:
    """Whom an event's figures are about: everybody who is checked in, or registered as long as nobody is.

    `earlier`: events of the same owner that began before; whoever was at none of them is a newcomer.
    """

    event_id: int
    hall_is_open: bool
    earlier: tuple[int, ...]

    def holds(self, attendee: Any) -> ColumnElement[bool]:
        """Inside a statement: this attendee is one of them."""
        registered = and_(attendee.event_id == self.event_id, attendee.status == "registered")
        return and_(registered, attendee.checked_in_at.is_not(None)) if self.hall_is_open else registered

    def is_regular(self, person_id: Any) -> ColumnElement[bool]:
        """Inside a statement: this person was at an earlier event of the same owner; whoever was not is a newcomer."""
        if not self.earlier:
            return false()
        before = aliased(Attendee)
        return cast(
            "ColumnElement[bool]",
            person_id.in_(select(before.person_id).where(before.event_id.in_(self.earlier), before.status == "registered")),
        )


def people_there(session: Session, event_id: int) -> There:
    earlier, owner, theirs = aliased(Event), aliased(EventRole), aliased(EventRole)
    same_owner = exists().where(
        *(owner.event_id == event_id, owner.role == "owner", theirs.event_id == earlier.id, theirs.role == "owner"),
        owner.person_id == theirs.person_id,
    )
    before = select(earlier.id).where(Event.id == event_id, earlier.starts_at < Event.starts_at, same_owner).order_by(earlier.id)
    return There(event_id, is_hall_open(session, event_id), tuple(session.scalars(before)))


def is_there(attendee: Any, *, hall_is_open: bool) -> Any:
    """Inside a statement: checked in; as long as nobody is: has signed in."""
    came = attendee.checked_in_at.is_not(None) if hall_is_open else attendee.first_signed_in_at.is_not(None)
    return and_(attendee.status == "registered", came)


def level_of(number: Any) -> Any:
    """How many conversations somebody had, as one of three words."""
    return case((func.coalesce(number, 0) == 0, "none"), (number < 3, "some"), else_="many")
