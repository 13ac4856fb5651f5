"""What an organiser asks about events."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from matchmaker.domain.interests.tags import KnownTag
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import BadgeSheet
from matchmaker.store.models.events import Event, EventRole, Interest, InterestSynonym
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Recommendation


@dataclass(frozen=True, slots=True)
class EventLine:
    slug: str
    name: str
    place: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    attendees: int
    role: str = "owner"


@dataclass(frozen=True, slots=True)
class EventFigures:
    """The numbers of the organiser's first page; who talked with somebody is told by services/insights, in steps."""

    attendees: int
    filled: int
    with_list: int
    in_nobodys_list: int
    badge_sheets: int
    letters_failed: int
    interests: int
    checked_in: int


_COMING = and_(Attendee.event_id == Event.id, Attendee.status == "registered")
_EVENTS_OF = (
    select(
        Event.slug,
        Event.name,
        Event.place,
        Event.time_zone,
        Event.starts_at,
        Event.ends_at,
        Event.opened_at,
        Event.closed_at,
        select(func.count()).select_from(Attendee).where(_COMING).correlate(Event).scalar_subquery(),
        EventRole.role,
    )
    .join(EventRole, EventRole.event_id == Event.id)
    .where(EventRole.person_id == bindparam("person_id"))
    .order_by(Event.starts_at.desc(), Event.id)
)


def events_of(session: Session, person_id: int) -> tuple[EventLine, ...]:
    """The events whose team this person belongs to, the latest first."""
    return tuple(EventLine(*row) for row in session.execute(_EVENTS_OF, {"person_id": person_id}))


def tags_of(session: Session, event_id: int) -> dict[int, str]:
    """The event's own interests by id, in the organiser's order."""
    rows = session.execute(
        select(Interest.id, Interest.label).where(Interest.event_id == event_id).order_by(Interest.position, Interest.id)
    )
    return {row.id: row.label for row in rows}


def known_tags(session: Session, event_id: int) -> tuple[KnownTag, ...]:
    """The event's own interests with the other words for each, in the organiser's order."""
    rows = session.execute(
        select(Interest.id, Interest.label, InterestSynonym.label)
        .outerjoin(InterestSynonym, and_(InterestSynonym.event_id == Interest.event_id, InterestSynonym.interest_id == Interest.id))
        .where(Interest.event_id == event_id)
        .order_by(Interest.position, Interest.id, InterestSynonym.key)
    )
    words: dict[tuple[int, str], list[str]] = {}
    for interest_id, label, synonym in rows:
        words.setdefault((interest_id, label), []).extend([synonym] if synonym else [])
    return tuple(KnownTag(interest_id, label, tuple(synonyms)) for (interest_id, label), synonyms in words.items())


def figures_of(session: Session, event_id: int) -> EventFigures:
    """Every number of the first page in one statement."""
    coming = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.status == "registered")
    readers = select(Recommendation.reader_id).where(Recommendation.event_id == event_id)
    shown = select(Recommendation.other_id).where(Recommendation.event_id == event_id)
    have_lists = readers.exists()
    counts = [
        coming,
        coming.where(Attendee.interests_saved_at.is_not(None)),
        coming.where(Attendee.id.in_(readers)),
        coming.where(Attendee.id.not_in(shown), have_lists),
        select(BadgeSheet.id).where(BadgeSheet.event_id == event_id, BadgeSheet.made_at.is_not(None), BadgeSheet.kind == "all"),
        select(OutboxLetter.id).where(
            OutboxLetter.event_id == event_id, OutboxLetter.state.in_(("failed", "uncertain")), OutboxLetter.kind != "personal"
        ),
        select(Interest.id).where(Interest.event_id == event_id),
        coming.where(Attendee.checked_in_at.is_not(None)),
    ]
    row = session.execute(select(*(_how_many(rows) for rows in counts))).one()
    return EventFigures(**dict(zip(EventFigures.__slots__, row, strict=True)))


def _how_many(rows: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()
