"""Who met somebody at an event, who met nobody, and what a letter about it needs to know; always inside one event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.followup.ties import Interests
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact, ContactSide, PersonalLetter
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import wants_none
from matchmaker.store.queries.safety import may_meet, takes_part


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
    languages: tuple[str, ...] = ()  # tags for their letters, the best first; "" is no wish


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
_LANGUAGES: tuple[Any, ...] = (Person.locale, Event.language, Person.letter_language)


# Asked for each letter, some twice: built once.
_READERS: Select[Any] = (
    select(*_READER, *_LANGUAGES)
    .select_from(Attendee)
    .join(Event, Event.id == Attendee.event_id)
    .join(Person, Person.id == Attendee.person_id)
)
_READER_AT = _READERS.where(
    Event.id == bindparam("at_event"),
    Attendee.person_id == bindparam("of_person"),
    Attendee.status == "registered",
    Attendee.paused_at.is_(None),
)
_HAS_A_CARD = (
    select(Contact.id)
    .join(_Mine, and_(_Mine.contact_id == Contact.id, _Mine.person_id == bindparam("of_person")))
    .join(_Theirs, and_(_Theirs.contact_id == Contact.id, _Theirs.person_id != _Mine.person_id))
    .where(
        Contact.event_id == bindparam("at_event"),
        Contact.state == "exchanged",
        _Theirs.withdrawn_at.is_(None),
        may_meet(_Mine.person_id, _Theirs.person_id),
    )
    .limit(1)
)
_INTERESTS = (
    select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
    .join(Attendee, and_(Attendee.event_id == AttendeeInterest.event_id, Attendee.id == AttendeeInterest.attendee_id))
    .where(
        AttendeeInterest.event_id == bindparam("at_event"),
        or_(Attendee.id == bindparam("reader"), and_(Attendee.id.in_(bindparam("other_ids", expanding=True)), takes_part(Attendee))),
    )
    .order_by(AttendeeInterest.attendee_id, AttendeeInterest.position, AttendeeInterest.id)
)
_TOLD = (
    select(Recommendation.other_id, Recommendation.reasons)
    .join(Attendee, and_(Attendee.event_id == Recommendation.event_id, Attendee.id == Recommendation.other_id))
    .where(
        Recommendation.event_id == bindparam("at_event"),
        Recommendation.reader_id == bindparam("reader"),
        Recommendation.other_id.in_(bindparam("other_ids", expanding=True)),
        takes_part(Attendee),
    )
)


def holds_a_card(event_id: int) -> ColumnElement[bool]:
    """Inside a statement about attendees: this one met somebody whose card they still hold, neither of whom has blocked the other."""
    withdrawn_by_nobody = _pairs(event_id).join(_Theirs, and_(_Theirs.contact_id == Contact.id, _Theirs.person_id != _Mine.person_id))
    return Attendee.person_id.in_(withdrawn_by_nobody.where(_Theirs.withdrawn_at.is_(None), may_meet(_Mine.person_id, _Theirs.person_id)))


def was_there_alone(event_id: int) -> ColumnElement[bool]:
    """Inside a statement about attendees: this one came in and exchanged cards with nobody.

    Somebody whose every contact has taken the card back, or of each of whom one has blocked the other, is neither.
    """
    return and_(Attendee.first_signed_in_at.is_not(None), Attendee.person_id.not_in(_pairs(event_id)))


def _pairs(event_id: int) -> Select[Any]:
    exchanged = (Contact.event_id == event_id) & (Contact.state == "exchanged")
    return select(_Mine.person_id).join(Contact, Contact.id == _Mine.contact_id).where(exchanged)


def followup_readers(event_id: int) -> Select[Any]:
    """A statement that answers who gets which letter: person, address key, kind, and whether they want none. Whoever pauses gets none."""
    met = holds_a_card(event_id)
    return (
        select(
            Attendee.id.label("attendee_id"),
            Person.id.label("person_id"),
            Person.email_key,
            case((met, "met"), else_="met_nobody").label("kind"),
            wants_none(Person.email_key, "met", "met_nobody").label("wants_none"),
        )
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.event_id == event_id, Attendee.status == "registered", Attendee.paused_at.is_(None))
        .where(or_(met, was_there_alone(event_id)))
    )


def count_readers(session: Session, event_id: int, campaign: str) -> Readers:
    """Whoever has their letter since an earlier closing gets it no second time."""
    found = followup_readers(event_id).subquery()
    theirs = and_(OutboxLetter.recipient == found.c.email_key, OutboxLetter.kind == found.c.kind)
    written = exists().where(OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign, theirs)
    rows = session.execute(
        select(found.c.kind, found.c.wants_none, func.count()).where(~written).group_by(found.c.kind, found.c.wants_none)
    )
    counts = {(kind, bool(wants_none)): count for kind, wants_none, count in rows}
    want_none = sum(count for (_, stopped), count in counts.items() if stopped)
    return Readers(counts.get(("met", False), 0), counts.get(("met_nobody", False), 0), want_none)


def first_reader(session: Session, event_id: int) -> Reader | None:
    """The first of the roster, whether they met anybody or not."""
    attends = (Attendee.event_id == event_id, Attendee.status == "registered", Attendee.paused_at.is_(None))
    found = session.execute(_READERS.where(*attends).order_by(Attendee.id).limit(1)).one_or_none()
    return _reader(found) if found else None


def reader_of_letter(session: Session, row: OutboxLetter) -> Reader | None:
    """Whom a letter is for, as long as they attend, don't pause, and its event is there."""
    return reader_at(session, row.event_id, row.person_id)


