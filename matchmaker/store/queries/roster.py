"""Questions about an event's attendee list."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from matchmaker.domain.interests.answers import KINDS
from matchmaker.domain.roster.plan import Facts, Known
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Interest, InterestSynonym
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.queries.reports import taken_out_people

PAGE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One attendee as the organiser's table shows them."""

    id: int
    name: str
    email: str
    organisation: str
    status: str
    invited_at: datetime | None
    first_signed_in_at: datetime | None
    interests_saved_at: datetime | None
    interests: int
    has_list: bool
    checked_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RosterCounts:
    coming: int
    cancelled: int
    with_interests: int
    with_list: int
    signed_in: int
    invited: int
    to_invite: int
    inside: int


_INTERESTS = (
    select(func.count())
    .select_from(AttendeeInterest)
    .where(AttendeeInterest.event_id == Attendee.event_id, AttendeeInterest.attendee_id == Attendee.id)
    .correlate(Attendee)
    .scalar_subquery()
)
HAS_INTERESTS = Attendee.interests_saved_at.is_not(None) | (
    select(AttendeeInterest.id)
    .where(AttendeeInterest.event_id == Attendee.event_id, AttendeeInterest.attendee_id == Attendee.id)
    .correlate(Attendee)
    .exists()
)
_HAS_LIST = (
    select(Recommendation.rank)
    .where(Recommendation.event_id == Attendee.event_id, Recommendation.reader_id == Attendee.id)
    .correlate(Attendee)
    .exists()
)
_COMING = Attendee.status == "registered"
_IN = Attendee.checked_in_at.is_not(None)
NOT_INVITED = _COMING & Attendee.invited_at.is_(None) & Attendee.first_signed_in_at.is_(None)
_FACTS = ("name", "organisation", "headline", "bio", "stage", "phone", "link", "status")
_KNOWN = select(
    Attendee.id,
    Attendee.person_id,
    Person.email_key,
    Attendee.external_id,
    Attendee.languages,
    Attendee.first_signed_in_at,
    Attendee.interests_saved_at,
    Attendee.exchange_mode,
    Attendee.left_at,
    *(getattr(Attendee, name) for name in _FACTS),
    Attendee.group_name.label("group"),
).join(Person, Person.id == Attendee.person_id)
_WORDS = select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
_LINES = select(
    Attendee.id,
    Attendee.name,
    Person.email,
    Attendee.organisation,
    Attendee.status,
    Attendee.invited_at,
    Attendee.first_signed_in_at,
    Attendee.interests_saved_at,
    _INTERESTS,
    _HAS_LIST,
    Attendee.checked_in_at,
).join(Person, Person.id == Attendee.person_id)


def roster_counts(session: Session, event_id: int) -> RosterCounts:
    """Every number above the table, in one statement."""
    counts = select(
        _how_many(_COMING),
        _how_many(Attendee.status == "cancelled"),
        _how_many(_COMING & HAS_INTERESTS),
        _how_many(_COMING & _HAS_LIST),
        _how_many(_COMING & Attendee.first_signed_in_at.is_not(None)),
        _how_many(_COMING & Attendee.invited_at.is_not(None)),
        _how_many(NOT_INVITED),
        _how_many(_COMING & _IN),
    )
    return RosterCounts(*session.execute(counts.where(Attendee.event_id == event_id)).one())


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def roster_lines(session: Session, event_id: int, *, page: int, only_in: bool = False) -> tuple[RosterLine, ...]:
    """One page of the attendees (or of those who are in), by name; those whose ticket is cancelled come last."""
    wanted = (Attendee.event_id == event_id, *((_COMING, _IN) if only_in else ()))
    lines = _LINES.where(*wanted).order_by(Attendee.status.desc(), func.lower(Attendee.name), Attendee.id)
    return tuple(RosterLine(*row) for row in session.execute(lines.limit(PAGE_LENGTH).offset((page - 1) * PAGE_LENGTH)))


