"""Every page, light and dark, at three widths: axe finds nothing serious, and nothing scrolls sideways."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.journeys.gallery import Gallery
from tests.journeys.walk import WALK, Stop, go_to

WIDTHS = (320, 412, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
AXE = Axe()
SERIOUS = frozenset({"serious", "critical"})

pytestmark = pytest.mark.browser


def findings(page: Page) -> list[str]:
    """What axe finds serious, with the places; axe is handed in from outside, past the page's own policy, and once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    violations = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_planted_faults_are_found(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.set_content(
        '<!doctype html><html lang="en"><title>t</title><main><h1>t</h1><img src="data:,">'
        '<p style="color:#aaa;background:#fff">faint</p><input><p style="inline-size:400px">wide</p></main></html>'
    )

    found = {finding.split(":")[0] for finding in findings(page)}

    assert found >= {"image-alt", "color-contrast", "label"}
    assert sideways(page) > 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("stop", WALK, ids=str)
def test_everybody_can_use_every_page(stop: Stop, theme: str, gallery: Gallery, chromium: Browser) -> None:
    faults: dict[int, list[str]] = {}
    with gallery.window(chromium, stop.who, width=1280, height=800, theme=theme) as window:
        page = window.new_page()
        go_to(stop, gallery, page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults[width] = findings(page)
            if sideways(page) > 0:
                faults[width].append(f"scrolls {sideways(page)} px sideways")

    assert {width: found for width, found in faults.items() if found} == {}


def test_the_walk_passes_every_page(app: Flask) -> None:
    """A page that nobody looks at here would be a page that nobody checks."""
    not_pages = re.compile(r"/healthz|.*[.](pdf|vcf)|.*/preview/<kind>|/_post/<letter_id>/letter")
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
