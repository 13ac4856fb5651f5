"""D39: what people write never becomes part of a page: not in the browser, on no page, for no kind of visitor."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Column, String, Table, UniqueConstraint, cast, update
from sqlalchemy.orm import Session

from matchmaker.store.engine import make_engine
from matchmaker.store.models.everything import METADATA
from tests import databases
from tests.journeys.gallery import Gallery, open_gallery
from tests.journeys.walk import WALK, Stop, go_to

BRACES = "{{7*7}}"
PAYLOAD = f"\"'><img src=x onerror=alert(1)><b data-planted>{BRACES}"
ADDRESS = "javascript:alert(1)//https://x.example"
PLANT = "[onerror], [data-planted], a[href^='javascript:' i], script:not([src])"
# Every text that the service stores is spoiled, of whatever model, except for columns of these names, each for its reason.
KEPT = {
    "one of a few words of ours, which no form takes any other of": (
        *("act", "answer", "approach", "cause", "deed", "draft_state", "exchange_mode", "exchange_rule", "family", "form", "format"),
        *(
            "join_policy",
            "kind",
            "list_kind",
            "object_kind",
            "purpose",
            "reason",
            "rhythm",
            "role",
            "sees",
            "state",
            "status",
            "verb",
            "way",
        ),
        *("based_on", "campaign", "consent_version", "hue"),
    ),
    "a language or a time zone we know": ("language", "letter_language", "locale", "time_zone", "zone"),
    "drawn or reckoned by us": (
        *("code_hash", "code_start", "entry_id", "epoch", "fingerprint", "id_hash", "lease", "logo", "message_id", "nonce_hash", "salt"),
        *("scan_id", "secret_hash", "short_hash", "token_hash"),
    ),
    "what a page or a row is found by, read into a few signs before it is stored": ("external_id", "key", "next_path", "slug"),
    "a sentence of ours, kept by its English words": ("problem",),
    "an address that mail goes to, read as one before it is stored": ("address", "email", "email_key", "recipient", "safety_address"),
}
SIGNS_OF_OURS = {name for names in KEPT.values() for name in names}
# `reason` is one of our words for a report or a decision, and free for an introduction.
FREE = {"proposal.reason"}
WORDS_IN_LISTS = {"contact_side.tags"}
# The door answers with the same card; who is in or cancelled is not found by a name that everybody has.
ALREADY_SEEN = {"desk-already", "desk-cancelled"}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def spoiled(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """The gallery, where everybody wrote the same wicked thing into every field."""
    folder = tmp_path_factory.mktemp("spoiled")
    url = databases.fresh_sqlite(_sqlite_template, folder)
    with open_gallery(url, folder) as gallery:
        engine = make_engine(url)
        with Session(engine) as session:
            for table, wicked in wicked_words().items():
                session.execute(update(table).values(wicked))
            session.commit()
        engine.dispose()
        yield gallery


def test_words_that_became_part_of_a_page_would_be_found(chromium: Browser) -> None:
    page = chromium.new_page()

    page.set_content(f'<!doctype html><p title="{PAYLOAD}">x</p><a href="{ADDRESS}">y</a>')

    found = [kind for kind in PLANT.split(", ") if page.locator(kind).count()]
    assert found == ["[onerror]", "[data-planted]", "a[href^='javascript:' i]"]


def test_a_text_is_spared_for_a_reason_only() -> None:
    texts = {column.name for table in METADATA.sorted_tables for column in table.columns if isinstance(column.type, String)}
    spoiled = {f"{table.name}.{name}" for table, words in wicked_words().items() for name in words}

    assert SIGNS_OF_OURS - texts == set()
    assert {"promise.text", "card.label", "report.words", "seat.label", "proposal.reason", "mailing.name", "desk.name"} <= spoiled


def test_the_wicked_words_are_really_there(spoiled: Gallery, chromium: Browser) -> None:
    with spoiled.window(chromium, "attendee", width=390, height=844) as window:
        page = window.new_page()

        page.goto(spoiled.address("/e/{slug}/matches"))

        assert PAYLOAD in page.locator("main").inner_text()


@pytest.mark.parametrize("who", sorted({stop.who for stop in WALK}))
def test_no_page_runs_what_people_wrote(who: str, spoiled: Gallery, chromium: Browser) -> None:
    spoken: list[str] = []
    planted: dict[str, int] = {}
    with spoiled.window(chromium, who, width=1280, height=800) as window:
        page = window.new_page()
        page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
        for stop in map(_found_by_what_they_are_called_now, WALK):
            if stop.who == who and stop.name not in ALREADY_SEEN:
                go_to(stop, spoiled, page)
                # The policy would stop a planted handler; nothing planted may stand in the page in the first place.
                planted[stop.name] = page.locator(PLANT).count()

    assert (spoken, {name: count for name, count in planted.items() if count}) == ([], {})


def test_an_address_of_a_script_is_no_link(spoiled: Gallery, chromium: Browser) -> None:
    with spoiled.window(chromium, "attendee", width=390, height=844) as window:
        page = window.new_page()

        page.goto(spoiled.address("/e/{slug}/contacts/{met}"))

        assert page.locator("main a[href*='alert']:not([href^='mailto:'])").count() == 0
        assert "subject=Our%20talk%20at%20%22%27%3E%3Cimg" in str(page.locator("main a[href^='mailto:']").first.get_attribute("href"))


def _found_by_what_they_are_called_now(stop: Stop) -> Stop:
    return replace(stop, path=re.sub(r"[?]q=[^&]+", "?q=alert", stop.path))


def wicked_words() -> dict[Table, dict[str, Any]]:
    """By table: something wicked for each text that somebody wrote; told apart by row where no two may be alike."""
    return {
        table: words for table in METADATA.sorted_tables if (words := {one.name: _wicked(one) for one in table.columns if _is_written(one)})
    }


def _is_written(column: Column[Any]) -> bool:
    name = f"{column.table.name}.{column.name}"
    is_text = isinstance(column.type, String) and not column.primary_key and (column.name not in SIGNS_OF_OURS or name in FREE)
    return is_text or name in WORDS_IN_LISTS


def _wicked(column: Column[Any]) -> Any:
    if column.name == "link":
        return ADDRESS
    if not isinstance(column.type, String):
        return [PAYLOAD]
    words, longest = PAYLOAD, column.type.length or 200
    if column.table.name == "mailing_wording":
        words = words.replace(BRACES, "")  # with them a letter can't be sent, so its later pages would not be seen
    if _is_one_of_its_kind(column) and "id" in column.table.columns:
        return words[: longest - 8] + cast(column.table.columns["id"], String)
    return words[:longest]


def _is_one_of_its_kind(column: Column[Any]) -> bool:
    rules = [rule for rule in column.table.constraints if isinstance(rule, UniqueConstraint)]
    return any(column.name in rule.columns for rule in [*rules, *(index for index in column.table.indexes if index.unique)])
