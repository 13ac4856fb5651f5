"""An event as an organiser types it."""

from datetime import UTC, datetime

import pytest

from matchmaker.domain.events.draft import local_text, read_draft, slug_from
from matchmaker.errors import BadInputError

GOOD = {
    "name": "Northlight 26",
    "slug": "northlight",
    "place": "Saltmarsh Hall",
    "time_zone": "Europe/London",
    "starts_at": "2026-07-05T18:30",
    "ends_at": "2026-07-05T22:00",
    "description": "An evening.\nWith tea.",
    "tags": "Rust, rust\nOpen maps; Choirs",
    "join_policy": "invited",
    "sees": "first_names",
    "exchange_rule": "ask_first",
}


def faults_of(**changes: str) -> list[tuple[str, str]]:
    with pytest.raises(BadInputError) as caught:
        read_draft({**GOOD, **changes})
    return [(fault.field, str(fault)) for fault in caught.value.faults]


def test_a_good_form_becomes_a_draft_in_utc() -> None:
    draft = read_draft(GOOD)

    assert (draft.starts_at, draft.ends_at) == (datetime(2026, 7, 5, 17, 30, tzinfo=UTC), datetime(2026, 7, 5, 21, 0, tzinfo=UTC))
    assert draft.tags == ("Rust", "Open maps", "Choirs")
    assert draft.description == "An evening.\nWith tea."
    assert (draft.join_policy, draft.sees, draft.exchange_rule) == ("invited", "first_names", "ask_first")


def test_every_fault_is_named_at_once_in_the_order_of_the_form() -> None:
    faults = faults_of(
        name=" ", slug="!", place="p" * 201, time_zone="Mars/Base", starts_at="soon", ends_at="", sees="all", description="d" * 4001
    )

    assert [field for field, _ in faults] == ["name", "slug", "place", "time_zone", "starts_at", "ends_at", "description", "sees"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ends_at", "2026-07-05T18:30", "The end is not after the start. Check the dates."),
        ("ends_at", "2026-09-05T18:30", "An event lasts at most 31 days. Check the dates."),
        ("ends_at", "2026-07-05T22:00+02:00", "Give day and time, such as 2026-11-05 18:30."),
        ("starts_at", "0001-01-01T00:00", "Give day and time, such as 2026-11-05 18:30."),
        ("name", "n" * 121, "The name is longer than 120 characters. Shorten it."),
        ("tags", "t" * 81, f"“{'t' * 30}…” is longer than 80 characters. Shorten it."),
        ("tags", "\n".join(f"tag {n}" for n in range(301)), "These are 301 interests; 300 is the most people can choose from."),
    ],
)
def test_one_fault_says_what_to_do(field: str, value: str, sentence: str) -> None:
    assert faults_of(**{field: value}) == [(field, sentence)]


@pytest.mark.parametrize("slug", ["ab", "-abc", "abc-", "a b c", "é-vent", "a" * 41, "../etc"])
def test_an_address_that_would_break_links_is_refused(slug: str) -> None:
    assert [field for field, _ in faults_of(slug=slug)] == ["slug"]


def test_a_short_address_is_proposed_from_the_name() -> None:
    assert slug_from("Café Kraków — Tech Night #4!") == "cafe-krakow-tech-night-4"
    assert slug_from("東京の夜") == ""


def test_a_moment_is_shown_in_the_zone_of_the_event() -> None:
    assert local_text(datetime(2026, 7, 5, 17, 30, tzinfo=UTC), "Europe/London") == "2026-07-05T18:30"
