"""Two events side by side, with something of every kind in each; what belongs to people bears a canary."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.domain.badges.seal import NONCE_BYTES, seal
from matchmaker.domain.demo.doors import ORGANISER, door_token
from matchmaker.domain.signin.secrets import invitation_token
from matchmaker.services.unsubscribe import unsubscribe_token
from matchmaker.services.uploads import stage_upload, take_file
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import BadgeSheet
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.events import Event, EventRole, Interest
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from tests.cast import NOW, give_interests, make_attendee, make_event, make_interest, make_organiser, make_person
from tests.scanning import Worn, wear_badge

CANARY = "canary-q9Zt4"


@dataclass(frozen=True)
class Side:
    """One event: its organiser, two who met, a third, and a row of everything that has a number in an address."""

    event: Event
    organiser: Person
    ada: Attendee
    grace: Attendee
    linus: Attendee
    badge: Worn
    tag: Interest
    numbers: dict[str, int]
    invitation: str


@dataclass(frozen=True)
class TwoEvents:
    here: Side
    there: Side
    desk: Person
    settings: Settings

    def fill(self, side: Side) -> dict[str, Callable[[], object]]:
        """What stands for each <name> in a route. A route with another name fails the walk: add it here."""
        key = self.settings.mail_key
        return {
            "slug": lambda: side.event.slug,
            "code": lambda: side.badge.code,
            "token": lambda: unsubscribe_token(key, side.ada.person_id),
            "kind": lambda: "met",
            "who": lambda: ORGANISER,
            **{name: (lambda number=number: number) for name, number in side.numbers.items()},  # type: ignore[misc]
        }

    def demo_token(self) -> str:
        return door_token(self.settings.signin_key, ORGANISER)


def make_two_events(session: Session, settings: Settings) -> TwoEvents:
    here, there = _make_side(session, settings, "northlight", "here"), _make_side(session, settings, "southlight", "there")
    desk = make_person(session, "Dora Desk")
    session.add(EventRole(event_id=here.event.id, person_id=desk.id, role="desk", created_at=NOW))
    session.commit()
    session.expunge_all()  # their ids stay readable while the app works; a refresh would take SQLite's one write lock
    return TwoEvents(here, there, desk, settings)


def _make_side(session: Session, settings: Settings, slug: str, word: str) -> Side:
    event = make_event(session, slug)
    organiser = make_organiser(session, event, f"{word}-olga Organiser")
    ada, grace, linus = (_make_attendee(session, event, f"{word}-{name}") for name in ("ada", "grace", "linus"))
    badge = wear_badge(session, grace, settings.badge_key)
    for other in (ada, linus):
        wear_badge(session, other, settings.badge_key)
    place = {"rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": []}
    session.add(Recommendation(event_id=event.id, reader_id=ada.id, other_id=grace.id, **place))
    invited = make_person(session, f"{word}-nia", confirmed=False)
    nia = make_attendee(session, event, f"{CANARY} Nia", invited, invited_at=NOW, first_signed_in_at=None)
    sheet = seal(settings.badge_key, b"%PDF-1.4", nonce=event.slug.ljust(NONCE_BYTES).encode())
    numbers = {
        "other_id": grace.id,
        "contact_id": _make_contact(session, event, ada, grace),
        "upload_id": _stage(session, event, organiser),
        "sheet_id": _add(session, BadgeSheet(event_id=event.id, asked_by=organiser.id, asked_at=NOW, made_at=NOW, content=sheet)),
        "letter_id": _make_letter(session, event, ada),
    }
    ids = {"event_id": event.id, "attendee_id": nia.id, "person_id": nia.person_id}
    invitation = invitation_token(settings.signin_key, **ids)
    return Side(event, organiser, ada, grace, linus, badge, make_interest(session, event, f"{CANARY} tag"), numbers, invitation)


def _make_attendee(session: Session, event: Event, name: str) -> Attendee:
    values = {"organisation": f"{CANARY} org", "headline": f"{CANARY} headline", "bio": f"{CANARY} bio", "phone": "+441234567"}
    attendee = make_attendee(session, event, f"{name} {CANARY}", make_person(session, name, f"{name}@example.org"), **values)
    give_interests(session, attendee, talk=[f"{CANARY} talk"], seek=[f"{CANARY} seek"])
    return attendee


def _make_contact(session: Session, event: Event, one: Attendee, other: Attendee) -> int:
    low, high = sorted((one.person_id, other.person_id))
    contact = Contact(
        event_id=event.id, low_person_id=low, high_person_id=high, state="exchanged", asked_by=low, created_at=NOW, exchanged_at=NOW
    )
    contact_id = _add(session, contact)
    for person_id in (low, high):
        session.add(ContactSide(contact_id=contact_id, person_id=person_id, shared_fields=["email"], shared_at=NOW, note=f"{CANARY} note"))
    session.flush()
    return contact_id


def _stage(session: Session, event: Event, organiser: Person) -> int:
    file = take_file(f"{CANARY}.csv", f"name,email\n{CANARY} Row,row@{event.slug}.example\n".encode(), megabytes=10)
    return stage_upload(session, event.id, file, uploaded_by=organiser.id, now=NOW)


def _make_letter(session: Session, event: Event, to: Attendee) -> int:
    address = f"{CANARY}@example.org"
    letter = OutboxLetter(
        event_id=event.id,
        campaign="close",
        kind="met",
        recipient=address,
        address=address,
        person_id=to.person_id,
        state="uncertain",
        next_try_at=NOW,
        created_at=NOW,
        server_said=f"{CANARY} said",
    )
    return _add(session, letter)


def _add(session: Session, row: BadgeSheet | Contact | OutboxLetter) -> int:
    session.add(row)
    session.flush()
    return row.id
