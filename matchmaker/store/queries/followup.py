"""Who met somebody at an event, who met nobody, and what a letter about it needs to know; always inside one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.followup.ties import Interests
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import wants_none


@dataclass(frozen=True, slots=True)
class Reader:
    """The attendee a letter is for."""

    event_id: int
    slug: str
    event: str
    attendee_id: int
    person_id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Readers:
    """How many letters closing the event makes, and who gets none though they were there."""

    met: int
    met_nobody: int
    want_none: int

    @property
    def letters(self) -> int:
        return self.met + self.met_nobody


_Mine, _Theirs = aliased(ContactSide), aliased(ContactSide)
_READER: tuple[Any, ...] = (Event.id, Event.slug, Event.name, Attendee.id, Person.id, Attendee.name, Person.email)


def followup_readers(event_id: int) -> Select[Any]:
    """A statement that answers who gets which letter: person, address key, kind, and whether they want none.

    Somebody whose every contact has taken the card back met people, and gets neither letter.
    """
    exchanged = (Contact.event_id == event_id) & (Contact.state == "exchanged")
    pairs = select(_Mine.person_id).join(Contact, Contact.id == _Mine.contact_id).where(exchanged)
    holds_a_card = pairs.join(_Theirs, and_(_Theirs.contact_id == Contact.id, _Theirs.person_id != _Mine.person_id)).where(
        _Theirs.withdrawn_at.is_(None)
    )
    met = Attendee.person_id.in_(holds_a_card)
    was_there_alone = and_(Attendee.first_signed_in_at.is_not(None), Attendee.person_id.not_in(pairs))
    return (
        select(
            Attendee.id.label("attendee_id"),
            Person.id.label("person_id"),
            Person.email_key,
            case((met, "met"), else_="met_nobody").label("kind"),
            wants_none(Person.email_key).label("wants_none"),
        )
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.event_id == event_id, Attendee.status == "registered", or_(met, was_there_alone))
    )


def count_readers(session: Session, event_id: int) -> Readers:
    found = followup_readers(event_id).subquery()
    rows = session.execute(select(found.c.kind, found.c.wants_none, func.count()).group_by(found.c.kind, found.c.wants_none))
    counts = {(kind, bool(wants_none)): count for kind, wants_none, count in rows}
    want_none = sum(count for (_, stopped), count in counts.items() if stopped)
    return Readers(counts.get(("met", False), 0), counts.get(("met_nobody", False), 0), want_none)


def sample_readers(session: Session, event_id: int) -> dict[str, Reader]:
    """One real reader for each letter, the first of the roster."""
    found = followup_readers(event_id).subquery()
    first = func.min(found.c.attendee_id).label("attendee_id")
    firsts = select(found.c.kind, first).where(~found.c.wants_none).group_by(found.c.kind).subquery()
    its_attendee = and_(firsts.c.attendee_id == Attendee.id, Attendee.event_id == event_id)
    return {kind: Reader(*reader) for *reader, kind in session.execute(_readers(firsts.c.kind).join(firsts, its_attendee))}


def reader_of_letter(session: Session, row: OutboxLetter) -> Reader | None:
    """Whom a letter is for, as long as they attend and its event is there."""
    statement = _readers().where(Event.id == row.event_id, Attendee.person_id == row.person_id, Attendee.status == "registered")
    found = session.execute(statement).one_or_none()
    return Reader(*found) if found else None


def interests_of(session: Session, event_id: int, attendee_ids: Sequence[int]) -> dict[int, Interests]:
    """What these attendees say of themselves, each in their own order."""
    rows = session.execute(
        select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
        .where(AttendeeInterest.event_id == event_id, AttendeeInterest.attendee_id.in_(attendee_ids))
        .order_by(AttendeeInterest.attendee_id, AttendeeInterest.position, AttendeeInterest.id)
    )
    said: dict[int, dict[str, list[str]]] = {}
    for attendee_id, kind, text in rows:
        said.setdefault(attendee_id, {"talk": [], "offer": [], "seek": []})[kind].append(text)
    return {attendee_id: Interests(*(tuple(kinds[kind]) for kind in ("talk", "offer", "seek"))) for attendee_id, kinds in said.items()}


def reasons_told(session: Session, event_id: int, reader_id: int, other_ids: Sequence[int]) -> dict[int, list[dict[str, object]]]:
    """The reasons this reader was given for these people on their list."""
    rows = session.execute(
        select(Recommendation.other_id, Recommendation.reasons).where(
            Recommendation.event_id == event_id, Recommendation.reader_id == reader_id, Recommendation.other_id.in_(other_ids)
        )
    )
    return dict(list(rows))


def _readers(*more: Any) -> Select[Any]:
    return (
        select(*_READER, *more)
        .select_from(Attendee)
        .join(Event, Event.id == Attendee.event_id)
        .join(Person, Person.id == Attendee.person_id)
    )
