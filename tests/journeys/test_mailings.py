"""An organiser writes to everybody: from the library, in two languages, to herself first, undone once, then on its minute, by real SMTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from matchmaker.mail.postbox import newest_letters
from matchmaker.store.models.people import Person
from tests.cast import make_attendee, make_event, make_organiser
from tests.journeys.conftest import LAPTOP, on_postgresql
from tests.journeys.test_first_walk import letter_to, reload_until
from tests.journeys.test_organisers import look_at, sign_in
from tests.running import RunningService

OpenWindow = Callable[[tuple[int, int]], Page]
ZONE = ZoneInfo("America/New_York")
pytestmark = pytest.mark.browser


@pytest.fixture
def northlight(service: RunningService) -> str:
    """An event of Olga's with Ada, who reads English, and Greta, who reads German."""
    now = datetime.now(UTC)
    with service.session() as session:
        event = make_event(session, time_zone=ZONE.key, starts_at=now + timedelta(hours=20), ends_at=now + timedelta(hours=28))
        make_organiser(session, event)
        make_attendee(session, event, "Ada Lovelace")
        greta = make_attendee(session, event, "Greta Grün")
        session.get_one(Person, greta.person_id).locale = "de"
        session.commit()
    return f"{service.url}/organise/events/northlight"


def subjects(service: RunningService) -> list[str]:
    assert service.settings.post_dir is not None
    return [letter.subject for letter in newest_letters(service.settings.post_dir) if letter.recipient != "olga@example.org"]


@pytest.mark.slow
@on_postgresql
def test_a_letter_from_the_library_to_its_readers_in_their_languages(
    service: RunningService, northlight: str, open_window: OpenWindow
) -> None:
    olga = open_window(LAPTOP)
    sign_in(olga, service, "olga@example.org")
    olga.goto(f"{northlight}/letters")
    olga.get_by_role("button", name="Open “Tomorrow”").click()
    expect(olga.get_by_label("Subject")).to_have_value("Tomorrow: {{event}}")
    olga.wait_for_load_state()  # with the script that looks at what is typed

    # A slot that is none is said while it is typed, and refused when it is saved; nothing typed is lost.
    olga.get_by_label("Subject").fill("Tomorrow, {{first_name}}")
    olga.get_by_label("Letter", exact=True).fill("Hello {{first_nam}},\n\n{{event_facts}}\n\nMore: https://northlight.example/way")
    expect(olga.get_by_text("Line 1: this can’t be filled in: {{first_nam}}")).to_be_visible()
    olga.get_by_role("button", name="Save", exact=True).click()
    expect(olga.get_by_role("alert")).to_contain_text("Line 1: this can’t be filled in: {{first_nam}}")
    olga.get_by_label("Letter", exact=True).fill("Hello {{first_name}},\n\n{{event_facts}}\n\nMore: https://northlight.example/way")
    olga.get_by_label("Another language").select_option("de")
    olga.get_by_role("button", name="Add this language").click()
    expect(olga.get_by_role("button", name="Drop the version in Deutsch")).to_be_visible()
    olga.get_by_label("Subject").fill("Morgen, {{first_name}}")
    look_at(olga, "journey-mailing-edit")
    olga.get_by_role("button", name="Save and look at it").click()

    expect(olga.get_by_text("2 people")).to_be_visible()
    expect(olga.get_by_text("As Ada Lovelace would read it.")).to_be_visible()
    expect(olga.frame_locator("iframe.letter").get_by_text("Hello Ada,")).to_be_visible()
    olga.get_by_label("Look through the eyes of").fill("grün")
    olga.get_by_role("button", name="Find a reader").click()
    olga.get_by_role("link", name="Greta Grün").click()
    expect(olga.get_by_text("Morgen, Greta", exact=True)).to_be_visible()
    look_at(olga, "journey-mailing")

    olga.get_by_role("button", name="Send this to me as a test").click()
    test = letter_to(service, "olga@example.org", "[Test] Morgen, Olga")
    assert ("Reply-To", "Olga Organiser <olga@example.org>") in test.headers

    olga.get_by_role("button", name="Send it now").click()
    olga.get_by_role("button", name="Undo: take all letters back").click()
    expect(olga.get_by_text("Letters taken back before they left: 2.")).to_be_visible()

    # Not so soon that the minute comes before the press on a slow machine
    soon = (datetime.now(ZONE) + timedelta(seconds=90)).replace(second=0, microsecond=0)
    olga.get_by_label("Or at a day and time there").fill(f"{soon:%Y-%m-%dT%H:%M}")
    olga.get_by_role("button", name="Schedule it").click()
    expect(olga.get_by_text("It goes out by itself")).to_be_visible()
    assert subjects(service) == []
    to_greta = letter_to(service, "greta@example.org", "Morgen, Greta", seconds=240)
    to_ada = letter_to(service, "ada@example.org", "Tomorrow, Ada")

    assert datetime.now(ZONE) >= soon
    assert len(subjects(service)) == 2
    assert 'href="https://northlight.example/way"' in to_ada.html
    assert ("Content-Language", "de") in to_greta.headers
    assert ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") in to_ada.headers
    reload_until(olga, olga.get_by_role("row").filter(has_text="Greta Grün"), "Sent")
    look_at(olga, "journey-mailing-sent")
