"""Fill an empty database with the demo event, once, and keep the event running."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import badge_code
from matchmaker.domain.contacts.consent import EXCHANGE
from matchmaker.domain.demo import doors
from matchmaker.domain.demo import event as evening
from matchmaker.domain.demo.meetings import DemoMeeting, invent_meetings
from matchmaker.domain.demo.people import ATTENDEE, BADGE_OWNER, SEED, DemoPerson, invent_people, person_called
from matchmaker.domain.events.draft import EventDraft
from matchmaker.services.arrivals import Entered
from matchmaker.services.badges import ensure_badges
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.events import create_event
from matchmaker.services.people import add_organiser
from matchmaker.services.recommend import want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.events import Event, Interest
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.people import Person
from matchmaker.store.queries.contacts import sides_of
from matchmaker.store.queries.signin import person_with_address

BEGAN_BEFORE = timedelta(minutes=90)
LASTS = timedelta(hours=6)
JOINED_BEFORE = timedelta(days=12)
STILL_AWAY = 9
LEAVE_OUT = (("know_already", 9), ("not_for_me", 6))


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """Where the demo's three addresses lead."""

    slug: str
    badge_code: str
    was_there: bool


@dataclass(frozen=True, slots=True)
class DemoGuest:
    """Who the visitor is going to be, and how they come in."""

    name: str
    event_name: str
    entered: Entered


def load_demo(session: Session, *, settings: Settings, now: datetime) -> DemoEvent:
    """Create the demo event with its people and what they have done so far; if it is there, only keep it running."""
    event = session.scalars(select(Event).where(Event.is_demo, Event.slug == evening.SLUG)).one_or_none()
    if event is not None:
        _keep_running(event, now=now)
        return DemoEvent(event.slug, _code_to_scan(session, event, key=settings.badge_key), was_there=True)
    event = _create(session, now=now)
    people = invent_people()
    meetings = invent_meetings(people, attendee=person_called(people, ATTENDEE), apart=person_called(people, BADGE_OWNER))
    attendees = _bring_in(session, event, people, _still_away(people, meetings), now=now)
    _say_interests(session, event, people, attendees)
    ensure_badges(session, event.id, key=settings.badge_key, now=now)
    _meet(session, event, meetings, attendees, settings=settings, now=now)
    _decide(session, event, people, attendees, now=now)
    want_lists(session, event.id)
    session.flush()
    return DemoEvent(event.slug, _code_to_scan(session, event, key=settings.badge_key), was_there=False)


def demo_guest(session: Session, who: str, token: str, *, key: bytes) -> DemoGuest | None:
    """The person as whom somebody with this demo address looks around; None if the address is not one of ours."""
    email = {doors.ORGANISER: evening.ORGANISER_EMAIL, doors.ATTENDEE: _email_of(ATTENDEE)}.get(who)
    if email is None or not doors.is_door_token(key, who, token):
        return None
    person = person_with_address(session, email)
    event = session.scalars(select(Event).where(Event.is_demo, Event.slug == evening.SLUG)).one_or_none()
    if person is None or event is None:
        return None
    if who == doors.ORGANISER:
        return DemoGuest(person.name, event.name, Entered(person.id, "organiser", f"/organise/events/{event.slug}/"))
    return DemoGuest(person.name, event.name, Entered(person.id, "attendee", f"/e/{event.slug}/matches"))


def _email_of(headline: str) -> str:
    people = invent_people()
    return people[person_called(people, headline)].email


def _keep_running(event: Event, *, now: datetime) -> None:
    """An evening that is over would refuse exchanges at once; what people did in it stays."""
    if event.ends_at <= now:
        event.starts_at, event.ends_at = _evening(now)


def _evening(now: datetime) -> tuple[datetime, datetime]:
    starts_at = (now - BEGAN_BEFORE).replace(minute=0, second=0, microsecond=0)
    return starts_at, starts_at + LASTS


def _create(session: Session, *, now: datetime) -> Event:
    add_organiser(session, evening.ORGANISER_EMAIL, name=evening.ORGANISER_NAME, now=now)
    organiser = person_with_address(session, evening.ORGANISER_EMAIL)
    if organiser is None:
        raise LookupError("The organiser that was just added is not there.")
    organiser.confirmed_at = now
    starts_at, ends_at = _evening(now)
    draft = EventDraft(
        name=evening.NAME,
        slug=evening.SLUG,
        place=evening.PLACE,
        time_zone=evening.TIME_ZONE,
        starts_at=starts_at,
        ends_at=ends_at,
        description=evening.DESCRIPTION,
        tags=evening.TAGS,
        join_policy="open",
        sees="full_names",
        exchange_rule="owner_chooses",
        synonyms=evening.SYNONYMS,
    )
    event = create_event(session, organiser.id, draft, now=now - JOINED_BEFORE)
    event.is_demo, event.opened_at = True, event.created_at
    session.flush()
    return event


def _still_away(people: tuple[DemoPerson, ...], meetings: tuple[DemoMeeting, ...]) -> frozenset[int]:
    """A few of those who met nobody have not signed in yet: their answers came with the ticket, and an invitation waits."""
    met = {place for meeting in meetings for place in (meeting.scanner, meeting.owner)}
    shown = {person_called(people, headline) for headline in (ATTENDEE, BADGE_OWNER)}
    return frozenset(sorted(set(range(len(people))) - met - shown)[:STILL_AWAY])


