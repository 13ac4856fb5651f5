"""The walk in other languages, on the narrowest phone: nothing scrolls sideways or stays English, and axe is content from right to left."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from matchmaker.paths import TRANSLATIONS
from scripts.sentences import sentences_in
from tests.journeys.gallery import Gallery
from tests.journeys.looking import PICTURES, RULES, findings, sideways
from tests.journeys.walk import WALK, go_to

SPEAKS_ENGLISH = frozenset({"design"})  # the page of parts is for those who build
# What pages show as it is: badges and letters in the language they were made in, and words that somebody of the walk typed.
SHOWN_AS_THEY_ARE = frozenset({"Ask me about", "Whom you met", "Still time to swap cards", "You are invited", "Old maps of the coast"})
LETTERS_THERE = frozenset({"You two are introduced", "would like to introduce you to somebody"})
SHOW_LETTERS = frozenset({"post", "post-letter"})
WORDS = 3
# Colours are the same in every language, and looking at them takes axe the longest.
FROM_RIGHT_TO_LEFT = {**RULES, "rules": {"color-contrast": {"enabled": False}}}
SEEN = """() => [document.body.innerText, document.title,
  ...[...document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")].flatMap(one =>
    ["aria-label", "placeholder", "title", "alt"].map(name => one.getAttribute(name) ?? ""))].join("\\n")"""

pytestmark = pytest.mark.browser


def english_of(language: str) -> list[str]:
    """Whole pieces of three words and more that the house says in English, and this language otherwise."""
    pieces: set[str] = set()
    for message in sentences_in(TRANSLATIONS / f"{language}.po"):
        for english in message.id if isinstance(message.id, tuple) else (message.id,):
            if english and message.string != message.id:
                pieces.update(" ".join(piece.split()) for piece in re.split(r"%\(\w+\)s|%%|{\w+}", english))
    return sorted(piece for piece in pieces - SHOWN_AS_THEY_ARE if len(re.findall(r"[^\W\d_]+", piece)) >= WORDS)


def leftovers(page: Page, english: list[str]) -> Iterator[str]:
    seen = " ".join(page.evaluate(SEEN).split())
    yield from (f"still English: {piece}" for piece in english if piece in seen)


def test_a_planted_leftover_is_found(bare_chromium: Browser) -> None:
    page = bare_chromium.new_page()
    page.set_content('<p>Guten Tag, <b>Nothing is</b> saved yet</p><p aria-label="Search by name, address or organisation">x</p>')

    assert list(leftovers(page, english_of("de"))) == [
        "still English: Nothing is saved yet",
        "still English: Search by name, address or organisation",
    ]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_page_speaks_the_language_and_fits_the_narrowest_phone(language: str, fresh_gallery: Gallery, bare_chromium: Browser) -> None:
    english, faults = english_of(language), {}
    PICTURES.mkdir(parents=True, exist_ok=True)
    with ExitStack() as open_windows:
        pages: dict[str, Page] = {}
        for stop in WALK:
            if stop.name in SPEAKS_ENGLISH:
                continue
            if stop.who not in pages:
                window = fresh_gallery.window(bare_chromium, stop.who, width=320, height=640, language=language)
                pages[stop.who] = open_windows.enter_context(window).new_page()
            page = pages[stop.who]
            go_to(stop, fresh_gallery, page)
            found = list(leftovers(page, [piece for piece in english if stop.name not in SHOW_LETTERS or piece not in LETTERS_THERE]))
            if sideways(page) > 0:
                found.append(f"scrolls {sideways(page)} px sideways")
            if page.get_attribute("html", "lang") != language:
                found.append("says that it is in another language")
            if language == "ar":
                found += findings(page, FROM_RIGHT_TO_LEFT)
                page.screenshot(path=PICTURES / f"{stop.name}-{language}.png", animations="disabled")
            if found:
                faults[stop.name] = found

    assert faults == {}
