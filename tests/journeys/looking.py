"""How a page is looked at by machine: what axe finds serious, whether it scrolls sideways, how it stands with other eyes."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PICTURES = Path(__file__).resolve().parents[2] / "test-output" / "pictures"
# What axe need not work out, as nobody reads it: a selector for each node (we show its source), and style sheets of other hosts.
WHAT_IS_READ = {"resultTypes": ["violations"], "selectors": False, "preload": False}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **WHAT_IS_READ}
# Dark pages differ by their colours alone; the rest was looked at by day.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **WHAT_IS_READ}
AXE = Axe()
SERIOUS = frozenset({"serious", "critical"})
DOUBLE = 32  # px, where browsers start from 16
# Ours are drawn with a border that forced colours keep; a ground alone would vanish.
BARE = """() => [...document.querySelectorAll('button.btn, a.btn, .input, .chip, .card, .opt')]
  .filter((part) => part.checkVisibility() && !part.disabled)
  .filter((part) => !['Top', 'Right', 'Bottom', 'Left'].some((side) => parseFloat(getComputedStyle(part)[`border${side}Width`]) > 0))
  .map((part) => part.outerHTML.slice(0, 120))"""
# Less than 10 ms is no motion: it is how our sheets turn it off.
MOVING = """() => document.getAnimations()
  .filter((motion) => motion.playState === 'running' && motion.effect.getTiming().duration > 10)
  .map((motion) => motion.animationName || motion.transitionProperty)"""


def findings(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds serious, with the places; axe is handed in from outside, past the page's own policy, and once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    violations = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def let_it_settle(page: Page) -> None:
    """Two frames, so that what was just asked of the page (sizes, colours) is what stands there."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def enlarge_text(page: Page) -> None:
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": DOUBLE, "fixed": DOUBLE}})
    for _ in range(2000):  # it takes a moment; the page's policy lets no script of ours wait there
        if page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= DOUBLE:
            break
        page.wait_for_timeout(20)
    let_it_settle(page)
