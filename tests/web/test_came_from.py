"""A press that is refused leads back to the page it was made on, and to no other place."""

from collections.abc import Callable

import pytest

from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.browsers import Phone

TEAM = "/organise/events/northlight/team"
GONE = f"{TEAM}/invitations/7/withdraw"


@pytest.fixture
def laptop(event: Event, organiser: Person, laptop_of: Callable[[Person], Phone]) -> Phone:
    return laptop_of(organiser)


def way_back(laptop: Phone, referrer: str) -> bool:
    return ">Back</a>" in laptop.post(GONE, headers={"Referer": referrer}).text


def test_a_refused_press_leads_back_to_its_page(laptop: Phone) -> None:
    page = laptop.post(GONE, headers={"Referer": f"http://localhost{TEAM}?said=invited"})

    assert page.status_code == 404
    assert f'href="{TEAM}">Back</a>' in page.text


@pytest.mark.parametrize(
    "referrer",
    ["", f"http://evil.example{TEAM}", "http://localhost//evil.example/", f"http://localhost{GONE}", "http://localhost/nothing/here"],
)
def test_no_way_back_to_another_place_or_to_a_page_that_only_takes_forms(laptop: Phone, referrer: str) -> None:
    assert not way_back(laptop, referrer)
