"""Two organisers, each with a browser: one invites the other by mail, both save at once, and the event goes through its steps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from matchmaker.store.models.events import Event
from tests.cast import make_event, make_organiser
from tests.journeys.conftest import LAPTOP, PHONE, on_postgresql, on_sqlite
from tests.journeys.looking import PICTURES, findings, sideways
from tests.journeys.test_first_walk import letter_to, sign_in_with_code
from tests.running import RunningService

OpenWindow = Callable[[tuple[int, int]], Page]
pytestmark = pytest.mark.browser


@pytest.fixture
def northlight(service: RunningService) -> str:
    """A draft of Olga's; its pages' address."""
    now = datetime.now(UTC)
    with service.session() as session:
        event: Event = make_event(session, opened_at=None, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=8))
        make_organiser(session, event)
        session.commit()
    return f"{service.url}/organise/events/northlight"


def sign_in(page: Page, service: RunningService, address: str) -> None:
    page.goto(f"{service.url}/organise/sign-in")
    page.get_by_label("Your e-mail address").fill(address)
    sign_in_with_code(page, service, address)


def look_at(page: Page, name: str) -> None:
    """A picture on both devices, and nothing that a machine would find."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for device, (width, height) in {"phone": PHONE, "laptop": LAPTOP}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{name}-{device}-light.png", animations="disabled")
        assert sideways(page) <= 0
    assert findings(page) == []


@pytest.mark.slow
@on_postgresql
def test_somebody_without_an_account_is_invited_joins_and_both_edit_at_once(
    service: RunningService, northlight: str, open_window: OpenWindow
) -> None:
    olga, hugo = open_window(LAPTOP), open_window(LAPTOP)
    sign_in(olga, service, "olga@example.org")
    olga.goto(f"{northlight}/team")
    olga.get_by_label("Their e-mail address").fill("hugo@example.org")
    olga.get_by_role("button", name="Send the invitation").click()
    expect(olga.get_by_text("The invitation is on its way.")).to_be_visible()
    assert "Your role would be: Host." in letter_to(service, "hugo@example.org", "invited to the team").text

    sign_in(hugo, service, "hugo@example.org")
    hugo.get_by_role("link", name="Northlight 26").click()
    hugo.get_by_role("navigation", name="Event").get_by_role("link", name="Settings").click()
    olga.goto(f"{northlight}/settings")
    hugo.get_by_label("Name", exact=True).fill("Hugo’s Northlight")
    hugo.get_by_role("button", name="Save the settings").click()
    expect(hugo.get_by_text("Saved.")).to_be_visible()
    olga.get_by_label("Name", exact=True).fill("Olga’s Northlight")
    olga.get_by_label("Place (if you like)").fill("Olga’s hall")
    olga.get_by_role("button", name="Save the settings").click()

    expect(olga.get_by_role("heading", level=1)).to_have_text("Somebody else saved first")
    name = olga.get_by_role("group", name="Name")
    expect(name).to_contain_text("Changed by hugo@example.org")
    expect(name).to_contain_text("Hugo’s Northlight")
    expect(name).to_contain_text("Olga’s Northlight")
    look_at(olga, "settings-clash")
    name.get_by_label("Take theirs").check()
    olga.get_by_role("button", name="Save it this way").click()
    expect(olga.get_by_label("Name", exact=True)).to_have_value("Hugo’s Northlight")
    expect(olga.get_by_label("Place (if you like)")).to_have_value("Olga’s hall")

    olga.goto(f"{northlight}/team")
    olga.get_by_text("Change hugo@example.org").click()
    olga.get_by_role("button", name="Remove").click()
    assert hugo.goto(f"{northlight}/").status == 404  # type: ignore[union-attr]  # a page that was asked for answers
    olga.get_by_role("button", name="Bring back").click()
    expect(olga.get_by_text("Back on the team, in the role they had.")).to_be_visible()
    assert hugo.goto(f"{northlight}/").status == 200  # type: ignore[union-attr]  # as above
    olga.get_by_role("link", name="Log", exact=True).click()
    expect(olga.get_by_text("brought somebody back to the team: hugo@example.org")).to_be_visible()


@pytest.mark.slow
@on_sqlite
def test_an_event_is_opened_closed_and_opened_again(service: RunningService, northlight: str, open_window: OpenWindow) -> None:
    olga, ada = open_window(LAPTOP), open_window(PHONE)
    sign_in(olga, service, "olga@example.org")
    ada.goto(f"{service.url}/e/northlight/")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Not open yet")

    olga.goto(f"{northlight}/")
    olga.get_by_role("button", name="Open the event").click()
    expect(olga.get_by_text("The event is open.")).to_be_visible()
    ada.reload()
    expect(ada.get_by_label("Your name")).to_be_visible()

    olga.goto(f"{northlight}/letters")
    olga.get_by_role("button", name="Close the event without letters").click()
    ada.reload()
    expect(ada.get_by_role("heading", name="This event is over")).to_be_visible()
    olga.goto(f"{northlight}/")
    olga.get_by_role("button", name="Open it again").click()
    expect(olga.get_by_text("It is open again.")).to_be_visible()
    ada.reload()
    expect(ada.get_by_label("Your name")).to_be_visible()
