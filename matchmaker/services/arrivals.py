"""Who has proven an address comes in here: as an organiser, or as an attendee of an event."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.events.steps import takes_newcomers
from matchmaker.domain.signin.secrets import Purpose
from matchmaker.errors import N_
from matchmaker.services.deeds import note_deed
from matchmaker.services.people import find_or_add_person
from matchmaker.services.seats import claim_seat
from matchmaker.services.team import take_up_invitations
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.people import Person
from matchmaker.store.queries.reports import is_taken_out
from matchmaker.store.queries.signin import attendee_of_person, is_organiser, latest_event_slug, person_with_address
from matchmaker.store.queries.team import is_invited
from matchmaker.store.queries.visits import EventFacts
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class SignInDoor:
    """Where somebody signs in: as what, and at which event, if at one."""

    purpose: Purpose
    event: EventFacts | None = None
    knows_code: bool = False  # has typed the event's own code just now

    @property
    def event_id(self) -> int | None:
        return self.event.id if self.event else None


@dataclass(frozen=True, slots=True)
class ProvenAddress:
    """An address whose owner has just shown that they read its mail."""

    email_key: str
    name: str
    next_path: str = ""
    knows_code: bool = False
    seat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody may come in; the door starts their session and leads them on."""

    person_id: int
    purpose: Purpose
    next_path: str = ""
    event_slug: str | None = None
    has_interests: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody comes in; the sentence says why and what to do. `may_try_again`: the same code field may stay open."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    may_try_again: bool = False


NOT_EXPECTED = Refused(N_("This address is not on the list any more. Ask the organiser to put you on it."))


def let_in(session: Session, address: ProvenAddress, door: SignInDoor, *, now: datetime) -> Entered | Refused:
    if door.purpose == "organiser":
        return _as_organiser(session, address, now=now)
    if door.event is None:
        return _as_attendee_of_any(session, address, now=now)
    return _at_event(session, address, door.event, now=now)


def join_as(
    session: Session, event: EventFacts, person_id: int, *, name: str, now: datetime, knows_code: bool = False
) -> Entered | Refused:
    """Somebody who is signed in already joins one more event; no letter is needed for that."""
    person = session.get(Person, person_id)
    attendee = attend(session, event, person, name=name or person.name, now=now, knows_code=knows_code) if person else None
    if attendee is None:
        return NOT_EXPECTED
    return Entered(person_id, "attendee", "", event.slug, attendee.interests_saved_at is not None)


def attend(session: Session, event: EventFacts, person: Person, *, name: str, now: datetime, knows_code: bool = False) -> Attendee | None:
    """This person's place at the event; an open event gives one to whoever asks. None: there is none to be had."""
    attendee = attendee_of_person(session, event.id, person.id)
    is_open = takes_newcomers(event, knows_code=knows_code)
    if attendee is None and is_open:
        new = {"event_id": event.id, "person_id": person.id, "name": name, "languages": [], "shared_fields": []}
        adding = insert_into(session, Attendee).values(**new, created_at=now, updated_at=now)
        session.execute(adding.on_conflict_do_nothing(index_elements=[Attendee.event_id, Attendee.person_id]))
        attendee = attendee_of_person(session, event.id, person.id)
    if attendee is None or (attendee.status == "cancelled" and not is_open):
        return None
    if attendee.status == "cancelled" and is_taken_out(session, event.id, person.id):
        return None
    attendee.status, attendee.left_at = "registered", None
    attendee.first_signed_in_at = attendee.first_signed_in_at or now
    session.flush()
    return attendee


def _as_organiser(session: Session, address: ProvenAddress, *, now: datetime) -> Entered | Refused:
    """With an account, a place in a team, or an invitation to one, which the proven address takes up."""
    person = person_with_address(session, address.email_key)
    if person is None and is_invited(session, address.email_key, now=now):
        person = find_or_add_person(session, address.email_key, name="", now=now)
    if person is not None:
        take_up_invitations(session, person, now=now)
    if person is None or not is_organiser(session, person.id):
        return NOT_EXPECTED
    _confirm(person, now=now)
    note_deed(session, Deed.SIGNED_IN, event_id=None, actor_id=person.id, now=now)
    return Entered(person.id, "organiser", address.next_path)


def _as_attendee_of_any(session: Session, address: ProvenAddress, *, now: datetime) -> Entered | Refused:
    person = person_with_address(session, address.email_key)
    if person is None:
        return NOT_EXPECTED
    _confirm(person, now=now)
    return Entered(person.id, "attendee", address.next_path, latest_event_slug(session, person.id), has_interests=True)


def _at_event(session: Session, address: ProvenAddress, event: EventFacts, *, now: datetime) -> Entered | Refused:
    if address.seat_id is not None and event.closed_at is None:
        claim_seat(session, event.id, address.seat_id, email_key=address.email_key, name=address.name, now=now)
    person = person_with_address(session, address.email_key)
    if person is None and takes_newcomers(event, knows_code=address.knows_code):
        person = find_or_add_person(session, address.email_key, name=address.name, now=now)
    knows, name = address.knows_code, address.name
    attendee = attend(session, event, person, name=name or person.name, now=now, knows_code=knows) if person else None
    if person is None or attendee is None:
        return NOT_EXPECTED
    _confirm(person, now=now)
    return Entered(person.id, "attendee", address.next_path, event.slug, attendee.interests_saved_at is not None)


def _confirm(person: Person, *, now: datetime) -> None:
    person.confirmed_at = person.confirmed_at or now
