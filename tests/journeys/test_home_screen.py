"""The home screen in a real browser: what a phone reads, what is offered and when, and that nothing hides behind a notch."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import PATIENCE
from tests.journeys.gallery import Gallery
from tests.journeys.looking import PICTURES

pytestmark = pytest.mark.browser
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
ASKS = """() => {
  const question = new Event("beforeinstallprompt", { cancelable: true });
  question.prompt = async () => { window.wasAsked = true; };
  dispatchEvent(question);
  return question.defaultPrevented;
}"""
CONTACT = "/e/{slug}/contacts/{met}"


@contextmanager
def phone(chromium: Browser, gallery: Gallery, *, agent: str | None = None, theme: str = "light") -> Iterator[Page]:
    scheme = "dark" if theme == "dark" else "light"
    window = chromium.new_context(viewport={"width": 390, "height": 844}, user_agent=agent, color_scheme=scheme, locale="en-GB")
    window.set_default_timeout(PATIENCE)
    window.add_cookies([{"name": gallery.settings.cookie_name, "value": gallery.cookies["attendee"], "url": gallery.base_url}])
    yield window.new_page()
    window.close()


def test_a_phone_finds_nothing_wrong_with_the_manifest(chromium: Browser, gallery: Gallery) -> None:
    with phone(chromium, gallery) as page:
        page.goto(gallery.address("/e/{slug}/me"))
        tools = page.context.new_cdp_session(page)

        manifest = tools.send("Page.getAppManifest")
        hindrances = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest")
    # A test's window keeps nothing, so it can't install; nothing else stands in the way.
    assert [one["errorId"] for one in hindrances] == ["in-incognito"]


def test_where_the_browser_asks_its_question_waits_for_our_button_and_comes_once(chromium: Browser, gallery: Gallery) -> None:
    with phone(chromium, gallery) as page:
        page.goto(gallery.address(CONTACT))
        offer = page.get_by_role("region", name="Keep it at hand")
        expect(offer).to_be_hidden()

        assert page.evaluate(ASKS) is True
        expect(offer).to_be_visible()
        offer.scroll_into_view_if_needed()
        page.screenshot(path=PICTURES / "home-screen-android.png", full_page=True)
        page.get_by_role("button", name="Put it on the home screen").click()
        expect(offer).to_be_hidden()
        assert page.evaluate("window.wasAsked") is True
        page.reload()
        page.evaluate(ASKS)
        expect(offer).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_iphone_gets_two_drawn_steps_and_not_now_is_remembered(chromium: Browser, gallery: Gallery, theme: str) -> None:
    with phone(chromium, gallery, agent=IPHONE, theme=theme) as page:
        page.goto(gallery.address(CONTACT))
        offer = page.get_by_role("region", name="Keep it at hand")
        expect(offer.get_by_role("listitem")).to_have_count(2)
        expect(offer).to_contain_text("Choose “Add to Home Screen”")
        expect(offer.get_by_role("button", name="Put it on the home screen")).to_be_hidden()
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"home-screen-iphone-{theme}.png", full_page=True)

        offer.get_by_role("button", name="Not now").click()

        expect(offer).to_be_hidden()
        page.goto(gallery.address("/e/{slug}/contacts"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("region", name="Keep it at hand")).to_be_hidden()


def test_bars_keep_clear_of_a_notch_and_of_the_line_below(chromium: Browser, gallery: Gallery) -> None:
    with phone(chromium, gallery) as page:
        page.goto(gallery.address("/e/{slug}/me"))
        tools = page.context.new_cdp_session(page)
        tools.send("Emulation.setSafeAreaInsetsOverride", {"insets": {"top": 47, "left": 0, "bottom": 34, "right": 0}})

        brand, me = page.locator("header .brand").bounding_box(), page.locator(".bar a").last.bounding_box()
        page.screenshot(path=PICTURES / "me-notch.png")
        page.set_viewport_size({"width": 844, "height": 390})
        tools.send("Emulation.setSafeAreaInsetsOverride", {"insets": {"top": 0, "left": 47, "bottom": 21, "right": 47}})
        sideways = page.locator(".bar ul").bounding_box()
        heading = page.locator("h1").bounding_box()

    assert brand is not None
    assert me is not None
    assert sideways is not None
    assert heading is not None
    assert brand["y"] >= 47
    assert me["y"] + me["height"] <= 844 - 34
    assert sideways["x"] >= 47
    assert heading["x"] >= 47
