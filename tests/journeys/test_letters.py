"""Every letter as mail programs show it: light and dark, on a phone and on a desk, with its sheet and without, in every language."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from matchmaker.languages import known_languages
from tests.chromium import PATIENCE
from tests.journeys.looking import COLOURS, PICTURES, findings, sideways
from tests.letter_samples import KINDS, letter_in

WIDTHS = {"phone": 390, "desk": 800}
HEIGHT = 844
OUTPUT = PICTURES / "letters"
_SHEET = re.compile(r"<style>.*?</style>", re.DOTALL)
SMALL = """() => [...document.querySelectorAll('body *')]
  .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && part.checkVisibility())
  .filter((part) => parseFloat(getComputedStyle(part).fontSize) < 16)
  .map((part) => part.outerHTML.slice(0, 120))"""


@pytest.mark.browser
@pytest.mark.parametrize("language", list(known_languages()))
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_readable_in_every_mail_program(bare_chromium: Browser, kind: str, language: str) -> None:
    html = letter_in(kind, language).html
    window = bare_chromium.new_context(viewport={"width": WIDTHS["phone"], "height": HEIGHT}, offline=True)
    window.set_default_timeout(PATIENCE)
    page = window.new_page()
    folder = OUTPUT / language
    folder.mkdir(parents=True, exist_ok=True)

    whole = look_at(page, html, folder / kind, widths=WIDTHS)
    bare = look_at(page, _SHEET.sub("", html), folder / f"{kind}-bare", widths={"phone": WIDTHS["phone"]})  # some programs drop the sheet

    window.close()
    assert "<script" not in html
    assert (whole, bare) == ([], [])


def look_at(page: Page, html: str, name: Path, *, widths: dict[str, int]) -> list[str]:
    """Pictures by day and by night, and what is wrong with them."""
    page.emulate_media(color_scheme="light")
    page.set_content(html)
    faults = [*findings(page), *(f"small text: {part}" for part in page.evaluate(SMALL))]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if scheme == "dark":
            faults += findings(page, COLOURS)
        for place, width in widths.items():
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if (too_wide := sideways(page)) > 0:
                faults.append(f"{too_wide} px too wide for a {place}")
            page.screenshot(path=f"{name}-{scheme}-{place}.png", full_page=True)
        page.set_viewport_size({"width": WIDTHS["phone"], "height": HEIGHT})
    return faults
