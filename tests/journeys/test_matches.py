"""The list that answers, in a real browser: it moves without a page, and in the order that the server would give it."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import databases
from tests.cast import NOW
from tests.chromium import PATIENCE
from tests.journeys.gallery import Gallery, open_gallery

TABLE = json.loads((Path(__file__).parents[1] / "domain" / "wish_table.json").read_text(encoding="utf-8"))
LAY_OUT = """async (cases) => {
  const { turnedList } = await import("/static/js/wish.js");
  return cases.map(({ turning, wish }) => turnedList(turning, wish));
}"""

LATIN = re.compile(r"[\u0000-\u024f\u2019 -]+")

pytestmark = pytest.mark.browser


@dataclass
class Hands:
    now: datetime = NOW
    answered: list[str] = field(default_factory=list)  # addresses that the phone has had an answer from


@pytest.fixture(scope="module")
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="module")
def own_gallery(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, hands: Hands) -> Iterator[Gallery]:
    """A gallery that these journeys may change."""
    folder = tmp_path_factory.mktemp("answers")
    with open_gallery(databases.fresh_sqlite(_sqlite_template, folder), folder, clock=lambda: hands.now) as gallery:
        yield gallery


@pytest.fixture
def phone(own_gallery: Gallery, chromium: Browser, hands: Hands) -> Iterator[Page]:
    hands.now, hands.answered = NOW, []
    with own_gallery.window(chromium, "attendee", width=390, height=844) as window:
        page = window.new_page()
        page.on("response", lambda answer: hands.answered.append(answer.url))
        page.goto(own_gallery.address("/e/{slug}/matches"))
        yield page


def people_on(page: Page) -> list[str]:
    return page.locator("[data-list] > li:visible").evaluate_all("cards => cards.map(card => card.dataset.id)")


def people_turned(page: Page, asked: str) -> list[str]:
    """The list once it is as asked: its address says so in the same breath as its cards stand there."""
    expect(page).to_have_url(re.compile(rf"[?&]{re.escape(asked)}(&|$)"))
    return people_on(page)


def expect_people(page: Page, wanted: list[str]) -> None:
    """Wait for that list: a pressed link or button leaves the page where it is, and moves the list a moment later."""
    for _ in range(300):
        if people_on(page) == wanted:
            return
        page.wait_for_timeout(200)
    assert people_on(page) == wanted


def answer(page: Page, words: str) -> str:
    card = page.locator("[data-list] > li").first
    name = card.locator("h2").inner_text()
    card.locator("summary").click()
    card.get_by_role("button", name=words).click()
    return name


def names_on(page: Page) -> list[str]:
    return page.locator("[data-list] > li:visible h2").all_inner_texts()


def watch_pages(page: Page) -> Callable[[], list[str]]:
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    return lambda: [url for url in seen if "#" not in url]


def test_the_browser_turns_the_whole_table_as_python_does(own_gallery: Gallery, phone: Page) -> None:
    found = phone.evaluate(LAY_OUT, TABLE)

    assert [(case["ids"], case["fitting"]) for case in TABLE] == [(one["ids"], one["fitting"]) for one in found]


def test_sliders_move_the_list_without_a_page_to_the_order_of_the_server(own_gallery: Gallery, phone: Page) -> None:
    at_rest = people_on(phone)
    phone.evaluate("globalThis.samePage = true")
    phone.locator(".tune > summary").click()
    orders = {}
    for name, keys in (("difference", 3), ("mentor", 4), ("giving", 2)):
        slider = phone.locator(f"#{name}")
        slider.focus()
        with phone.expect_response(lambda answer: "/matches/" in answer.url) if name == "difference" else _nothing():
            for _ in range(keys):
                phone.keyboard.press("ArrowRight")
        order = people_turned(phone, f"{name}={keys / 4:g}")
        assert phone.evaluate("document.activeElement.id") == name
        orders[phone.url] = order

    assert phone.evaluate("globalThis.samePage") is True
    assert phone.locator("#mentor").get_attribute("aria-valuetext") == "4 of 4 towards people further on"
    expect(phone.locator("[data-told]")).to_have_text(re.compile(r"^Sorted anew: .+ first\.$"))
    assert all(order != at_rest for order in orders.values())
    for url, order in orders.items():
        phone.goto(url)
        expect_people(phone, order)
    phone.get_by_role("link", name="As it was made").click()
    expect_people(phone, at_rest)


class _nothing:  # noqa: N801  stands where a wait would
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def test_a_filter_and_its_way_back_need_no_page_and_this_phone_remembers(own_gallery: Gallery, phone: Page) -> None:
    at_rest = people_on(phone)
    phone.locator(".tune > summary").click()
    phone.locator(".fold > summary").click()
    phone.locator(".filter .chip", has_text="Dutch").click()
    filtered = people_turned(phone, "language=nl")
    line = phone.locator("[data-line]").inner_text()

    phone.goto(own_gallery.address("/e/{slug}/contacts"))
    phone.goto(own_gallery.address("/e/{slug}/matches"))
    remembered = people_turned(phone, "language=nl")
    phone.goto(own_gallery.address("/e/{slug}/matches?language=nl"))
    of_server = people_on(phone), phone.locator("[data-line]").inner_text()
    phone.get_by_role("link", name="As it was made").click()

    assert filtered == remembered == of_server[0] != at_rest
    assert line == of_server[1]
    expect_people(phone, at_rest)


def test_without_a_script_the_same_form_gives_the_same_list(own_gallery: Gallery, chromium: Browser) -> None:
    orders = []
    for script in (True, False):
        window = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
        window.set_default_timeout(PATIENCE)
        cookie = {"name": own_gallery.settings.cookie_name, "value": own_gallery.cookies["attendee"], "url": own_gallery.base_url}
        window.add_cookies([cookie])
        page = window.new_page()
        page.goto(own_gallery.address("/e/{slug}/matches"))
        page.locator(".tune > summary").click()
        page.locator("#giving").focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        if not script:
            page.get_by_role("button", name="Sort my list").click()
        people_turned(page, "giving=0.75")
        orders.append(page.locator("[data-list] > li h2").all_inner_texts())
        window.close()

    assert orders[0] == orders[1] != []


def test_not_for_me_with_a_reason_and_undo_leave_the_page_where_it_is(phone: Page) -> None:
    phone.evaluate("globalThis.samePage = true")
    before = names_on(phone)

    name = answer(phone, "Not for me")
    expect(phone.locator("[data-answered]")).to_contain_text("Not suggested to you again.")
    without = names_on(phone)
    phone.get_by_role("button", name="Wrong moment").click()
    expect(phone.get_by_text("Kept for you alone: Wrong moment.")).to_be_visible()
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator("[data-list] h2", has_text=name)).to_be_visible()

    assert name not in without
    assert len(without) == len(before)
    assert phone.evaluate("globalThis.samePage") is True


def test_later_comes_back_by_itself(own_gallery: Gallery, phone: Page, hands: Hands) -> None:
    name = answer(phone, "Ask me later")
    expect(phone.get_by_text("They come back to your list by themselves.")).to_be_visible()
    phone.reload()
    without = names_on(phone)

    hands.now = NOW + timedelta(hours=23)
    phone.goto(own_gallery.address("/e/{slug}/matches"))

    assert name not in without
    assert names_on(phone)[0] == name


def test_whoever_is_new_is_marked_in_a_word_and_looking_takes_the_mark_away(own_gallery: Gallery, phone: Page, hands: Hands) -> None:
    marks = phone.locator(".match .word", has_text="New")
    expect(marks).to_have_count(1)
    for _ in range(1_000):
        if any(url.endswith("/matches/seen") for url in hands.answered):
            break
        phone.wait_for_timeout(50)
    hands.now = NOW + timedelta(minutes=11)
    phone.reload()

    expect(marks).to_have_count(0)


def test_five_people_print_on_one_page_of_either_paper(own_gallery: Gallery, phone: Page, tmp_path: Path) -> None:
    phone.goto(own_gallery.address("/e/{slug}/matches/sheet"))
    names = phone.locator(".sheet__one h2").all_inner_texts()
    told = {}
    for paper in ("A4", "Letter"):
        phone.pdf(path=tmp_path / f"{paper}.pdf", format=paper)
        told[paper] = subprocess.run(["pdftotext", str(tmp_path / f"{paper}.pdf"), "-"], capture_output=True, text=True, check=True).stdout

    assert len(names) == 5
    for text in told.values():
        assert text.count("\f") == 1  # one page
        # Letters this machine has no typeface for stand on paper as boxes.
        assert [name for name in names if name not in text and LATIN.fullmatch(name)] == []
        assert (text.count("Begin with"), text.count("To keep talking"), text.count("What we said")) == (5, 5, 5)
        assert "Choose other people" not in text
