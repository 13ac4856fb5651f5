"""The demo event in the store, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import hash_code
from matchmaker.domain.demo import doors
from matchmaker.domain.demo.event import ORGANISER_EMAIL, SLUG, TAGS
from matchmaker.domain.demo.meetings import MEETINGS
from matchmaker.domain.demo.people import ATTENDEE, BADGE_OWNER
from matchmaker.services.demo import demo_guest, load_demo
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.events import Event, EventRole, Interest
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.people import Person
from tests.cast import NOW

TABLES = (Attendee, AttendeeInterest, Badge, Contact, ContactSide, Decision, Event, EventRole, Interest, Person, Scan)


@pytest.fixture
def demo(session: Session, settings: Settings) -> Event:
    load_demo(session, settings=settings, now=NOW)
    session.commit()
    return session.scalars(select(Event)).one()


def rows(session: Session) -> dict[str, int]:
    return {model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0 for model in TABLES}


def test_the_whole_evening_is_there(session: Session, demo: Event) -> None:
    there = rows(session)

    assert (there["attendee"], there["badge"], there["interest"], there["event_role"]) == (120, 120, len(TAGS), 1)
    assert (there["contact"], there["scan"], there["contact_side"]) == (MEETINGS, MEETINGS, 2 * MEETINGS)
    assert there["attendee_interest"] > 120 * 5
    assert there["decision"] == 15
    assert demo.lists_wanted > demo.lists_built


def test_tags_are_tags_and_own_words_are_own_words(session: Session, demo: Event) -> None:
    tagged = select(AttendeeInterest.text, Interest.label).join(
        Interest, (Interest.id == AttendeeInterest.interest_id) & (Interest.event_id == AttendeeInterest.event_id)
    )
    own = select(AttendeeInterest.text).where(AttendeeInterest.interest_id.is_(None))

    assert [pair for pair in session.execute(tagged) if pair[0] != pair[1]] == []
    assert [words for words in session.scalars(own) if words in TAGS] == []


def test_the_second_start_adds_nothing_and_hands_out_the_same_badge(session: Session, settings: Settings) -> None:
    first = load_demo(session, settings=settings, now=NOW)
    before = rows(session)

    second = load_demo(session, settings=settings, now=NOW + timedelta(hours=1))

    assert (first.was_there, second.was_there) == (False, True)
    assert second.badge_code == first.badge_code
    assert rows(session) == before


def test_the_badge_handed_out_belongs_to_somebody_who_shares_at_once(session: Session, settings: Settings) -> None:
    demo = load_demo(session, settings=settings, now=NOW)

    badge = session.scalars(select(Badge).where(Badge.token_hash == hash_code(demo.badge_code))).one()
    owner = session.scalars(select(Attendee).where(Attendee.id == badge.attendee_id)).one()
    assert (owner.headline, owner.exchange_mode) == (BADGE_OWNER, "share")


def test_the_evening_runs_now_and_again_a_week_later(session: Session, settings: Settings, demo: Event) -> None:
    assert demo.starts_at <= NOW < demo.ends_at
    later = NOW + timedelta(days=7)

    load_demo(session, settings=settings, now=later)

    assert demo.starts_at <= later < demo.ends_at


def test_an_evening_that_still_runs_keeps_its_hours(session: Session, settings: Settings, demo: Event) -> None:
    hours = (demo.starts_at, demo.ends_at)

    load_demo(session, settings=settings, now=NOW + timedelta(hours=1))

    assert (demo.starts_at, demo.ends_at) == hours


def test_everybody_who_met_has_a_way_to_write(session: Session, demo: Event) -> None:
    exchanged = session.scalars(select(Contact).where(Contact.state == "exchanged")).all()
    shared = session.scalars(
        select(ContactSide.shared_fields).join(Contact, Contact.id == ContactSide.contact_id).where(Contact.state == "exchanged")
    ).all()

    assert len(exchanged) > MEETINGS / 2
    assert [fields for fields in shared if "email" not in fields] == []


def test_the_attendee_shown_has_two_contacts_and_notes_on_them(session: Session, demo: Event) -> None:
    shown = session.scalars(select(Attendee).where(Attendee.headline == ATTENDEE)).one()

    sides = session.scalars(select(ContactSide).where(ContactSide.person_id == shown.person_id)).all()

    assert len(sides) == 2
    assert any(side.note for side in sides)


@pytest.mark.parametrize(
    ("who", "purpose", "way_on"),
    [(doors.ORGANISER, "organiser", f"/organise/events/{SLUG}/"), (doors.ATTENDEE, "attendee", f"/e/{SLUG}/matches")],
)
def test_a_demo_address_lets_its_person_in(session: Session, settings: Settings, demo: Event, who: str, purpose: str, way_on: str) -> None:
    guest = demo_guest(session, who, doors.door_token(settings.signin_key, who), key=settings.signin_key)

    assert guest is not None
    person = session.scalars(select(Person).where(Person.id == guest.entered.person_id)).one()
    assert (guest.entered.purpose, guest.entered.next_path, guest.name) == (purpose, way_on, person.name)
    assert (person.email == ORGANISER_EMAIL) is (who == doors.ORGANISER)


def test_a_demo_address_of_somebody_else_lets_nobody_in(session: Session, settings: Settings, demo: Event) -> None:
    key = settings.signin_key
    assert demo_guest(session, doors.ORGANISER, doors.door_token(key, doors.ORGANISER), key=key) is not None

    assert demo_guest(session, doors.ORGANISER, doors.door_token(key, doors.ATTENDEE), key=key) is None
    assert demo_guest(session, doors.ORGANISER, doors.door_token(b"another" * 5, doors.ORGANISER), key=key) is None
    assert demo_guest(session, "owner", doors.door_token(key, "owner"), key=key) is None


def test_without_the_demo_event_its_addresses_lead_nowhere(session: Session, settings: Settings) -> None:
    key = settings.signin_key

    assert demo_guest(session, doors.ATTENDEE, doors.door_token(key, doors.ATTENDEE), key=key) is None
