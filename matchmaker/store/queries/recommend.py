"""What the matcher must know of one event, in a few statements whatever its size."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.matches import Decision, Recommendation

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
)


StoredLists = dict[int, list[tuple[int, list[dict[str, object]]]]]


@dataclass(frozen=True, slots=True)
class EventPeople:
    """The registered people of one event, what they say by kind, and their answers (reader, other, answer)."""

    event_id: int
    attendees: tuple[Attendee, ...]
    interests: dict[int, dict[str, list[str]]]
    answers: tuple[tuple[int, int, str], ...]


def people_of(session: Session, event_id: int) -> EventPeople:
    """Everything for fresh lists of one event."""
    attendees = session.scalars(
        select(Attendee).where(Attendee.event_id == event_id, Attendee.status == "registered").options(load_only(*_OF_MATCHING))
    ).all()
    given = session.execute(select(Decision.reader_id, Decision.other_id, Decision.answer).where(Decision.event_id == event_id))
    answers = [(reader, other, answer) for reader, other, answer in given]
    return EventPeople(
        event_id,
        tuple(attendees),
        _interests_of(session, event_id),
        (*answers, *_who_exchanged(session, event_id, {a.person_id: a.id for a in attendees})),
    )


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


def _interests_of(session: Session, event_id: int) -> dict[int, dict[str, list[str]]]:
    said: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = session.execute(
        select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
        .where(AttendeeInterest.event_id == event_id)
        .order_by(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.position, AttendeeInterest.id)
    )
    for attendee_id, kind, text in rows:
        said[attendee_id][kind].append(text)
    return said


def _who_exchanged(session: Session, event_id: int, places: dict[int, int]) -> list[tuple[int, int, str]]:
    """Two who have each other's card have met, whether or not they said so on the list."""
    rows = session.execute(
        select(Contact.low_person_id, Contact.high_person_id).where(Contact.event_id == event_id, Contact.state == "exchanged")
    )
    return [(places[low], places[high], "met") for low, high in rows if low in places and high in places]
