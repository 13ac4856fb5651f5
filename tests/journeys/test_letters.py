"""Every letter as mail programs show it: light and dark, on a phone and on a desk, with its sheet and without, in every language."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from matchmaker.domain.mailings.library import LIBRARY, Ready
from matchmaker.domain.mailings.wording import slots_in
from matchmaker.languages import Language, known_languages
from matchmaker.services.mailing_letters import INVENTED, Facts, ShownPerson, compose
from matchmaker.settings import load_settings, write_missing_keys
from matchmaker.store.queries.mailings import MailingReader
from tests.cast import NOW
from tests.chromium import PATIENCE
from tests.journeys.looking import COLOURS, PICTURES, findings, sideways
from tests.letter_samples import KINDS, letter_in

PATHS = {"event": "/", "interests": "/interests", "list": "/matches", "scan": "/scan", "contacts": "/contacts"}
WIDTHS = {"phone": 390, "desk": 800}
HEIGHT = 844
OUTPUT = PICTURES / "letters"
_SHEET = re.compile(r"<style>.*?</style>", re.DOTALL)
SMALL = """() => [...document.querySelectorAll('body *')]
  .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && part.checkVisibility())
  .filter((part) => parseFloat(getComputedStyle(part).fontSize) < 16)
  .map((part) => part.outerHTML.slice(0, 120))"""


# What an organiser's ready letter must say, beside words of its own: each of its slots, filled.
READER = MailingReader(
    event_id=1,
    slug="northlight",
    event="Northlight 26",
    place="Saltmarsh Hall, 12 Causeway Street",
    time_zone="Europe/London",
    starts_at=NOW + timedelta(days=1),
    ends_at=NOW + timedelta(days=1, hours=9),
    sees="full",
    language="en-GB",
    closed_at=None,
    attendee_id=1,
    name="Amara Lindqvist",
    list_kind="match",
    wants_few=False,
    person_id=1,
    email="amara@example.org",
    locale="",
    letter_language="",
)
MET = (
    *INVENTED,
    ShownPerson(
        "عبد الرحمن Al-Rashid", "عبد الرحمن", "Open records for small hospitals, Cooperative of the Northern Clinics", INVENTED[0].join
    ),
    ShownPerson("Ingrid-Alexandra von und zu Hohenlohe-Langenburg", "Ingrid-Alexandra", "Maps"),
    ShownPerson("Li Bo", "Li", ""),
)
FACTS = Facts(READER, ("Olga Lindqvist", "olga@example.org"), NOW, MET, MET)
READY = [ready for ready in LIBRARY if ready.body]  # all but the empty one
SEEN = {  # what a slot leaves behind
    "event_facts": "Saltmarsh Hall, 12 Causeway Street",
    "five_people": "Dafydd Penhallow",
    "people_met": "Dafydd Penhallow",
    **{f"{page}_link": f'href="{{home}}{path}"' for page, path in PATHS.items()},
}


@pytest.mark.browser
@pytest.mark.parametrize("language", list(known_languages()))
@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)
def test_a_ready_letter_of_an_organiser_is_readable_in_every_mail_program(
    bare_chromium: Browser, tmp_path: Path, ready: Ready, language: str
) -> None:
    write_missing_keys(tmp_path)
    settings = load_settings(data_dir=tmp_path, database_url="sqlite://", base_url="https://meet.example.org")
    version = ready.version(language, Language(language).say)
    letter = compose(version, FACTS, settings=settings, unsubscribe="https://meet.example.org/u/i17-Zm9sbG93IHRoZSByaXZlcg")
    folder = OUTPUT / language
    folder.mkdir(parents=True, exist_ok=True)
    window = bare_chromium.new_context(viewport={"width": WIDTHS["phone"], "height": HEIGHT}, offline=True)

    faults = look_at(window.new_page(), letter.html, folder / f"ready-{ready.key}", widths={"phone": WIDTHS["phone"]})

    window.close()
    home = f"{settings.base_url}/e/{READER.slug}"
    missing = [slot for slot in slots_in(version) & SEEN.keys() if SEEN[slot].format(home=home) not in letter.html]
    assert (faults, missing) == ([], [])
    assert not re.search(r"[{}]{2}", f"{letter.subject}{letter.text}{_SHEET.sub('', letter.html)}")
    assert language == "en-GB" or letter.text != compose(ready.version("en-GB", str), FACTS, settings=settings, unsubscribe=None).text


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
