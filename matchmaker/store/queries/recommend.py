"""What the matcher must know of one event, in a few statements whatever its size."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased, load_only

from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.safety import Block
from matchmaker.store.queries.groups import groups_apart
from matchmaker.store.queries.safety import may_be_listed

_OF_MATCHING = (
    Attendee.event_id,
    Attendee.person_id,
    Attendee.headline,
    Attendee.bio,
    Attendee.stage,
    Attendee.languages,
    Attendee.organisation,
    Attendee.remote,
    Attendee.listed,
    Attendee.hidden_fields,
    Attendee.paused_at,
    Attendee.group_name,
)

# As many ids as one statement may name.
_IDS_AT_ONCE = 500

Stamps = dict[int, tuple[datetime, int, bool]]
StoredLists = dict[int, list[tuple[int, list[dict[str, object]]]]]


@dataclass(frozen=True, slots=True)
class EventPeople:
    """The registered people of one event, what they say by kind, and their answers (reader, other, answer, when).

    Attributes
    ----------
    exchanged
        The pairs who have each other's card.
    blocked
        The pairs of whom one has blocked the other; what it keeps apart, it keeps apart both ways.
    """

    event_id: int
    attendees: tuple[Attendee, ...]
    interests: dict[int, dict[str, list[str]]]
    answers: tuple[tuple[int, int, str, datetime], ...]
    exchanged: tuple[tuple[int, int], ...] = ()
    blocked: tuple[tuple[int, int], ...] = ()
    groups_apart: tuple[tuple[str, str], ...] = ()  # each pair of groups that do not meet, in both orders


@dataclass(frozen=True, slots=True)
class EventNews:
    """The stamps of all who are registered, and the people among them who said something new; the answers are everybody's."""

    stamps: Stamps
    people: EventPeople


def people_of(session: Session, event_id: int, *, only: Collection[int] | None = None) -> EventPeople:
    """Everything for fresh lists of one event; of some people only, but with everybody's answers."""
    registered = select(Attendee).where(Attendee.event_id == event_id, Attendee.status == "registered").options(load_only(*_OF_MATCHING))
    wanted = [registered] if only is None else [registered.where(Attendee.id.in_(part)) for part in _parts(only)]
    attendees = [attendee for statement in wanted for attendee in session.scalars(statement)]
    # "Later" is no answer to learn from: whoever is put off stays in the stored list, and the page leaves them out until then.
    given = select(Decision.reader_id, Decision.other_id, Decision.answer, Decision.decided_at).where(
        Decision.event_id == event_id, Decision.answer != "later"
    )
    answers = [(reader, other, answer, at) for reader, other, answer, at in session.execute(given)]
    return EventPeople(
        event_id,
        tuple(attendees),
        _interests_of(session, event_id, only),
        tuple(answers),
        _who_exchanged(session, event_id),
        _who_blocked(session, event_id),
        groups_apart(session, event_id),
    )


def stamps_of(session: Session, event_id: int) -> Stamps:
    """When each registered person last changed anything, and whether they may be listed: what differs has news."""
    columns = (Attendee.id, Attendee.updated_at, Attendee.lists_wanted, may_be_listed(Attendee))
    rows = session.execute(select(*columns).where(Attendee.event_id == event_id, Attendee.status == "registered"))
    return {row[0]: (row[1], row[2], bool(row[3])) for row in rows}


def news_of(session: Session, event_id: int, known: Stamps) -> EventNews:
    """What has changed since the stamps were read, in a few statements whatever the size of the event."""
    stamps = stamps_of(session, event_id)
    fresh = [attendee_id for attendee_id, stamp in stamps.items() if known.get(attendee_id) != stamp]
    return EventNews(stamps, people_of(session, event_id, only=fresh))


def stored_lists(session: Session, event_id: int) -> StoredLists:
    """The event's lists as they are: for each reader who has one, whom it names and why."""
    stored: StoredLists = defaultdict(list)
    rows = session.execute(
        select(Recommendation.reader_id, Recommendation.other_id, Recommendation.reasons)
        .where(Recommendation.event_id == event_id)
        .order_by(Recommendation.reader_id, Recommendation.rank)
    )
    for reader_id, other_id, reasons in rows:
        stored[reader_id].append((other_id, reasons))
    return stored


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _IDS_AT_ONCE):
        yield listed[start : start + _IDS_AT_ONCE]


def _interests_of(session: Session, event_id: int, only: Collection[int] | None) -> dict[int, dict[str, list[str]]]:
    said: dict[int, dict[str, list[str]]] = {}
    every = (
        select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
        .where(AttendeeInterest.event_id == event_id)
        .order_by(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.position, AttendeeInterest.id)
    )
    wanted = [every] if only is None else [every.where(AttendeeInterest.attendee_id.in_(part)) for part in _parts(only)]
    for statement in wanted:
        for attendee_id, kind, text in session.execute(statement):
            said.setdefault(attendee_id, {}).setdefault(kind, []).append(text)
    return said


def _who_exchanged(session: Session, event_id: int) -> tuple[tuple[int, int], ...]:
    """Two who have each other's card have met, whether or not they said so on the list."""
    low, high = aliased(Attendee), aliased(Attendee)
    rows = session.execute(
        select(low.id, high.id)
        .select_from(Contact)
        .join(low, and_(low.event_id == Contact.event_id, low.person_id == Contact.low_person_id))
        .join(high, and_(high.event_id == Contact.event_id, high.person_id == Contact.high_person_id))
        .where(Contact.event_id == event_id, Contact.state == "exchanged", low.status == "registered", high.status == "registered")
    )
    return tuple((one, two) for one, two in rows)


def _who_blocked(session: Session, event_id: int) -> tuple[tuple[int, int], ...]:
    """Of the people of this event, who wants nothing to do with whom."""
    blocker, blocked = aliased(Attendee), aliased(Attendee)
    rows = session.execute(
        select(blocker.id, blocked.id)
        .select_from(Block)
        .join(blocker, and_(blocker.event_id == event_id, blocker.person_id == Block.blocker_id))
        .join(blocked, and_(blocked.event_id == event_id, blocked.person_id == Block.blocked_id))
        .where(blocker.status == "registered", blocked.status == "registered")
    )
    return tuple((one, two) for one, two in rows)
