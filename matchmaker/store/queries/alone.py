"""People who are there, talked with nobody and agreed to be introduced, and whom of their list a host could bring to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.insights import Introduction
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.queries.conversations import has_talked, is_there
from matchmaker.store.queries.safety import may_meet, takes_part

# After a host did something about somebody, they are left in peace for so long.
REST: Final = timedelta(minutes=30)
DEEPEST: Final = 10
_AGAINST: Final = ("declined", "not_for_me", "know_already", "met")


class AlonePerson(NamedTuple):
    id: int
    name: str
    organisation: str
    checked_in_at: datetime | None
    hidden: list[str]


class Place(NamedTuple):
    """Somebody of such a person's list who is there too."""

    attendee_id: int
    other_id: int
    rank: int
    is_willing: bool
    name: str
    organisation: str
    hidden: list[str]
    reasons: list[dict[str, Any]]


class LateIntroduction(NamedTuple):
    attendee_id: int
    other_id: int
    state: str
    decided_at: datetime
    name: str
    other: str
    by: str | None


def alone_page(session: Session, event_id: int, *, hall: bool, now: datetime, limit: int, offset: int = 0) -> tuple[AlonePerson, ...]:
    """Those who have waited longest first."""
    since = func.coalesce(Attendee.checked_in_at, Attendee.first_signed_in_at)
    page = _alone(event_id, hall=hall, now=now).order_by(since, Attendee.id).limit(limit).offset(offset)
    return tuple(AlonePerson(*row) for row in session.execute(page))


def count_alone(session: Session, event_id: int, *, hall: bool, now: datetime) -> int:
    return session.scalar(select(func.count()).select_from(_alone(event_id, hall=hall, now=now).subquery())) or 0


def places_for(session: Session, event_id: int, ids: Sequence[int], *, hall: bool, now: datetime) -> tuple[Place, ...]:
    """Whom these people could be introduced to: on their list, there, not turned away by either, never proposed before."""
    me, them = aliased(Attendee), aliased(Attendee)
    columns = (Recommendation.reader_id, Recommendation.other_id, Recommendation.rank, Recommendation.reasons)
    near = (Recommendation.event_id == event_id, Recommendation.reader_id.in_(ids), Recommendation.rank <= DEEPEST)
    # These few places first, on every engine; then who the two are, by their keys.
    place = select(*columns).where(*near).cte("place").prefix_with("MATERIALIZED", dialect="postgresql")
    listed = (
        select(*(me.id, them.id, place.c.rank, them.may_be_introduced, them.name, them.organisation, them.hidden_fields, place.c.reasons))
        .select_from(place)
        .join(me, and_(me.event_id == event_id, me.id == place.c.reader_id))
        .join(them, and_(them.event_id == event_id, them.id == place.c.other_id))
        .where(is_there(them, hall_is_open=hall), takes_part(them), may_meet(me.person_id, them.person_id))
        .where(~_turned_away(me, them, now), ~_turned_away(them, me, now), ~_have_contact(me, them), ~_proposed(me, them))
    )
    return tuple(Place(*row) for row in session.execute(listed.order_by(me.id, place.c.rank)))


def late_introductions(session: Session, event_id: int, *, now: datetime) -> tuple[LateIntroduction, ...]:
    """What hosts did within the last half hour, the newest first."""
    me, them = aliased(Attendee), aliased(Attendee)
    columns = (Introduction.attendee_id, Introduction.other_id, Introduction.state, Introduction.decided_at, Introduction.by_id)
    lately = select(*columns).where(Introduction.event_id == event_id, Introduction.decided_at > now - REST)
    newest = lately.order_by(Introduction.decided_at.desc()).limit(20).cte("late").prefix_with("MATERIALIZED", dialect="postgresql")
    rows = (
        select(newest.c.attendee_id, newest.c.other_id, newest.c.state, newest.c.decided_at, me.name, them.name, Person.name)
        .select_from(newest)
        .join(me, and_(me.event_id == event_id, me.id == newest.c.attendee_id))
        .join(them, and_(them.event_id == event_id, them.id == newest.c.other_id))
        .outerjoin(Person, Person.id == newest.c.by_id)
        # What was decided about two of whom one has since blocked the other is not shown again.
        .where(may_meet(me.person_id, them.person_id))
    )
    ordered = rows.order_by(newest.c.decided_at.desc(), newest.c.attendee_id)
    return tuple(LateIntroduction(*row) for row in session.execute(ordered))


def _alone(event_id: int, *, hall: bool, now: datetime) -> Select[Any]:
    rests = exists().where(
        *(Introduction.event_id == event_id, Introduction.decided_at > now - REST),
        or_(Introduction.attendee_id == Attendee.id, and_(Introduction.other_id == Attendee.id, Introduction.state == "made")),
    )
    columns: tuple[Any, ...] = (Attendee.id, Attendee.name, Attendee.organisation, Attendee.checked_in_at, Attendee.hidden_fields)
    return select(*columns).where(
        *(Attendee.event_id == event_id, Attendee.may_be_introduced, is_there(Attendee, hall_is_open=hall), takes_part(Attendee)),
        *(~has_talked(Attendee, event_id), ~rests),
    )


def _turned_away(reader: Any, other: Any, now: datetime) -> ColumnElement[bool]:
    against = or_(Decision.answer.in_(_AGAINST), and_(Decision.answer == "later", Decision.until > now))
    return exists().where(Decision.event_id == reader.event_id, Decision.reader_id == reader.id, Decision.other_id == other.id, against)


def _have_contact(one: Any, other: Any) -> ColumnElement[bool]:
    def as_pair(low: Any, high: Any) -> ColumnElement[bool]:
        pair = (Contact.low_person_id == low.person_id, Contact.high_person_id == high.person_id)
        return exists().where(Contact.event_id == one.event_id, *pair)

    return or_(as_pair(one, other), as_pair(other, one))


def _proposed(one: Any, other: Any) -> ColumnElement[bool]:
    def as_pair(first: Any, second: Any) -> ColumnElement[bool]:
        pair = (Introduction.attendee_id == first.id, Introduction.other_id == second.id)
        return exists().where(Introduction.event_id == one.event_id, *pair)

    return or_(as_pair(one, other), as_pair(other, one))
