"""Questions about badges, always inside one event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, and_, func, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, AttendeeInterest, CardChoice
from matchmaker.store.models.badges import Badge, BadgePrint
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Card


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """One attendee as their badge shows them; generation and turn are those of the code in force, `printed` the last fingerprint."""

    attendee_id: int
    name: str
    organisation: str
    headline: str
    pronouns: str
    languages: tuple[str, ...]
    approach: str
    group: str
    hidden: tuple[str, ...]
    added_at: datetime
    generation: int
    turn: int
    printed: str | None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnBadgeRow:
    """Generation 0: no badge is in force. `card` is the label of one's own card in use, None for what the profile says."""

    generation: int
    turn: int
    tries_after: int
    pronouns: str
    card: str | None
    shared_fields: tuple[str, ...]


_IN_FORCE = and_(Badge.event_id == Attendee.event_id, Badge.attendee_id == Attendee.id, Badge.revoked_at.is_(None))


def badge_rows(session: Session, event_id: int, *, only: Collection[int] | None = None) -> list[BadgeRow]:
    """Everybody who is registered (or some of them), with what their badge shows; in two statements for any number."""
    people = (
        select(
            Attendee.id.label("attendee_id"),
            *(Attendee.name, Attendee.organisation, Attendee.headline, Attendee.pronouns, Attendee.languages, Attendee.approach),
            Attendee.group_name.label("group"),
            Attendee.hidden_fields.label("hidden"),
            Attendee.created_at.label("added_at"),
            func.coalesce(Badge.generation, 1).label("generation"),
            func.coalesce(Badge.short_turn, 0).label("turn"),
            BadgePrint.fingerprint.label("printed"),
        )
        .select_from(Attendee)
        .outerjoin(Badge, _IN_FORCE)
        .outerjoin(BadgePrint, and_(BadgePrint.event_id == Attendee.event_id, BadgePrint.attendee_id == Attendee.id))
        .where(Attendee.event_id == event_id, Attendee.status == "registered")
    )
    if only is not None:
        people = people.where(Attendee.id.in_(only))
    topics = _topics_by_attendee(session, event_id, only)
    return [_badge_row(row, topics) for row in session.execute(people).mappings()]


def without_badge(session: Session, event_id: int, *, only: int | None = None) -> list[tuple[int, int]]:
    """Attendee and last generation (0: never had one) of those who have no badge in force."""
    latest = func.coalesce(func.max(Badge.generation), 0)
    rows = (
        select(Attendee.id, latest)
        .outerjoin(Badge, and_(Badge.event_id == Attendee.event_id, Badge.attendee_id == Attendee.id))
        .where(Attendee.event_id == event_id, Attendee.status == "registered")
        .group_by(Attendee.id)
        .having(func.count(Badge.generation) == func.count(Badge.revoked_at))
        .order_by(Attendee.id)
    )
    if only is not None:
        rows = rows.where(Attendee.id == only)
    return [(attendee_id, generation) for attendee_id, generation in session.execute(rows)]


def short_hashes_of(session: Session, event_id: int) -> set[str]:
    """Every short code the event ever gave out: one that was withdrawn must not come back as somebody else."""
    return set(session.scalars(select(Badge.short_hash).where(Badge.event_id == event_id)))


def own_badge_row(session: Session, event_id: int, attendee_id: int) -> OwnBadgeRow:
    """The badge in force, and how often a code before it was tried since it was withdrawn."""
    mine = Badge.event_id == event_id, Badge.attendee_id == attendee_id
    tries = select(func.coalesce(func.sum(Badge.tries_after), 0)).where(*mine).scalar_subquery()
    generation, turn = func.coalesce(Badge.generation, 0), func.coalesce(Badge.short_turn, 0)
    row = session.execute(
        select(generation, turn, tries, Attendee.pronouns, Card.label, Attendee.shared_fields, Card.shared_fields)
        .select_from(Attendee)
        .outerjoin(Badge, _IN_FORCE)
        .outerjoin(CardChoice, and_(CardChoice.event_id == Attendee.event_id, CardChoice.attendee_id == Attendee.id))
        .outerjoin(Card, Card.id == CardChoice.card_id)
        .where(Attendee.event_id == event_id, Attendee.id == attendee_id)
    ).one()
    generation_now, turn_now, tried, pronouns, card, profile_fields, card_fields = row
    return OwnBadgeRow(generation_now, turn_now, tried, pronouns, card, tuple(profile_fields if card is None else card_fields))


def late_tries(session: Session, event_id: int, attendee_ids: Collection[int]) -> dict[int, int]:
    """How often the withdrawn codes of some people were tried since; who has none is left out."""
    tries = func.sum(Badge.tries_after)
    rows = select(Badge.attendee_id, tries).where(Badge.event_id == event_id, Badge.attendee_id.in_(attendee_ids))
    return dict(list(session.execute(rows.group_by(Badge.attendee_id).having(tries > 0))))


def events_with_bare_attendees(session: Session) -> Sequence[int]:
    """Events that are not over and have somebody without a badge in force."""
    bare = ~select(Badge.attendee_id).where(_IN_FORCE).correlate(Attendee).exists()
    rows = select(Attendee.event_id).join(Event, Event.id == Attendee.event_id).where(Attendee.status == "registered", bare)
    return session.scalars(rows.where(Event.closed_at.is_(None)).distinct().order_by(Attendee.event_id)).all()


def _badge_row(row: RowMapping, topics: Mapping[int, Sequence[str]]) -> BadgeRow:
    said = tuple(topics.get(row["attendee_id"], ()))
    return BadgeRow(**{**row, "languages": tuple(row["languages"]), "hidden": tuple(row["hidden"]), "topics": said})


def _topics_by_attendee(session: Session, event_id: int, only: Collection[int] | None) -> dict[int, list[str]]:
    rows = select(AttendeeInterest.attendee_id, AttendeeInterest.text).where(
        AttendeeInterest.event_id == event_id, AttendeeInterest.kind == "talk"
    )
    if only is not None:
        rows = rows.where(AttendeeInterest.attendee_id.in_(only))
    topics: dict[int, list[str]] = {}
    for attendee_id, text in session.execute(rows.order_by(AttendeeInterest.position, AttendeeInterest.id)):
        topics.setdefault(attendee_id, []).append(text)
    return topics
