"""A list follows what people say and answer, as they see it on their phones: nobody waits for everything to be worked out anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from matchmaker.jobs import full_pass, recommend
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.postbox import newest_letters
from matchmaker.services.live_lists import LiveLists
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from tests.cast import give_interests, make_attendee
from tests.journeys.conftest import PHONE, with_postgresql, with_sqlite
from tests.journeys.furnishing import sign_in
from tests.journeys.gallery import open_doors
from tests.journeys.test_first_walk import OpenWindow, code_in, say

pytestmark = pytest.mark.browser

GUESTS = 26
TALKS = ["Tide tables", "Slow bread", "Shape-note singing", "Salt glazes", "Wild bees", "Commons law", "Bicycle lanes", "Weather balloons"]
OFFERS = ["A kiln on Thursdays", "Contracts for co-operatives", "First readers for grants", "Maps of the salt marsh", "A van for books"]
SEEKS = ["Somebody who reads grant texts", "A map of the marsh", "A lawyer for our co-operative", "Potters with a kiln"]
ADA_SEEKS = "Somebody who has moved to Postgres without losing a night"


@pytest.fixture
def hall(database_url: str, event: Event, session: Session, ada: Attendee, tmp_path: Path) -> Iterator[Workshop]:
    """An event of 27, its lists made; Ada seeks what nobody has offered yet."""
    give_interests(session, ada, talk=["Wild bees", "Commons law", "Slow bread"], seek=[ADA_SEEKS])
    for at in range(GUESTS):
        guest = make_attendee(session, event, f"Guest{at} Marsh")
        give_interests(session, guest, talk=[TALKS[at % 8], TALKS[at * 3 % 8]], offer=[OFFERS[at % 5]], seek=[SEEKS[at % 4]])
    want_lists(session, event.id)
    session.commit()
    with open_doors(database_url, tmp_path) as workshop:
        do(workshop, "recommend")
        yield workshop


@pytest.fixture
def passes(hall: Workshop, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The events over which full passes went since the hall's first one."""
    seen: list[int] = []

    def watched(workshop: Workshop, event_id: int) -> LiveLists | None:
        seen.append(event_id)
        return full_pass.full_pass(workshop, event_id)

    monkeypatch.setattr(recommend, "full_pass", watched)
    return seen


def list_on_phone(phone: Page, hall: Workshop, reader: Attendee) -> Page:
    """This phone with its owner signed in and their list on it."""
    with Session(hall.engine) as session:
        cookie = sign_in(session, reader.person_id, "attendee")
        session.commit()
    phone.context.add_cookies([{"name": hall.settings.cookie_name, "value": cookie, "url": hall.settings.base_url}])
    phone.goto(f"{hall.settings.base_url}/e/northlight/matches")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your people")
    return phone


def sign_up(phone: Page, hall: Workshop, name: str, address: str) -> None:
    """Come in by the event's address and the code of the letter, as far as the three questions."""
    phone.goto(f"{hall.settings.base_url}/e/northlight/")
    phone.get_by_label("Your name").fill(name)
    phone.get_by_label("Your e-mail address").fill(address)
    phone.get_by_role("button", name="Send me a code").click()
    assert hall.settings.post_dir is not None
    phone.get_by_label("Six digits").fill(code_in(newest_letters(hall.settings.post_dir)[0]))
    phone.get_by_role("button", name="Come in").click()
    expect(phone.get_by_role("heading", name="I can offer")).to_be_visible()


def people_on(phone: Page) -> list[str]:
    return phone.locator(".match h2, .match h3").all_inner_texts()


def card_of(phone: Page, name: str) -> Locator:
    return phone.locator(".match").filter(has=phone.get_by_role("link", name=name, exact=True))


def answer(phone: Page, name: str, words: str) -> None:
    card = card_of(phone, name)
    card.locator("summary").click()
    card.get_by_role("button", name=words).click()


@with_postgresql
def test_who_signs_up_is_on_another_phone_after_a_reload_and_not_everything_is_worked_out_anew(
    hall: Workshop, passes: list[int], ada: Attendee, open_window: OpenWindow
) -> None:
    ada_phone, grace_phone = list_on_phone(open_window(PHONE), hall, ada), open_window(PHONE)
    before, kept = people_on(ada_phone), hall.live[ada.event_id]
    sign_up(grace_phone, hall, "Grace Hopper", "grace@example.org")

    say(grace_phone, "I can offer", "I moved three houses to Postgres")
    grace_phone.get_by_role("button", name="Show me my people").click()
    expect(card_of(grace_phone, "Ada Lovelace")).to_contain_text(ADA_SEEKS)
    ada_phone.reload()

    assert "Grace Hopper" not in before
    assert "Grace Hopper" in people_on(ada_phone)
    assert hall.live[ada.event_id] is kept
    assert passes == []


@with_sqlite
def test_not_for_me_makes_room_for_somebody_else_and_undo_brings_them_back(
    hall: Workshop, passes: list[int], ada: Attendee, open_window: OpenWindow
) -> None:
    phone = list_on_phone(open_window(PHONE), hall, ada)
    before, kept = people_on(phone), hall.live[ada.event_id]

    answer(phone, before[0], "Not for me")
    expect(phone.locator("[data-answered]")).to_contain_text("Not suggested to you again.")
    without = people_on(phone)
    phone.reload()
    reloaded = people_on(phone)
    phone.get_by_role("button", name="Undo").click()
    expect(card_of(phone, before[0])).to_be_visible()

    assert before[0] not in without
    assert len(without) == len(before) == 8
    assert len(set(without) - set(before)) >= 1
    assert reloaded == without
    assert before[0] in people_on(phone)
    assert hall.live[ada.event_id] is kept
    assert passes == []


@with_sqlite
def test_a_reason_quotes_both_people_in_their_own_words_and_underlines_what_fired(
    hall: Workshop, session: Session, event: Event, ada: Attendee, grace: Attendee, open_window: OpenWindow
) -> None:
    theirs = "I moved our choir’s archive to Postgres"
    give_interests(session, grace, offer=[theirs])
    want_lists(session, event.id)
    session.commit()
    do(hall, "recommend")
    phone = list_on_phone(open_window(PHONE), hall, ada)

    halves = card_of(phone, "Grace Hopper").locator(".half")
    fired = halves.locator("mark")

    expect(halves.locator(".half__who")).to_have_text(["You seek", "Grace offers"])
    expect(halves.locator("q")).to_have_text([ADA_SEEKS, theirs])
    expect(fired).to_have_text(["moved", "Postgres", "moved", "Postgres"])
    assert fired.evaluate_all("marks => marks.every(mark => getComputedStyle(mark).textDecorationLine === 'underline')")
