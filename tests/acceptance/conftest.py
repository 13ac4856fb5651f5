"""What the acceptance checks share: two events, and everybody who may stand at a door."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from tests import databases
from tests.browsers import Phone
from tests.cast import NOW, make_attendee, make_event
from tests.conftest import leave_out
from tests.running import RunningService, running_service
from tests.scanning import Worn, sign_in_row, wear_badge
from tests.two_events import TwoEvents, make_two_events

WORKERS = ("--workers", "4", "--threads", "4")


@pytest.fixture
def world(session, settings) -> TwoEvents:
    return make_two_events(session, settings)


@pytest.fixture
def visitors(world, app, settings, session) -> dict[str, Phone]:
    def signed_in(person_id: int, purpose: str) -> Phone:
        return Phone(app, settings).sign_in(session, person_id, purpose=purpose, now=NOW)

    def paired(slug: str) -> Phone:
        phone = Phone(app, settings)
        phone.client.set_cookie(settings.desk_cookie_name, f"{slug} desk", domain="localhost")
        return phone

    return {
        "paired desk": paired("northlight"),
        "other event's desk": paired("southlight"),
        "anonymous": Phone(app, settings),
        "attendee": signed_in(world.here.ada.person_id, "attendee"),
        "other event's attendee": signed_in(world.there.ada.person_id, "attendee"),
        "other event's organiser": signed_in(world.there.organiser.id, "organiser"),
        "desk": signed_in(world.desk.id, "organiser"),
        "team": signed_in(world.here.organiser.id, "organiser"),
        "team as attendee": signed_in(world.here.organiser.id, "attendee"),
    }


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """The whole service with four workers, as it really runs; its rows stay, so each test makes an event of its own."""
    folder = tmp_path_factory.mktemp(f"races-{request.param}")
    if request.param == "sqlite":
        with running_service(f"sqlite:///{folder / 'matchmaker.db'}", folder, worker=False, serve=WORKERS) as service:
            yield service
        return
    if not databases.postgres_answers():
        leave_out(databases.HOW_TO_GET_IT)
    with (
        databases.postgres_database(f"matchmaker_races_{os.getpid()}", tables=False) as url,
        running_service(url, folder, worker=False, serve=WORKERS) as service,
    ):
        yield service


@dataclass(frozen=True)
class Guest:
    """Somebody with a badge and a signed-in browser."""

    attendee: Attendee
    worn: Worn
    cookie: str


@pytest.fixture(scope="session")
def hall(service: RunningService) -> Callable[[int], list[Guest]]:
    """More guests of one demo event, each call new ones; the event is everybody's who asks the running service."""
    with service.session() as session:
        event = make_event(session, "races", is_demo=True)
        session.commit()
        event_id = event.id
    seen = iter(range(10_000))

    def more(count: int) -> list[Guest]:
        with service.session() as session:
            event = session.get_one(Event, event_id)
            guests = []
            for number in (next(seen) for _ in range(count)):
                attendee = make_attendee(session, event, f"Guest{number} Canary")
                worn = wear_badge(session, attendee, service.settings.badge_key)
                guests.append(Guest(attendee, worn, sign_in_row(session, attendee.person_id)))
            session.commit()
        return guests

    return more
