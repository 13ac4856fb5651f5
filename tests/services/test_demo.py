"""The demo event in the store, on both engines."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import hash_code
from matchmaker.domain.demo import doors
from matchmaker.domain.demo.event import ORGANISER_EMAIL, SLUG, TAGS
from matchmaker.domain.demo.meetings import MEETINGS, MEETINGS_OF_ATTENDEE
from matchmaker.domain.demo.people import ATTENDEE, BADGE_OWNER
from matchmaker.services.demo import demo_guest, load_demo
from matchmaker.settings import Settings, load_settings, write_missing_keys
from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.events import Event, EventRole, Interest
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.people import Person
from tests import databases
from tests.cast import NOW
from tests.conftest import ENGINES, leave_out

TABLES = (Attendee, AttendeeInterest, Badge, Contact, ContactSide, Decision, Event, EventRole, Interest, Person, Scan)


@pytest.fixture(scope="module", params=ENGINES)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Engine]]:
    """The demo in a database of its own on each engine, loaded once: most tests here only look at it."""
    folder = tmp_path_factory.mktemp(f"demo-{request.param}")
    write_missing_keys(folder)
    with database_on(request.param, folder) as url:
        settings = load_settings(data_dir=folder, database_url=url, demo=True)
        engine = make_engine(url)
        with Session(engine) as session:
            load_demo(session, settings=settings, now=NOW)
            session.commit()
        yield settings, engine
        engine.dispose()


@contextmanager
def database_on(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{databases.sqlite_template(folder)}"
        return
    if not databases.postgres_answers():
        leave_out(databases.HOW_TO_GET_IT)
    with databases.postgres_database(f"matchmaker_demo_{os.getpid()}") as url:
        yield url


@pytest.fixture
def settings(loaded: tuple[Settings, Engine]) -> Settings:
    return loaded[0]


@pytest.fixture
def session(loaded: tuple[Settings, Engine]) -> Iterator[Session]:
    """Whatever a test changes is rolled back."""
    with Session(loaded[1], expire_on_commit=False) as session:
        yield session
        session.rollback()


@pytest.fixture
def demo(session: Session) -> Event:
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


def test_the_next_start_adds_nothing_and_hands_out_the_same_badge(session: Session, settings: Settings) -> None:
    before = rows(session)

    second = load_demo(session, settings=settings, now=NOW + timedelta(hours=1))
    third = load_demo(session, settings=settings, now=NOW + timedelta(hours=2))

    assert (second.was_there, third.was_there) == (True, True)
    assert second.badge_code == third.badge_code
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


def test_the_attendee_shown_has_contacts_and_notes_on_them(session: Session, demo: Event) -> None:
    shown = session.scalars(select(Attendee).where(Attendee.headline == ATTENDEE)).one()

    sides = session.scalars(select(ContactSide).where(ContactSide.person_id == shown.person_id)).all()

    assert len(sides) == MEETINGS_OF_ATTENDEE
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


def test_without_the_demo_event_its_addresses_lead_nowhere(session: Session, settings: Settings, demo: Event) -> None:
    key = settings.signin_key
    demo.is_demo = False

    assert demo_guest(session, doors.ATTENDEE, doors.door_token(key, doors.ATTENDEE), key=key) is None


def test_a_few_were_invited_and_have_not_signed_in_yet(session: Session, demo: Event) -> None:
    away = session.scalars(select(Attendee).where(Attendee.first_signed_in_at.is_(None))).all()
    met = set(session.scalars(select(ContactSide.person_id)))

    assert len(away) == 9
    assert [attendee.name for attendee in away if attendee.person_id in met or attendee.consent_at or not attendee.invited_at] == []
