"""The reports of one event, for those who answer for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Report

# Stands in a report's evidence while whoever it is about is out of the event because of it.
TAKEN_OUT = "taken_out"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report as an owner reads it; `status` is None once the reported person is no attendee here any more."""

    id: int
    reason: str
    words: str
    evidence: dict[str, Any]
    created_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    reporter: str
    reporter_email: str
    about: str
    about_email: str
    status: str | None


@dataclass(frozen=True, slots=True)
class ReportEvent:
    slug: str
    name: str
    language: str


_Reporter, _About, _By = aliased(Person), aliased(Person), aliased(Person)
_Them = aliased(Attendee)


def reports_of(session: Session, event_id: int) -> tuple[ReportLine, ...]:
    """All reports, the open ones first, each part with the newest first."""
    rows: Any = session.execute(
        select(
            *(Report.id, Report.reason, Report.words, Report.evidence, Report.created_at, Report.settled_at, _By.name),
            *(_Reporter.name, _Reporter.email, _About.name, _About.email, _Them.status),
        )
        .join(_Reporter, _Reporter.id == Report.reporter_id)
        .join(_About, _About.id == Report.about_id)
        .outerjoin(_By, _By.id == Report.settled_by)
        .outerjoin(_Them, and_(_Them.event_id == Report.event_id, _Them.person_id == Report.about_id))
        .where(Report.event_id == event_id)
        .order_by(Report.settled_at.is_not(None), Report.created_at.desc(), Report.id.desc())
    )
    return tuple(ReportLine(*row) for row in rows)


def report_to_settle(session: Session, event_id: int, report_id: int) -> Report | None:
    """A report of this event, locked until the commit."""
    return session.scalars(select(Report).where(Report.event_id == event_id, Report.id == report_id).with_for_update()).one_or_none()


def is_taken_out(session: Session, event_id: int, person_id: int) -> bool:
    """Whether an owner has taken this person out of the event: they don't come back in by themselves."""
    return person_id in taken_out_people(session, event_id)


def taken_out_people(session: Session, event_id: int) -> frozenset[int]:
    """All of them; an event has few reports."""
    told = session.execute(select(Report.about_id, Report.evidence).where(Report.event_id == event_id))
    return frozenset(about_id for about_id, evidence in told if evidence.get(TAKEN_OUT))


def safety_addresses(session: Session, event_id: int) -> list[str]:
    """Who is told that a report waits: the event's safety address, or else its owners."""
    address = session.scalar(select(Event.safety_address).where(Event.id == event_id))
    if address:
        return [address]
    owners = select(Person.email_key).join(EventRole, EventRole.person_id == Person.id)
    return list(session.scalars(owners.where(EventRole.event_id == event_id, EventRole.role == "owner").order_by(Person.id)))


def event_of_report(session: Session, letter: OutboxLetter) -> ReportEvent | None:
    row = session.execute(select(Event.slug, Event.name, Event.language).where(Event.id == letter.event_id)).one_or_none()
    return ReportEvent(*row) if row else None
