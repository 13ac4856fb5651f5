"""What the acceptance checks share: two events, and everybody who may stand at a door."""

import pytest

from tests.browsers import Phone
from tests.cast import NOW
from tests.two_events import TwoEvents, make_two_events


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