def roster_lines_of(session: Session, event_id: int, attendee_ids: Sequence[int]) -> tuple[RosterLine, ...]:
    """The lines of these attendees, in the order of their ids as given."""
    rows = session.execute(_LINES.where(Attendee.event_id == event_id, Attendee.id.in_(attendee_ids)))
    lines = {row[0]: RosterLine(*row) for row in rows}
    return tuple(lines[attendee_id] for attendee_id in attendee_ids if attendee_id in lines)


def searchable_words(session: Session, event_id: int, *, only_in: bool = False) -> tuple[tuple[int, str], ...]:
    """Id, and name, address and organisation of everybody by name, for a search that knows capitals and accents of every script."""
    words = select(Attendee.id, Attendee.name, Person.email, Attendee.organisation).join(Person, Person.id == Attendee.person_id)
    wanted = (Attendee.event_id == event_id, *((_COMING, _IN) if only_in else ()))
    rows = session.execute(words.where(*wanted).order_by(func.lower(Attendee.name), Attendee.id))
    return tuple((attendee_id, " ".join(texts)) for attendee_id, *texts in rows)


def known_attendees(
    session: Session, event_id: int, *, email_keys: Sequence[str] | None = None, tickets: Sequence[str] = ()
) -> tuple[Known, ...]:
    """Everybody of the event, or those with one of these addresses or ticket numbers, as an attendee file is compared with them."""
    people, words = _KNOWN.where(Attendee.event_id == event_id), _WORDS.where(AttendeeInterest.event_id == event_id)
    if email_keys is not None:
        people = people.where(or_(Person.email_key.in_(email_keys), Attendee.external_id.in_(tickets)))
        mine = people.with_only_columns(Attendee.id, maintain_column_froms=True)
        words = words.where(AttendeeInterest.attendee_id.in_(mine))
    said: defaultdict[int, dict[str, list[str]]] = defaultdict(lambda: {kind: [] for kind in KINDS})
    for attendee_id, kind, text in session.execute(words.order_by(AttendeeInterest.position, AttendeeInterest.id)):
        said[attendee_id][kind].append(text)
    out = taken_out_people(session, event_id)
    return tuple(_known(row, said[row["id"]], out) for row in session.execute(people).mappings())


def _known(row: RowMapping, said: dict[str, list[str]], taken_out: frozenset[int]) -> Known:
    facts: dict[str, Any] = {name: row[name] for name in _FACTS} | {kind: tuple(texts) for kind, texts in said.items()}
    facts |= {
        "email": row["email_key"],
        "group": row["group"],
        "external_id": row["external_id"] or "",
        "languages": tuple(row["languages"]),
    }
    return Known(
        row["id"],
        Facts(**facts),
        has_signed_in=row["first_signed_in_at"] is not None,
        has_saved_interests=row["interests_saved_at"] is not None,
        has_chosen_card=row["exchange_mode"] is not None,
        stays_away=row["left_at"] is not None or row["person_id"] in taken_out,
    )


def tags_by_key(session: Session, event_id: int) -> dict[str, tuple[int, str]]:
    """The event's own interests: id and label by key, and by the keys of the other words for each."""
    own = select(literal(1).label("is_own"), Interest.key, Interest.id, Interest.label).where(Interest.event_id == event_id)
    tag = and_(Interest.event_id == InterestSynonym.event_id, Interest.id == InterestSynonym.interest_id)
    others = select(literal(0), InterestSynonym.key, Interest.id, Interest.label).join(Interest, tag)
    rows = session.execute(union_all(own, others.where(InterestSynonym.event_id == event_id)).order_by("is_own"))
    return {key: (interest_id, label) for _, key, interest_id, label in rows}


def people_with_addresses(session: Session, email_keys: Sequence[str]) -> dict[str, int]:
    """The ids of those who are known, by address; asked in one statement per thousand."""
    found: dict[str, int] = {}
    for start in range(0, len(email_keys), 1000):
        keys = email_keys[start : start + 1000]
        rows = session.execute(select(Person.email_key, Person.id).where(Person.email_key.in_(keys)))
        found.update((email_key, person_id) for email_key, person_id in rows)
    return found
