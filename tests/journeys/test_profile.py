"""The profile in a minute in a real browser: by keyboard alone, without script, with a photo that knew where it was."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from matchmaker.domain.interests.suggest import suggest_tags
from matchmaker.domain.interests.tags import KnownTag
from matchmaker.store.engine import make_engine
from matchmaker.store.models.events import Interest
from tests import databases
from tests.chromium import PATIENCE
from tests.journeys.gallery import Gallery, open_gallery
from tests.photographs import gps_photo

HOME = "/e/{slug}/interests"
TYPED = ("psq", "po", "lea", "source", "STRASSE", "ｍｌ", "c", "maps", "zzz", " ")
TAGS = (
    KnownTag(1, "Machine learning", ("ML", "AI")),
    KnownTag(2, "PostgreSQL", ("Postgres", "psql")),
    KnownTag(3, "Open-source maps"),
    KnownTag(4, "Straße"),
    KnownTag(5, "Learning to learn", ("Coaching", "Maps of knowledge")),
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evening(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Gallery, str]]:
    """A gallery of one's own, as these walks change it."""
    folder = tmp_path_factory.mktemp("profile")
    url = databases.fresh_sqlite(_sqlite_template, folder)
    with open_gallery(url, folder) as gallery:
        yield gallery, url


@pytest.fixture
def gallery(evening: tuple[Gallery, str]) -> Gallery:
    return evening[0]


def chosen(page: Page, kind: str) -> list[str]:
    return page.eval_on_selector_all(f"#{kind}-order input", "inputs => inputs.map(input => input.value)")


def test_a_topic_is_found_by_its_other_name_and_put_in_order_with_the_keyboard_alone(gallery: Gallery, chromium: Browser) -> None:
    with gallery.window(chromium, "guest", width=390, height=844) as window:
        page = window.new_page()
        page.goto(gallery.address(HOME))
        field, keys = page.locator("#talk"), page.keyboard
        field.focus()
        assert (field.get_attribute("role"), field.get_attribute("aria-expanded")) == ("combobox", "false")

        keys.type("psql")
        option = page.locator("#talk-fit [role=option]")
        option.wait_for()
        assert (option.inner_text(), field.get_attribute("aria-expanded")) == ("PostgreSQL, also: psql", "true")
        keys.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
        assert option.get_attribute("aria-selected") == "true"
        keys.press("Enter")
        assert page.locator("[data-ask=talk] [data-said]").inner_text() == "Chosen: PostgreSQL"
        assert page.locator("[data-ask=talk] .chip:has(:checked)").inner_text() == "PostgreSQL"
        keys.type("Old maps")
        keys.press("Enter")
        keys.type("ru")
        page.locator("#talk-fit [role=option]").first.wait_for()
        keys.press("Escape")
        assert field.get_attribute("aria-expanded") == "false"
        keys.type("sT")
        keys.press("Enter")  # the tag's own name, typed out, is the tag

        assert chosen(page, "talk") == ["PostgreSQL", "Old maps", "Rust"]
        page.locator("#talk-order summary").focus()
        keys.press("Enter")
        up = page.get_by_role("button", name="Up: Rust")
        up.focus()
        keys.press("Enter")
        keys.press("Enter")
        keys.press("Enter")  # it is at the top already
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Up: Rust"
        assert page.locator("[data-ask=talk] [data-said]").inner_text() == "Rust: now 1 of 3"
        page.get_by_role("button", name="Show me my people").focus()
        keys.press("Enter")
        page.wait_for_url(re.compile("/matches"))

        page.goto(gallery.address(HOME))
        assert chosen(page, "talk") == ["Rust", "PostgreSQL", "Old maps"]


def test_the_browser_finds_what_python_finds(gallery: Gallery, chromium: Browser) -> None:
    with gallery.window(chromium, "stranger", width=390, height=844) as window:
        page = window.new_page()
        page.goto(gallery.address("/"))
        rows = [[tag.id, tag.label, list(tag.synonyms)] for tag in TAGS]

        found = page.evaluate(
            """async ([typed, tags]) => {
              const { suggest } = await import("/static/js/interests.js");
              return typed.map((one) => suggest(one, tags).map(({ id, synonym }) => [id, synonym]));
            }""",
            [list(TYPED), rows],
        )

    assert found == [[[one.id, one.synonym] for one in suggest_tags(typed, TAGS)] for typed in TYPED]


