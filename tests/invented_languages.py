"""Languages made up for tests: every sentence of the house, so marked that what is left in English stands out."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from matchmaker import languages
from matchmaker.mail import letter
from scripts.sentences import collect

HOUSE = Path(__file__).resolve().parents[1]
BEGIN, END = "‹", "›"


def invent_language(folder: Path, tag: str) -> None:
    """A file in which each sentence stands between marks, and each plural form behind its number."""
    catalog = Catalog(locale=tag)
    for message in collect(HOUSE):
        if isinstance(message.id, (list, tuple)):
            many = message.id[-1]
            catalog.add(message.id, tuple(f"{BEGIN}{form}: {many}{END}" for form in range(catalog.num_plurals)))
        elif message.id:
            catalog.add(message.id, f"{BEGIN}{message.id}{END}")
    with (folder / f"{tag}.po").open("wb") as opened:
        write_po(opened, catalog)


def speak_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the house speak what lies in this folder, until the test is over; `forget_languages` belongs behind it."""
    monkeypatch.setattr(languages, "TRANSLATIONS", folder)
    forget_languages()


def forget_languages() -> None:
    for kept in (languages.known_languages, languages.words_of, languages.direction_of, languages.comma_of, letter._wording):
        kept.cache_clear()
