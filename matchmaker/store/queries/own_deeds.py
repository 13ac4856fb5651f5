"""What the log says of one person's own data: what was done, when, and in which role; who it was stays with the team."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import OWN, UNTOLD, WITH_EVERYBODY, Deed
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.safety import Report


@dataclass(frozen=True, slots=True)
class OwnDeed:
    """`by` is a role, "you", "former" for whoever is of the team no more, or "service"."""

    deed: str
    done_at: datetime
    event: str
    time_zone: str
    by: str
    fields: list[str]


def own_deed_rows(session: Session, person_id: int) -> list[OwnDeed]:
    """The oldest first."""
    by = case(
        (DeedRow.actor_id == person_id, "you"),
        (and_(DeedRow.actor_id.is_(None), DeedRow.deed == Deed.CHECK_IN_UNDONE), "desk"),  # a paired device belongs to nobody
        (DeedRow.actor_id.is_(None), "service"),
        else_=func.coalesce(EventRole.role, "former"),
    )
    rows: Select[Any] = (
        select(DeedRow.deed, DeedRow.done_at, func.coalesce(Event.name, ""), func.coalesce(Event.time_zone, "UTC"), by, DeedRow.fields)
        .outerjoin(Event, Event.id == DeedRow.event_id)
        .outerjoin(EventRole, and_(EventRole.event_id == DeedRow.event_id, EventRole.person_id == DeedRow.actor_id))
        .where(_is_about(person_id))
        .order_by(DeedRow.done_at, DeedRow.id)
    )
    return [OwnDeed(*row) for row in session.execute(rows)]


def _is_about(person_id: int) -> Any:
    """Reports are in it for whoever wrote one, never for whom it is about: that somebody was reported stays with the owners."""
    mine = select(Attendee.id).where(Attendee.person_id == person_id)
    entries = select(CheckIn.id).where(CheckIn.attendee_id.in_(mine))
    was_there = exists().where(Attendee.event_id == DeedRow.event_id, Attendee.person_id == person_id)
    was_there = was_there.where(Attendee.created_at <= DeedRow.done_at)
    had_reported = exists().where(Report.event_id == DeedRow.event_id, Report.reporter_id == person_id)
    had_reported = had_reported.where(Report.created_at <= DeedRow.done_at)
    return or_(
        and_(DeedRow.object_kind == "attendee", DeedRow.object_id.in_(mine), DeedRow.deed.not_in(UNTOLD)),
        and_(DeedRow.object_kind == "person", DeedRow.object_id == person_id),
        and_(DeedRow.object_kind == "check_in", DeedRow.object_id.in_(entries)),
        and_(DeedRow.deed.in_(WITH_EVERYBODY), was_there),
        and_(DeedRow.deed == Deed.REPORTS_VIEWED, had_reported),
        and_(DeedRow.deed.in_(OWN), DeedRow.actor_id == person_id),
    )