def test_a_long_list_is_asked_for_once_when_typing_begins(evening: tuple[Gallery, str], chromium: Browser) -> None:
    gallery, url = evening
    engine = make_engine(url)
    with Session(engine) as session:
        event_id = session.query(Interest.event_id).first()[0]
        labels = [f"Zither {number}" for number in range(30)]
        session.add_all(Interest(event_id=event_id, label=label, key=label.casefold(), position=100) for label in labels)
        session.commit()
    engine.dispose()
    with gallery.window(chromium, "attendee", width=390, height=844) as window:
        page, asked = window.new_page(), []
        page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/tags") else None)
        page.goto(gallery.address(HOME))
        before = len(asked)

        page.locator("#seek").press_sequentially("zither 2")
        page.locator("#seek-fit [role=option]").first.wait_for()
        page.locator("#seek-fit [role=option]").first.click()

        assert (before, len(asked)) == (0, 1)
        assert page.locator("[data-ask=seek] .chip:has(:checked)", has_text="Zither 2").count() == 1
        assert page.evaluate("document.activeElement.id") == "seek"


def test_the_length_is_told_while_one_writes(gallery: Gallery, chromium: Browser) -> None:
    with gallery.window(chromium, "attendee", width=390, height=844) as window:
        page = window.new_page()
        page.goto(gallery.address(HOME + "/about"))
        hint, said = page.locator("#headline-length"), page.locator("[data-length-said=headline]")

        page.fill("#headline", "Draws")
        short = hint.inner_text()
        page.fill("#headline", "Draws steam engines")
        good = hint.inner_text()
        page.fill("#headline", "")
        empty = hint.inner_text()
        page.locator("#headline").press_sequentially("Draws steam engine")
        expect(said).to_have_text("18 characters: a good length.")

        assert (short, good, empty) == (
            "5 characters. A few more say more.",
            "19 characters: a good length.",
            "Best at 15 to 20 characters.",
        )
        assert "headline-length" in (page.locator("#headline").get_attribute("aria-describedby") or "")


def test_a_photo_forgets_where_it_was_taken_and_goes_and_comes_back(gallery: Gallery, chromium: Browser) -> None:
    with gallery.window(chromium, "plain", width=390, height=844) as window:
        page = window.new_page()
        page.goto(gallery.address(HOME + "/photo"))
        page.set_input_files("#photo", {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": gps_photo()})
        page.locator("[data-shown] img[src^='data:']").wait_for()
        page.get_by_role("button", name="Use this photo").click()
        page.locator("main [data-shown] img[src*='/photos/']").wait_for()

        served = window.request.get(gallery.base_url + (page.locator("[data-shown] img").get_attribute("src") or "")).body()
        page.get_by_role("button", name="Remove my photo").click()
        page.get_by_role("button", name="Undo").wait_for()
        gone = page.locator("[data-shown] img").count()
        page.get_by_role("button", name="Undo").click()
        page.locator("main [data-shown] img").wait_for()
        page.goto(gallery.address(HOME + "/preview"))

        with Image.open(io.BytesIO(served)) as picture:
            assert (picture.size, dict(picture.getexif())) == ((320, 320), {})
        assert (b"GPS" in served, gone) == (False, 0)
        assert page.eval_on_selector(".preview img", "image => image.decode().then(() => image.naturalWidth)") == 320


def test_everything_works_without_script(gallery: Gallery, chromium: Browser) -> None:
    screen = {"width": 390, "height": 844}
    window = chromium.new_context(viewport=screen, java_script_enabled=False, locale="en-GB")
    window.set_default_timeout(PATIENCE)
    window.add_cookies([{"name": gallery.settings.cookie_name, "value": gallery.cookies["plain"], "url": gallery.base_url}])
    page = window.new_page()
    page.goto(gallery.address(HOME))
    for words in ("Choirs", "psql"):
        page.fill("#offer", words)
        page.get_by_role("button", name="Add: I can offer").click()
    expect(page.locator("[data-ask=offer] .chip input:checked")).to_have_count(1)
    page.locator("#offer-order summary").click()
    expect(page.locator("#offer-order input[name=offer_order]")).to_have_count(2)
    before = [one.get_attribute("value") for one in page.locator("#offer-order input[name=offer_order]").all()]
    page.get_by_role("button", name=f"Down: {before[0]}").click()
    page.get_by_role("button", name=re.compile("people")).click()

    page.goto(gallery.address(HOME))
    after = [one.get_attribute("value") for one in page.locator("#offer-order input[name=offer_order]").all()]
    page.goto(gallery.address(HOME + "/about"))
    page.fill("#language-1", "Welsh")
    page.select_option("#level-1", "little")
    page.get_by_role("button", name="Keep this").click()

    assert (sorted(before), after) == (["Choirs", "PostgreSQL"], before[::-1])
    assert (page.input_value("#language-1"), page.input_value("#level-1")) == ("Welsh", "little")
    window.close()
