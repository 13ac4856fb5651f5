"""Everything an attendee does, by keyboard alone: reached by Tab, seen to have the focus, never hidden under a bar, and told in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import short_code
from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee
from tests import databases
from tests.chromium import PATIENCE
from tests.journeys.conftest import PHONE
from tests.journeys.gallery import Gallery, open_gallery

MOST_STOPS = 150  # a page with more stops before what one came for is none for a keyboard
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const label = one.labels?.length ? [...one.labels].map((label) => label.innerText).join(" ") : "";
  const name = one.getAttribute("aria-label") || label || one.innerText || one.value || "";
  const target = one.matches("input[type=checkbox], input[type=radio]") && one.labels?.[0] ? one.labels[0] : one;
  const box = target.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
  const ring = [one, ...target.querySelectorAll("*"), target].some((part) => {
    const style = getComputedStyle(part);
    if (style.outlineStyle === "auto") return true;
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const isSeen = Boolean(top && (target.contains(top) || top.contains(target)));
  return { name: name.replace(/\\s+/g, " ").trim(), ring, isSeen, isSlider: one.type === "range" };
}"""

WAITING = "async () => (await (await import('/static/js/outbox.js')).waiting()).length"

pytestmark = pytest.mark.browser


@dataclass
class Keyboard:
    """Hands that have no mouse."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def to(self, words: str) -> None:
        """Tab until what has the focus is called so; each stop on the way must be seen to have it."""
        stops: list[str] = []
        for _ in range(MOST_STOPS):
            self.press("Tab")
            stop = self.page.evaluate(FOCUSED)
            if stop is None:
                continue
            stops.append(stop["name"])
            assert stop["ring"], f"nobody sees that “{stop['name']}” has the focus"
            assert stop["isSeen"], f"“{stop['name']}” has the focus underneath something"
            if re.search(words, stop["name"]):
                return
        raise AssertionError(f"no key leads to “{words}”, only to {stops}")


@pytest.fixture(scope="module")
def quiet_hall(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """A gallery that these journeys may change."""
    folder = tmp_path_factory.mktemp("keyboard")
    with open_gallery(databases.fresh_sqlite(_sqlite_template, folder), folder) as gallery:
        yield gallery


@pytest.fixture
def keys(quiet_hall: Gallery, chromium: Browser) -> Iterator[Keyboard]:
    with quiet_hall.window(chromium, "attendee", width=PHONE[0], height=PHONE[1]) as window:
        window.set_default_timeout(PATIENCE)
        yield Keyboard(window.new_page())


def test_a_stop_nobody_sees_would_be_found(keys: Keyboard) -> None:
    keys.page.set_content("<style>a { outline: none }</style><a href='#'>Unseen</a>")

    with pytest.raises(AssertionError, match="nobody sees"):
        keys.to("Unseen")


def test_a_stop_under_a_bar_would_be_found(keys: Keyboard) -> None:
    keys.page.set_content("<div style='position: fixed; inset: 0; background: red'></div><a href='#'>Under</a>")

    with pytest.raises(AssertionError, match="underneath"):
        keys.to("Under")


def test_the_first_stop_leads_past_the_bar(keys: Keyboard, quiet_hall: Gallery) -> None:
    keys.page.goto(quiet_hall.address("/e/{slug}/matches"))

    keys.press("Tab")
    first = keys.page.evaluate(FOCUSED)
    keys.press("Enter")

    assert (first["name"], first["isSeen"]) == ("To the page", True)
    expect(keys.page.locator("main")).to_be_focused()


def test_somebody_joins(keys: Keyboard, quiet_hall: Gallery, chromium: Browser) -> None:
    with quiet_hall.window(chromium, "nobody", width=PHONE[0], height=PHONE[1]) as window:
        page = window.new_page()
        stranger = Keyboard(page)
        page.goto(quiet_hall.address("/e/{slug}/"))
        stranger.to("Your name")
        stranger.write("Kay Board")
        stranger.to("Your e-mail address")
        stranger.write("kay@example.org")
        stranger.press("Enter")

        page.get_by_label("Six digits").wait_for()
        stranger.to("Six digits")
        expect(page.get_by_text("kay@example.org")).to_be_visible()


def test_interests_are_typed_ordered_and_saved(keys: Keyboard, quiet_hall: Gallery) -> None:
    page = keys.page
    page.goto(quiet_hall.address("/e/{slug}/interests"))

    keys.to("A topic, or in your own words")
    keys.write("bees and their keepers")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Remove: bees and their keepers")).to_be_visible()
    keys.to("^Save")
    keys.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def test_a_list_is_turned_and_answered_and_the_answer_taken_back(keys: Keyboard, quiet_hall: Gallery) -> None:
    page = keys.page
    page.goto(quiet_hall.address("/e/{slug}/matches"))
    card = page.locator("[data-list] > li").first
    name = card.locator("h2").inner_text()

    keys.to("Not for me|Answer|More")
    keys.press("Enter")
    keys.to("Ask me later")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Put off.")).to_be_visible()
    keys.to("Undo")
    keys.press("Enter")

    expect(page.locator("[data-list] > li h2").filter(has_text=name)).to_be_visible()


def test_a_short_code_becomes_a_contact_with_a_note(keys: Keyboard, quiet_hall: Gallery) -> None:
    page = keys.page
    page.goto(quiet_hall.address("/e/{slug}/scan"))

    keys.to("Short code")
    keys.write(short_code_of_somebody(quiet_hall))
    keys.press("Enter")
    expect(page.locator("#met")).to_be_focused()
    keys.to("What did you talk about")
    keys.write("Tide tables of 1850")
    keys.to("follow-up is welcome")
    keys.press("Space")
    keys.to("Keep, scan the next")
    keys.press("Enter")

    expect(page.locator("[data-sheet]")).to_be_hidden()
    expect(page.get_by_role("button", name="Open the camera")).to_be_focused()
    for _ in range(1_000):  # the scan and its note are with the service before the list is asked for
        if not page.evaluate(WAITING):
            break
        page.wait_for_timeout(50)
    page.goto(quiet_hall.address("/e/{slug}/contacts"))
    keys.to("A badge you scanned")
    keys.press("Enter")
    expect(page.get_by_label("What did you talk about?")).to_have_value("Tide tables of 1850")


def test_a_contact_is_found_and_written_about(keys: Keyboard, quiet_hall: Gallery) -> None:
    page = keys.page
    page.goto(quiet_hall.address("/e/{slug}/contacts/{met}"))

    keys.to("What did you talk about|Your note")
    keys.press("Control+a")
    keys.write("Looms, and who mends them")
    keys.to("^Keep|^Save")
    keys.press("Enter")

    expect(page.get_by_role("status").filter(has_text="kept")).to_be_visible()


def test_somebody_is_blocked_and_unblocked(keys: Keyboard, quiet_hall: Gallery) -> None:
    page = keys.page
    page.goto(quiet_hall.address("/e/{slug}/matches"))
    page.locator("[data-list] > li h2 a").last.focus()
    keys.press("Enter")
    page.wait_for_url("**/matches/*")

    keys.to("^More about .*block")
    keys.press("Enter")
    keys.to("^Block")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Blocked.")).to_be_visible()
    page.goto(quiet_hall.address("/e/{slug}/me/safety"))
    keys.to("Unblock")
    keys.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Unblocked.")).to_be_visible()


def short_code_of_somebody(hall: Gallery) -> str:
    engine = make_engine(hall.settings.database_url)
    with Session(engine) as session:
        me = session.get_one(Attendee, int(hall.things["attendee"]))
        asks = select(Attendee.id).where(Attendee.event_id == me.event_id, Attendee.exchange_mode == "ask").order_by(Attendee.id.desc())
        names = {"event_id": me.event_id, "attendee_id": session.scalars(asks).first(), "generation": 1}
    engine.dispose()
    return short_code(hall.settings.badge_key, **names)
