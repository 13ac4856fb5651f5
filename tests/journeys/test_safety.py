"""Two phones at the service as it runs, two processes and a worker: what one does for their safety, the other's next page knows."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from tests.cast import give_interests, make_attendee, make_event
from tests.journeys.conftest import PHONE
from tests.running import RunningService
from tests.scanning import sign_in_row

pytestmark = pytest.mark.browser

HOME = "/e/harbour"
LOOKS = 6  # so that both processes have drawn the page, and kept it


@pytest.fixture
def people(service: RunningService) -> tuple[Attendee, Attendee]:
    """Two who fit, with their lists made by the worker."""
    with service.session() as session:
        event = make_event(session, "harbour", is_demo=True)
        found = tuple(make_attendee(session, event, name) for name in ("Ada Lovelace", "Grace Hopper"))
        for one in found:
            give_interests(session, one, talk=["Tides", "Harbours"], offer=["A map"], seek=["A map"])
        event.lists_built_at = datetime.now(UTC)
        want_lists(session, event.id)
        session.commit()
    return found[0], found[1]


@pytest.fixture
def phones(service: RunningService, people: tuple[Attendee, Attendee], open_window: Callable[..., Page]) -> tuple[Page, Page]:
    pages = []
    for one in people:
        with service.session() as session:
            cookie = sign_in_row(session, one.person_id)
            session.commit()
        page = open_window(PHONE)
        page.context.add_cookies([{"name": service.settings.cookie_name, "value": cookie, "url": service.url}])
        pages.append(page)
    return pages[0], pages[1]


def names_seen(service: RunningService, page: Page, path: str = "/matches") -> list[bool]:
    """Whether the other stands on the page, look by look."""
    seen = []
    for _ in range(LOOKS):
        page.goto(f"{service.url}{HOME}{path}")
        seen.append(page.get_by_role("link", name="Lovelace").or_(page.get_by_role("link", name="Hopper")).count() > 0)
    return seen


def wait_for_names(service: RunningService, page: Page) -> None:
    for _ in range(300):
        if names_seen(service, page)[-1]:
            return
        page.wait_for_timeout(250)
    raise AssertionError("The worker made no list.")


def test_a_block_in_one_phone_is_felt_at_the_next_page_of_the_other_and_lifted_with_one_tap(
    service: RunningService, people: tuple[Attendee, Attendee], phones: tuple[Page, Page]
) -> None:
    adas, graces = phones
    for page in phones:
        wait_for_names(service, page)

    adas.locator(".dots > summary").first.click()
    adas.get_by_role("button", name="Block").first.click()
    expect(adas.get_by_role("heading", name="People I blocked")).to_be_visible()
    after = names_seen(service, graces)
    answer = graces.goto(f"{service.url}{HOME}/matches/{people[0].id}")
    mine = names_seen(service, adas)
    adas.goto(f"{service.url}{HOME}/me/safety")
    adas.get_by_role("button", name="Unblock").click()
    expect(adas.get_by_text("Unblocked.")).to_be_visible()

    assert (after, mine) == ([False] * LOOKS, [False] * LOOKS)
    assert answer is not None
    assert answer.status == 404
    for page in phones:
        wait_for_names(service, page)


def test_a_pause_is_felt_at_the_next_page_of_the_other_and_ends_with_one_tap_anywhere(
    service: RunningService, people: tuple[Attendee, Attendee], phones: tuple[Page, Page]
) -> None:
    adas, graces = phones
    for page in phones:
        wait_for_names(service, page)

    graces.goto(f"{service.url}{HOME}/me/safety")
    graces.get_by_role("button", name="Pause me").click()
    expect(graces.get_by_text("Paused. Everything waits until you come back.")).to_be_visible()
    away = names_seen(service, adas)
    graces.goto(f"{service.url}{HOME}/matches")
    strip = graces.get_by_text("You are paused.")
    expect(strip).to_be_visible()
    graces.get_by_role("button", name="Come back").click()
    expect(graces.get_by_text("Welcome back.")).to_be_visible()

    assert away == [False] * LOOKS
    wait_for_names(service, adas)


def test_somebody_is_found_by_name_and_reported(
    service: RunningService, people: tuple[Attendee, Attendee], phones: tuple[Page, Page]
) -> None:
    adas, graces = phones
    graces.goto(f"{service.url}{HOME}/me/safety")
    graces.get_by_role("region", name="Let others find me by name").get_by_role("button", name="Turn on").click()

    adas.goto(f"{service.url}{HOME}/people")
    adas.get_by_label("Name").fill("grac")
    adas.get_by_role("button", name="Search").click()
    adas.get_by_role("link", name="Grace Hopper").click()
    adas.get_by_text("Not comfortable with Grace?").click()
    adas.get_by_role("link", name="Report to the organisers").click()
    adas.get_by_label("Does not leave me or others alone").check()
    adas.get_by_role("button", name="Send the report").click()

    expect(adas.get_by_text("Your report has arrived.")).to_be_visible()