def _bring_in(session: Session, event: Event, people: tuple[DemoPerson, ...], away: frozenset[int], *, now: datetime) -> list[Attendee]:
    """One after the other over some days, as people answer an invitation."""
    joined = [now - JOINED_BEFORE * (len(people) - place) / len(people) for place in range(len(people))]
    persons = [
        Person(email=p.email, email_key=p.email, name=p.name, locale="", created_at=at, confirmed_at=None if place in away else at)
        for place, (p, at) in enumerate(zip(people, joined, strict=True))
    ]
    session.add_all(persons)
    session.flush()
    attendees = [
        _attendee(event, person, invented, at=at, is_away=place in away)
        for place, (invented, person, at) in enumerate(zip(people, persons, joined, strict=True))
    ]
    session.add_all(attendees)
    session.flush()
    return attendees


def _attendee(event: Event, person: Person, invented: DemoPerson, *, at: datetime, is_away: bool) -> Attendee:
    attendee = Attendee(
        event_id=event.id,
        person_id=person.id,
        name=invented.name,
        organisation=invented.organisation,
        headline=invented.headline,
        bio=invented.bio,
        stage=invented.stage,
        languages=list(invented.languages),
        link=f"https://example.org/{invented.email.split('@')[0]}",
        created_at=at,
        updated_at=at,
        invited_at=at,
        interests_saved_at=at,
    )
    if not is_away:
        attendee.first_signed_in_at = attendee.consent_at = at
        attendee.exchange_mode = "share" if invented.shares_at_once else "ask"
        attendee.shared_fields = ["email", "link"]
        attendee.consent_version = EXCHANGE
        attendee.may_be_introduced = not invented.shares_at_once  # who would rather be asked is glad of a host
    return attendee


def _say_interests(session: Session, event: Event, people: tuple[DemoPerson, ...], attendees: list[Attendee]) -> None:
    ids = {
        label: interest_id
        for interest_id, label in session.execute(select(Interest.id, Interest.label).where(Interest.event_id == event.id))
    }
    for invented, attendee in zip(people, attendees, strict=True):
        for kind, wishes in (("talk", invented.talk), ("offer", invented.offer), ("seek", invented.seek)):
            session.add_all(
                AttendeeInterest(
                    event_id=event.id, attendee_id=attendee.id, kind=kind, position=position, text=text, interest_id=ids.get(text)
                )
                for position, text in enumerate((*wishes.tags, *wishes.words))
            )
    session.flush()


def _meet(
    session: Session, event: Event, meetings: tuple[DemoMeeting, ...], attendees: list[Attendee], *, settings: Settings, now: datetime
) -> None:
    """Let people scan each other's badges through the same door as everybody."""
    dice = random.Random(SEED)  # noqa: S311  ids of a play
    for meeting in meetings:
        scanner, owner = attendees[meeting.scanner], attendees[meeting.owner]
        at = now - timedelta(minutes=meeting.minutes_ago)
        code = badge_code(settings.badge_key, event_id=event.id, attendee_id=owner.id, generation=1)
        scan_id = str(uuid.UUID(int=dice.getrandbits(128), version=4))
        exchange = exchange_contacts(session, scanner.person_id, code, scan_id=scan_id, settings=settings, now=at)
        assert exchange.contact_id is not None, "both are at the event, so there is a contact"
        sides = sides_of(session, exchange.contact_id)
        for person_id, note in ((scanner.person_id, meeting.scanners_note), (owner.person_id, meeting.owners_note)):
            sides[person_id].note, sides[person_id].noted_at = note, at if note else None
    session.flush()


def _decide(session: Session, event: Event, people: tuple[DemoPerson, ...], attendees: list[Attendee], *, now: datetime) -> None:
    """A few have said of somebody that they know them, or that it doesn't fit; the lists leave those out."""
    dice = random.Random(SEED)  # noqa: S311  a play, not a secret
    shown = {person_called(people, ATTENDEE), person_called(people, BADGE_OWNER)}
    rest = [attendee for place, attendee in enumerate(attendees) if place not in shown]
    for answer, times in LEAVE_OUT:
        for _ in range(times):
            reader, other = dice.sample(rest, 2)
            session.merge(Decision(event_id=event.id, reader_id=reader.id, other_id=other.id, answer=answer, decided_at=now))
    session.flush()


def _code_to_scan(session: Session, event: Event, *, key: bytes) -> str:
    """The code on the badge that the demo hands out, in its present generation."""
    badges = (
        select(Attendee.id, Badge.generation)
        .join(Person)
        .join(Badge, (Badge.event_id == Attendee.event_id) & (Badge.attendee_id == Attendee.id))
    )
    handed_out = badges.where(Attendee.event_id == event.id, Person.email_key == _email_of(BADGE_OWNER), Badge.revoked_at.is_(None))
    attendee_id, generation = session.execute(handed_out).one()
    return badge_code(key, event_id=event.id, attendee_id=attendee_id, generation=generation)