def reader_at(session: Session, event_id: int | None, person_id: int | None) -> Reader | None:
    """Somebody at an event, as long as they attend and don't pause."""
    found = session.execute(_READER_AT, {"at_event": event_id, "of_person": person_id}).one_or_none()
    return _reader(found) if found else None


def has_a_card(session: Session, *, event_id: int, person_id: int) -> bool:
    """Whether somebody of this event has given this person their card, and not taken it back; also one whom the person let go."""
    return session.execute(_HAS_A_CARD, {"at_event": event_id, "of_person": person_id}).first() is not None


def letter_is_to_come(session: Session, *, event_id: int, person_id: int) -> bool:
    """Whether this person's letter about whom they met is yet to leave, so that what they note now still goes into it."""
    theirs = and_(OutboxLetter.event_id == Event.id, OutboxLetter.person_id == person_id, OutboxLetter.kind.in_(("met", "met_nobody")))
    its_rows = select(Event.closed_at, OutboxLetter.kind, OutboxLetter.state).outerjoin(OutboxLetter, theirs)
    rows = session.execute(its_rows.where(Event.id == event_id)).all()
    written = {(kind, state) for _, kind, state in rows if kind}
    return written <= {("met", "queued"), ("met", "claimed")} if written else rows[0].closed_at is None


def letter_to_carry(session: Session, row: OutboxLetter) -> PersonalLetter | None:
    """What somebody wrote to whom this row of the outbox goes."""
    its_event = select(PersonalLetter).join(Contact, Contact.id == PersonalLetter.contact_id).where(Contact.event_id == row.event_id)
    return session.scalars(its_event.where(PersonalLetter.id == row.payload.get("letter_id"))).one_or_none()


def interests_of(session: Session, event_id: int, reader_id: int, other_ids: Sequence[int]) -> dict[int, Interests]:
    """What the reader says of themself, and those of the others who stand in lists now; each in their own order."""
    rows = session.execute(_INTERESTS, {"at_event": event_id, "reader": reader_id, "other_ids": list(other_ids)})
    said: dict[int, dict[str, list[str]]] = {}
    for attendee_id, kind, text in rows:
        said.setdefault(attendee_id, {"talk": [], "offer": [], "seek": []})[kind].append(text)
    return {attendee_id: Interests(*(tuple(kinds[kind]) for kind in ("talk", "offer", "seek"))) for attendee_id, kinds in said.items()}


def reasons_told(session: Session, event_id: int, reader_id: int, other_ids: Sequence[int]) -> dict[int, list[dict[str, object]]]:
    """The reasons this reader was given for these people on their list, as long as those stand in lists."""
    rows = session.execute(_TOLD, {"at_event": event_id, "reader": reader_id, "other_ids": list(other_ids)})
    return dict(list(rows))


def _reader(row: Sequence[Any]) -> Reader:
    event_id, slug, event, attendee_id, person_id, name, email, *languages = row
    return Reader(event_id, slug, event, attendee_id, person_id, name, email, tuple(languages))
