"""Who is in, as the organiser sees it on Today and in the roster, and how check-in is switched on."""

import re

import pytest

from tests.browsers import text_of
from tests.cast import NOW, make_organiser
from tests.scanning import wear_badge

DESK = "/organise/events/northlight"


@pytest.fixture
def three(ada, grace, linus, event) -> None:
    event.check_in_on = True
    ada.checked_in_at = grace.checked_in_at = NOW
    grace.status = "cancelled"  # came in, and was taken out since


def test_today_and_the_roster_say_how_many_are_in(three, organiser, laptop_of) -> None:
    laptop = laptop_of(organiser)

    today, roster = text_of(laptop.get(f"{DESK}/")), text_of(laptop.get(f"{DESK}/roster"))

    assert "in the hall, of 2 1" in today
    assert "1 is in" in roster
    assert "Ada Lovelace ada@example.org In since 09:30 GMT" in roster


def test_the_roster_shows_those_alone_who_are_in(three, organiser, laptop_of) -> None:
    laptop = laptop_of(organiser)

    pages = [laptop.get(f"{DESK}/roster?show=in{more}").text for more in ("", "&search=ADA", "&search=linus")]

    names = [re.findall(r'<th scope="row"><bdi>([^<]+)</bdi>', page) for page in pages]
    assert names == [["Ada Lovelace"], ["Ada Lovelace"], []]


def test_without_check_in_nothing_speaks_of_it_on_today(ada, organiser, laptop_of) -> None:
    today = text_of(laptop_of(organiser).get(f"{DESK}/"))

    assert "in the hall" not in today
    assert "attendees 1" in today


def test_check_in_is_switched_on_and_off_with_a_visible_step(event, organiser, laptop_of) -> None:
    laptop = laptop_of(organiser)
    before = text_of(laptop.get(f"{DESK}/checkin"))

    on = laptop.post(f"{DESK}/checkin/on", follow_redirects=True)
    off = laptop.post(f"{DESK}/checkin/off", follow_redirects=True)

    assert "Check-in is off." in before
    assert "From then on a printed badge shares a card at once only between two people who are in." in before
    assert ["Check-in is on." in text_of(page) for page in (on, off)] == [True, False]


def test_a_desk_without_a_name_is_not_opened(event, organiser, laptop_of) -> None:
    page = laptop_of(organiser).post(f"{DESK}/checkin/desks", {"name": " "})

    assert (page.status_code, "No desk yet." in text_of(page)) == (422, True)


def test_whoever_has_the_role_desk_is_led_to_the_desk(session, event, laptop_of) -> None:
    dora = make_organiser(session, event, "Dora Desk", role="desk")

    page = laptop_of(dora).get("/organise/").text

    assert re.findall(r'href="(/desk/[^"]+|/organise/events/north[^"]+)"', page) == ["/desk/northlight"]


@pytest.mark.parametrize(("on", "is_in", "says"), [(False, False, 0), (True, False, 1), (True, True, 0)])
def test_my_badge_says_that_a_scan_asks_until_i_am_in(session, event, ada, phone_of, settings, on, is_in, says) -> None:
    wear_badge(session, ada, settings.badge_key)
    event.check_in_on, ada.checked_in_at = on, NOW if is_in else None

    page = text_of(phone_of(ada).get("/e/northlight/badge"))

    assert page.count("once you have checked in at the door") == says
