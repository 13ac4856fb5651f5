"""Ada, Grace, Linus and the organiser; factories without surprises."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event, EventRole, Interest, InterestSynonym
from matchmaker.store.models.people import OrganiserAccount, Person

NOW = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)


def make_person(session: Session, name: str, email: str | None = None, *, confirmed: bool = True) -> Person:
    address = email or f"{name.split(maxsplit=1)[0].casefold()}@example.org"
    person = Person(
        email=address, email_key=address.casefold(), name=name, locale="", created_at=NOW, confirmed_at=NOW if confirmed else None
    )
    session.add(person)
    session.flush()
    return person


def make_organiser(session: Session, event: Event | None = None, name: str = "Olga Organiser", *, role: str = "owner") -> Person:
    person = make_person(session, name)
    session.add(OrganiserAccount(person_id=person.id, created_at=NOW))
    if event is not None:
        session.add(EventRole(event_id=event.id, person_id=person.id, role=role, created_at=NOW))
    session.flush()
    return person


def make_event(session: Session, slug: str = "northlight", **changes: object) -> Event:
    """An event that runs from an hour before NOW until eight hours after."""
    values: dict[str, object] = {
        "slug": slug,
        "name": "Northlight 26",
        "place": "Saltmarsh Hall",
        "time_zone": "Europe/London",
        "starts_at": NOW - timedelta(hours=1),
        "ends_at": NOW + timedelta(hours=8),
        "created_at": NOW - timedelta(days=30),
        "opened_at": NOW - timedelta(days=30),
    }
    event = Event(**{**values, **changes})
    session.add(event)
    session.flush()
    return event


def make_interest(session: Session, event: Event, label: str, synonyms: tuple[str, ...] = ()) -> Interest:
    interest = Interest(event_id=event.id, label=label, key=label.casefold())
    session.add(interest)
    session.flush()
    session.add_all(InterestSynonym(event_id=event.id, key=word.casefold(), label=word, interest_id=interest.id) for word in synonyms)
    session.flush()
    return interest


def make_attendee(session: Session, event: Event, name: str, person: Person | None = None, **changes: object) -> Attendee:
    """A registered attendee who has signed in, shares at once, and has not filled any interest."""
    values: dict[str, object] = {
        "event_id": event.id,
        "person_id": (person or make_person(session, name)).id,
        "name": name,
        "exchange_mode": "share",
        "shared_fields": ["email"],
        "languages": ["en"],
        "created_at": NOW,
        "updated_at": NOW,
        "first_signed_in_at": NOW,
    }
    attendee = Attendee(**{**values, **changes})
    session.add(attendee)
    session.flush()
    return attendee


def give_interests(session: Session, attendee: Attendee, **texts_by_kind: list[str]) -> None:
    """`give_interests(session, ada, talk=["Rust"], seek=["A first funder"])`; also marks the interests as saved."""
    for kind, texts in texts_by_kind.items():
        session.add_all(
            AttendeeInterest(event_id=attendee.event_id, attendee_id=attendee.id, kind=kind, position=position, text=text)
            for position, text in enumerate(texts)
        )
    attendee.interests_saved_at = NOW
    session.flush()
