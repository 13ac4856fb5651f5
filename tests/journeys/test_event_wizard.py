"""An event from a template to its people: a code to come in with, interests that change under them, groups that stay apart."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker.store.models.events import Event
from matchmaker.store.models.people import OrganiserAccount
from tests.cast import NOW, give_interests, make_attendee, make_person
from tests.journeys.conftest import LAPTOP, PHONE, on_postgresql, on_sqlite
from tests.journeys.test_first_walk import sign_in_with_code
from tests.journeys.test_organisers import sign_in
from tests.photographs import gps_photo
from tests.running import RunningService

OpenWindow = Callable[[tuple[int, int]], Page]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def olga(service: RunningService, open_window: OpenWindow) -> Page:
    with service.session() as session:
        session.add(OrganiserAccount(person_id=make_person(session, "Olga Organiser").id, created_at=NOW))
        session.commit()
    page = open_window(LAPTOP)
    sign_in(page, service, "olga@example.org")
    return page


def begin_from_template(olga: Page, service: RunningService) -> None:
    olga.goto(f"{service.url}/organise/events/new")
    olga.get_by_role("link", name="Community day").click()
    olga.get_by_label("Name", exact=True).fill("Plumhaven Day")
    olga.get_by_label("Short address").fill("plumhaven")
    olga.get_by_label("Starts").fill(time.strftime("%Y-%m-%dT00:00", time.gmtime()))
    olga.get_by_label("Ends").fill(time.strftime("%Y-%m-%dT23:59", time.gmtime(time.time() + 86400)))
    olga.get_by_label("Time zone of the place").fill("UTC")
    olga.get_by_label("Everybody who knows a code").check()
    olga.get_by_label("The code people type").fill("Harbour Lights")
    olga.get_by_label("Plum", exact=True).check()
    olga.get_by_role("button", name="Create the event").click()
    olga.get_by_role("button", name="Open the event").click()
    expect(olga.get_by_text("The event is open.")).to_be_visible()


def come_in_with_code(ada: Page, service: RunningService) -> None:
    ada.goto(f"{service.url}/e/plumhaven/")
    ada.get_by_label("The event’s code").fill("harbour")
    ada.get_by_label("Your name").fill("Ada Lovelace")
    ada.get_by_label("Your e-mail address").fill("ada@example.org")
    ada.get_by_role("button", name="Send me a code").click()
    expect(ada.get_by_role("alert")).to_contain_text("That is not the code of this event.")
    ada.get_by_label("The event’s code").fill("HARBOUR-LIGHTS")
    sign_in_with_code(ada, service, "ada@example.org")
    expect(ada.get_by_role("heading", name="I like to talk about")).to_be_visible()


@on_postgresql
def test_from_a_template_to_people_whose_choices_survive(olga: Page, service: RunningService, open_window: OpenWindow) -> None:
    begin_from_template(olga, service)
    ada = open_window(PHONE)
    come_in_with_code(ada, service)
    assert ada.evaluate("document.documentElement.className") == "hue-plum"
    group = ada.get_by_role("group", name="I like to talk about")
    group.get_by_role("checkbox", name="Gardens", exact=True).check()
    ada.get_by_role("button", name="Show me my people").click()
    ada.wait_for_url("**/matches*")

    olga.goto(f"{service.url}/organise/events/plumhaven/interests")
    olga.get_by_role("link", name="Gardens").click()
    expect(olga.get_by_text("1 person chose it.", exact=False)).to_be_visible()
    olga.get_by_label("New name").fill("Gardens and orchards")
    olga.get_by_role("button", name="Rename it").click()
    ada.goto(f"{service.url}/e/plumhaven/interests")
    expect(ada.get_by_role("checkbox", name="Gardens and orchards", checked=True).first).to_be_attached()

    olga.get_by_role("link", name="Gardens and orchards").click()
    olga.get_by_role("button", name="Retire it").click()
    expect(olga.get_by_text("Retired. Nobody lost what they said.")).to_be_visible()
    ada.reload()
    expect(ada.get_by_role("group", name="I like to talk about")).to_contain_text("Gardens and orchards")
    for _ in range(2):
        with olga.expect_navigation():  # the next page has the same button, for the step before
            olga.get_by_role("button", name="Undo").click()
    expect(olga.get_by_role("link", name="Gardens", exact=True)).to_be_visible()
    ada.reload()
    expect(ada.get_by_role("checkbox", name="Gardens", exact=True, checked=True).first).to_be_attached()


@on_sqlite
def test_groups_stay_apart_and_a_copy_takes_the_rules_along(olga: Page, service: RunningService, open_window: OpenWindow) -> None:
    begin_from_template(olga, service)
    with service.session() as session:
        event = session.scalars(select(Event)).one()
        for name, kind in (("Maud Mentor", "Mentors"), ("Mary Mentor", "Mentors"), ("Stan Student", "Students")):
            person = make_person(session, name, f"{name.split()[0].lower()}@example.org")
            give_interests(session, make_attendee(session, event, name, person, group_name=kind, list_kind="plain"), talk=["Gardens"])
        session.commit()
    maud = open_window(PHONE)
    maud.goto(f"{service.url}/e/plumhaven/")
    maud.get_by_label("Your name").fill("Maud Mentor")
    maud.get_by_label("Your e-mail address").fill("maud@example.org")
    sign_in_with_code(maud, service, "maud@example.org")
    expect(maud.get_by_text("Mary")).to_be_visible()
    expect(maud.get_by_text("Stan")).to_be_visible()

    olga.goto(f"{service.url}/organise/events/plumhaven/groups")
    olga.get_by_label("Mentors and Mentors").uncheck()
    olga.get_by_role("button", name="Save").click()
    expect(olga.get_by_label("Mentors and Mentors")).not_to_be_checked()
    maud.reload()
    expect(maud.get_by_text("Stan")).to_be_visible()
    expect(maud.get_by_text("Mary")).to_have_count(0)

    olga.goto(f"{service.url}/organise/events/plumhaven/logo")
    olga.get_by_label("A logo").set_input_files({"name": "logo.jpg", "mimeType": "image/jpeg", "buffer": gps_photo(600, 200)})
    olga.get_by_role("button", name="Use this logo").click()
    olga.goto(f"{service.url}/organise/events/new")
    olga.get_by_role("link", name="Plumhaven Day").click()
    olga.get_by_label("Short address").fill("plumhaven-27")
    olga.get_by_role("button", name="Create the event").click()
    expect(olga.get_by_text("What is left before opening")).to_be_visible()
    olga.goto(f"{service.url}/e/plumhaven-27/")
    assert olga.evaluate("document.querySelector('img.logo--l').naturalWidth") == 480
