"""Every page, by day and by night, on a small phone, a phone and a laptop: axe finds nothing serious, nothing scrolls sideways, and a
picture of each is kept in test-output/pictures/ for whoever wants to look. By day also with text twice as large and colours forced."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.journeys.gallery import Gallery
from tests.journeys.looking import BARE, COLOURS, MOVING, PICTURES, RULES, enlarge_text, findings, let_it_settle, sideways
from tests.journeys.walk import WALK, Stop, go_to

WIDTHS = {1280: "laptop", 412: "phone", 320: ""}  # and of which of them a picture is kept
ENDS = (1280, 320)  # between them the two show axe every part a page has; by night colours alone are new
# Statuses that some pages are there to show, and axe calling into the frame of a letter, which has no origin to answer from.
PASSED_OVER = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to execute 'postMessage' on 'DOMWindow'",
    "Service Worker registration blocked by",
)

pytestmark = pytest.mark.browser


def test_planted_faults_are_found(bare_chromium: Browser) -> None:
    page = bare_chromium.new_page(viewport={"width": 320, "height": 640})
    page.set_content(
        '<!doctype html><html lang="en"><title>t</title><main><h1>t</h1><img src="data:,">'
        '<p style="color:#aaa;background:#fff">faint</p><input><p style="inline-size:400px">wide</p></main></html>'
    )

    found = {finding.split(":")[0] for finding in findings(page)}

    assert found >= {"image-alt", "color-contrast", "label"}
    assert {finding.split(":")[0] for finding in findings(page, COLOURS)} == {"color-contrast"}
    assert sideways(page) > 0


def test_a_page_of_fixed_sizes_would_be_found(bare_chromium: Browser) -> None:
    page = bare_chromium.new_page(viewport={"width": 412, "height": 800})
    page.set_content('<!doctype html><p style="inline-size:25rem">wide</p><button class="btn" style="border:0">bare</button>')
    before = sideways(page)

    enlarge_text(page)

    assert (before, sideways(page) > 0, len(page.evaluate(BARE))) == (0, True, 1)


@pytest.mark.parametrize("stop", [stop for stop in WALK if not stop.throws_away], ids=str)
def test_everybody_can_use_every_page(stop: Stop, gallery: Gallery, bare_chromium: Browser) -> None:
    look_at(stop, gallery, bare_chromium)


@pytest.mark.parametrize("stop", [stop for stop in WALK if stop.throws_away], ids=str)
def test_everybody_can_use_the_pages_that_throw_something_away(stop: Stop, fresh_gallery: Gallery, bare_chromium: Browser) -> None:
    look_at(stop, fresh_gallery, bare_chromium)


def look_at(stop: Stop, gallery: Gallery, browser: Browser) -> None:
    faults: dict[str, list[str]] = {}
    said: list[str] = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    with gallery.window(browser, stop.who, width=1280, height=800) as window:
        page = window.new_page()
        hear_complaints(page, said)
        go_to(stop, gallery, page)
        faults |= looked_at(page, "light", stop.name)
        # The same page by night: nothing is sent twice, and with motion turned off no colour is caught on its way.
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        let_it_settle(page)
        faults |= looked_at(page, "dark", stop.name)
        faults["other eyes"] = with_other_eyes(page)

    assert ({place: found for place, found in faults.items() if found}, said) == ({}, [])


def looked_at(page: Page, theme: str, name: str) -> dict[str, list[str]]:
    """From the widest to the narrowest, with a picture of the two screens that people hold most."""
    faults = {}
    for width, device in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        let_it_settle(page)
        found = [f"scrolls {sideways(page)} px sideways"] if sideways(page) > 0 else []
        if width in ENDS:
            found += findings(page, RULES if theme == "light" else COLOURS)
        faults[f"{theme} {width}"] = found
        if device:
            page.screenshot(path=PICTURES / f"{name}-{device}-{theme}.png", animations="disabled")
    return faults


def with_other_eyes(page: Page) -> list[str]:
    """What is wrong when nothing may move, colours are the system's own and text is twice as large."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce", forced_colors="active")
    page.set_viewport_size({"width": 412, "height": 915})
    let_it_settle(page)
    faults = [f"moves: {name}" for name in page.evaluate(MOVING)] + [f"has no border: {part}" for part in page.evaluate(BARE)]
    enlarge_text(page)
    return faults + ([f"scrolls {sideways(page)} px sideways"] if sideways(page) > 0 else [])


def hear_complaints(page: Page, said: list[str]) -> None:
    """What the browser's console says while the page is used."""

    def hear(kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not text.startswith(PASSED_OVER):
            said.append(text)

    page.on("console", lambda message: hear(message.type, message.text))
    page.on("pageerror", lambda error: said.append(str(error)))


def test_the_walk_passes_every_page(app: Flask) -> None:
    """A page that nobody looks at here would be a page that nobody checks."""
    not_pages = re.compile(
        r"/healthz|/sw[.]js|/e/<slug>/outbox|/desk/<slug>/(outbox|people)|.*[.](pdf|vcf|ics|eml|csv|css|zip|webmanifest|json)|.*/matches/cards|"
        r".*/photos/.*|.*/logo/<fingerprint>|.*/interests/tags|.*/preview/<kind>|/_post/<letter_id>/letter|.*/mailings/<int:mailing_id>/preview|.*/exports/<int:export_id>/<link>|.*/badges/sheets/<int:sheet_id>"
    )
    paths = {re.sub(r"{.*?}", "1", re.split(r"[?#]", stop.path)[0]) for stop in WALK}
    seen = set()
    for path in paths:
        adapter = app.url_map.bind("localhost")
        if adapter.test(path, method="GET"):
            seen.add(adapter.match(path, method="GET")[0])
    pages = {
        rule.endpoint: rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not not_pages.fullmatch(rule.rule)
    }

    assert {rule for endpoint, rule in pages.items() if endpoint not in seen} == set()
