"""The front door and the page of all parts."""

from collections.abc import Callable

import pytest

from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.web.home import event_slug
from tests.browsers import Phone, text_of


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("northlight-26", "northlight-26"),
        ("Northlight-26", "northlight-26"),
        ("https://meet.example/e/northlight-26/", "northlight-26"),
        ("meet.example/e/northlight-26?said=saved#top", "northlight-26"),
        ("/e/northlight-26", "northlight-26"),
        ("https://meet.example/e/northlight-26/matches", "northlight-26"),
        ("localhost:8000/e/northlight-26", "northlight-26"),
        ("", ""),
        ("//evil.example", ""),
        ("northlight 26", ""),
        ("\\evil", ""),
        ("ѕame-look", ""),
        ("https://[", ""),
    ],
)
def test_an_address_is_found_in_what_people_paste(typed: str, slug: str) -> None:
    assert event_slug(typed) == slug


def test_a_typed_address_leads_to_its_event(stranger: Phone) -> None:
    answer = stranger.get("/?event=Northlight-26")

    assert (answer.status_code, answer.location) == (303, "/e/northlight-26/")


def test_what_is_no_address_is_explained_and_kept(stranger: Phone) -> None:
    answer = stranger.get("/", query_string={"event": "<b>north light"})

    assert answer.status_code == 200
    assert "“<b>north light” is not an event’s address" in text_of(answer)
    assert 'value="&lt;b&gt;north light"' in answer.text


def test_the_front_door_leaves_no_cookie_and_asks_no_database(stranger: Phone, statements: list[str]) -> None:
    answer = stranger.get("/")

    assert answer.status_code == 200
    assert (answer.headers.getlist("Set-Cookie"), statements) == ([], [])


def test_who_is_signed_in_as_a_guest_is_led_to_the_organisers_sign_in(ada: Attendee, phone_of: Callable[[Attendee], Phone]) -> None:
    page = phone_of(ada).get("/").text

    assert 'href="/organise/sign-in"' in page
    assert 'href="/organise/"' not in page


def test_all_parts_stand_in_both_themes(stranger: Phone) -> None:
    page = stranger.get("/_design").text

    light, dark = page.split('data-theme="dark"')
    for part in (
        "btn--first",
        "field--fault",
        "summary",
        "chip",
        "word--warn",
        "av--8",
        "join--get",
        "join--give",
        "join--alike",
        "half--wait",
    ):
        assert part in light, part
        assert part in dark, part
    for part in (
        "card--asks",
        "opener",
        "toast",
        "note--bad",
        "strip--wait",
        "progress",
        "live",
        "sum",
        "steps",
        "todo",
        "table",
        "empty",
        "bar",
    ):
        assert part in light, part
        assert part in dark, part


def test_the_page_of_parts_is_closed_outside_the_demo(stranger: Phone, settings: Settings) -> None:
    object.__setattr__(settings, "demo", False)

    assert stranger.get("/_design").status_code == 404
