"""An event of any size for the benches: invented people, interests, sessions, badges, stored lists; written in bulk."""

import random
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import badge_code
from matchmaker.services.badges import ensure_badges
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event, EventRole, Interest
from matchmaker.store.models.people import OrganiserAccount, Person
from matchmaker.store.models.signin import SessionRow
from matchmaker.web.visits import hash_id

WORDS = (
    "open records",
    "old maps",
    "small budgets",
    "flood defence",
    "choirs",
    "hospital data",
    "bicycle lanes",
    "grant texts",
    "robots",
    "tea",
)


@dataclass(frozen=True)
class Guest:
    attendee_id: int
    person_id: int
    session_id: str
    code: str


@dataclass(frozen=True)
class Crowd:
    event_id: int
    slug: str
    guests: tuple[Guest, ...]
    organiser_session: str


def invite_crowd(engine: Engine, settings: Settings, *, people: int, slug: str = "bench", tags: int = 40) -> Crowd:
    """A running event with so many signed-in attendees who share at once; lists are wanted, not built."""
    dice, now = random.Random(7), datetime.now(UTC)
    with Session(engine) as session:
        event = Event(
            slug=slug,
            name="Bench",
            time_zone="UTC",
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(days=1),
            created_at=now,
            opened_at=now,
            lists_wanted=1,
        )
        session.add(event)
        session.flush()
        session.execute(
            insert(Interest), [{"event_id": event.id, "label": f"Topic {n}", "key": f"topic {n}", "position": n} for n in range(tags)]
        )
        tag_ids = list(session.scalars(select(Interest.id).where(Interest.event_id == event.id).order_by(Interest.id)))
        sessions = [_add_person(session, f"{slug}-{n}", now) for n in range(people)]
        person_ids = [person_id for person_id, _ in sessions]
        session.execute(insert(Attendee), [_attendee(event.id, person_id, n, dice, now) for n, person_id in enumerate(person_ids)])
        rows = session.execute(select(Attendee.id, Attendee.person_id).where(Attendee.event_id == event.id).order_by(Attendee.id)).all()
        session.execute(
            insert(AttendeeInterest), [row for attendee_id, _ in rows for row in _interests(event.id, attendee_id, tag_ids, dice)]
        )
        ensure_badges(session, event.id, key=settings.badge_key, now=now)
        organiser_id, organiser_session = _add_person(session, f"{slug}-organiser", now, purpose="organiser")
        session.add_all(
            [
                OrganiserAccount(person_id=organiser_id, created_at=now),
                EventRole(event_id=event.id, person_id=organiser_id, role="owner", created_at=now),
            ]
        )
        session.commit()
        by_person = dict(sessions)
        guests = tuple(
            Guest(
                attendee_id,
                person_id,
                by_person[person_id],
                badge_code(settings.badge_key, event_id=event.id, attendee_id=attendee_id, generation=1),
            )
            for attendee_id, person_id in rows
        )
        return Crowd(event.id, slug, guests, organiser_session)


def _add_person(session: Session, name: str, now: datetime, purpose: str = "attendee") -> tuple[int, str]:
    person = Person(email=f"{name}@example.org", email_key=f"{name}@example.org", name=name, locale="", created_at=now, confirmed_at=now)
    session.add(person)
    session.flush()
    session_id = secrets.token_urlsafe(32)
    session.add(
        SessionRow(
            id_hash=hash_id(session_id),
            person_id=person.id,
            purpose=purpose,
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(days=1),
        )
    )
    return person.id, session_id


def _attendee(event_id: int, person_id: int, number: int, dice: random.Random, now: datetime) -> dict[str, object]:
    return {
        "event_id": event_id,
        "person_id": person_id,
        "name": f"Person {number} Bench",
        "organisation": f"House {number}",
        "headline": f"Works on {dice.choice(WORDS)}",
        "bio": f"{dice.choice(WORDS)} and {dice.choice(WORDS)} for {dice.choice(WORDS)}.",
        "languages": ["en"],
        "exchange_mode": "share",
        "shared_fields": ["email"],
        "created_at": now,
        "updated_at": now,
        "first_signed_in_at": now,
        "interests_saved_at": now,
        "lists_wanted": 1,
    }


def _interests(event_id: int, attendee_id: int, tag_ids: list[int], dice: random.Random) -> list[dict[str, object]]:
    chosen = [("talk", n) for n in dice.sample(range(len(tag_ids)), 4)] + [
        ("offer", dice.randrange(len(tag_ids))),
        ("seek", dice.randrange(len(tag_ids))),
    ]
    return [
        {
            "event_id": event_id,
            "attendee_id": attendee_id,
            "kind": kind,
            "position": place,
            "text": f"Topic {n}",
            "interest_id": tag_ids[n],
        }
        for place, (kind, n) in enumerate(chosen)
    ]
