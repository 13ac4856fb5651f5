"""D39: what people write never becomes part of a page: not in the browser, on no page, for no kind of visitor."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import String, Text, update
from sqlalchemy.orm import Session

from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import Event, Interest, InterestSynonym
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUpload
from tests import databases
from tests.journeys.gallery import Gallery, open_gallery
from tests.journeys.walk import WALK, Stop, go_to

PAYLOAD = "\"'><img src=x onerror=alert(1)><b data-planted>{{7*7}}"
ADDRESS = "javascript:alert(1)//https://x.example"
PLANT = "[onerror], [data-planted], a[href^='javascript:' i], script:not([src])"
# What has a fixed spelling, or decides what a page is about.
KEPT = {
    "slug",
    "time_zone",
    "status",
    "exchange_mode",
    "list_kind",
    "approach",
    "external_id",
    "kind",
    "join_policy",
    "sees",
    "exchange_rule",
}
KEPT |= {"key", "email", "email_key", "locale", "language", "consent_version", "safety_address"}
# The door answers with the same card; who is in or cancelled is not found by a name that everybody has.
ALREADY_SEEN = {"desk-already", "desk-cancelled"}
WRITTEN = (Attendee, AttendeeInterest, Event, Interest, InterestSynonym, ContactSide, Person, RosterUpload)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def spoiled(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """The gallery, where everybody wrote the same wicked thing into every field."""
    folder = tmp_path_factory.mktemp("spoiled")
    url = databases.fresh_sqlite(_sqlite_template, folder)
    with open_gallery(url, folder) as gallery:
        engine = make_engine(url)
        with Session(engine) as session:
            for model in WRITTEN:
                session.execute(update(model).values(_wicked(model)))
            session.commit()
        engine.dispose()
        yield gallery


def test_words_that_became_part_of_a_page_would_be_found(chromium: Browser) -> None:
    page = chromium.new_page()

    page.set_content(f'<!doctype html><p title="{PAYLOAD}">x</p><a href="{ADDRESS}">y</a>')

    found = [kind for kind in PLANT.split(", ") if page.locator(kind).count()]
    assert found == ["[onerror]", "[data-planted]", "a[href^='javascript:' i]"]


def test_the_wicked_words_are_really_there(spoiled: Gallery, chromium: Browser) -> None:
    with spoiled.window(chromium, "attendee", width=390, height=844) as window:
        page = window.new_page()

        page.goto(spoiled.address("/e/{slug}/matches"))

        assert PAYLOAD in page.locator("main").inner_text()


@pytest.mark.parametrize("who", sorted({stop.who for stop in WALK}))
def test_no_page_runs_what_people_wrote(who: str, spoiled: Gallery, chromium: Browser) -> None:
    spoken: list[str] = []
    planted: dict[str, int] = {}
    with spoiled.window(chromium, who, width=1280, height=800) as window:
        page = window.new_page()
        page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
        for stop in map(_found_by_what_they_are_called_now, WALK):
            if stop.who == who and stop.name not in ALREADY_SEEN:
                go_to(stop, spoiled, page)
                # The policy would stop a planted handler; nothing planted may stand in the page in the first place.
                planted[stop.name] = page.locator(PLANT).count()

    assert (spoken, {name: count for name, count in planted.items() if count}) == ([], {})


def test_an_address_of_a_script_is_no_link(spoiled: Gallery, chromium: Browser) -> None:
    with spoiled.window(chromium, "attendee", width=390, height=844) as window:
        page = window.new_page()

        page.goto(spoiled.address("/e/{slug}/contacts/{met}"))

        assert page.locator("main a[href*='alert']:not([href^='mailto:'])").count() == 0
        assert "subject=Our%20talk%20at%20%22%27%3E%3Cimg" in str(page.locator("main a[href^='mailto:']").first.get_attribute("href"))


def _found_by_what_they_are_called_now(stop: Stop) -> Stop:
    return replace(stop, path=re.sub(r"[?]q=[^&]+", "?q=alert", stop.path))


def _wicked(model: type) -> dict[str, str]:
    columns = model.__table__.columns  # type: ignore[attr-defined]  # every model has a table
    texts = [column for column in columns if isinstance(column.type, String | Text) and not column.primary_key]
    free = [column for column in texts if column.name not in KEPT]
    return {column.name: ADDRESS if column.name == "link" else PAYLOAD[: getattr(column.type, "length", None) or 200] for column in free}
