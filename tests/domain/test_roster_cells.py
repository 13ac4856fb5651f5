"""What one cell means."""

import time

import pytest

from matchmaker.domain.roster.cells import read_languages, read_link, read_phone, read_stage, read_status, split_list, whole_text


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("0", 0),
        ("5", 5),
        ("6", None),
        ("Student", 0),
        ("early-career", 1),
        ("Mid career", 2),
        ("SENIOR", 3),
        ("Head", 4),
        ("giving back", 5),
        ("", None),
        ("wizard", None),
    ],
)
def test_a_stage_is_read_from_its_figure_or_its_word(text: str, stage: int | None) -> None:
    assert read_stage(text) == stage


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("English; Deutsch", ("en", "de"), ()),
        ("en, pt-BR", ("en", "pt-BR"), ()),
        ("English (native), French B2 and Klingon", ("en", "fr"), ("Klingon",)),
        ("العربية / Français", ("ar", "fr"), ()),
        ("xx", (), ("xx",)),
        ("english, English", ("en",), ()),
        ("", (), ()),
    ],
)
def test_languages_are_read_by_code_or_name(text: str, codes: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert read_languages(text) == (codes, unknown)


def test_a_cell_that_goes_on_and_on_is_read_to_its_limit() -> None:
    _, unknown = read_languages("x," * 60_000)

    assert len(unknown) == 1_000


def test_a_cell_full_of_brackets_takes_no_longer_than_any_other() -> None:
    began = time.process_time()

    codes, unknown = read_languages("(" * 100_000)

    assert (codes, len(unknown)) == ((), 1)
    assert time.process_time() - began < 2.0  # trying each bracket against all that follows took half a minute


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Rust; Embedded systems ;rust", ("rust", "Embedded systems")),
        ("AI, Robotics, Board games", ("AI", "Robotics", "Board games")),
        ("• One\n• Two", ("One", "Two")),
        ("Founders, investors. Or a quiet talk.", ("Founders, investors. Or a quiet talk.",)),
        ("somebody who has sold to co-operatives, or knows one", ("somebody who has sold to co-operatives, or knows one",)),
        ("N/A", ()),
        ("-", ()),
        (" ; ", ()),
    ],
)
def test_a_list_is_split_where_its_writer_would_split_it(text: str, items: tuple[str, ...]) -> None:
    assert split_list(text) == items


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("'+44 20 7946 0018", "+44 20 7946 0018"),
        ("030/123456", "030/123456"),
        ("12", None),
        ("1" * 21, None),
        ("call 12345 " + "x" * 40, None),
    ],
)
def test_a_phone_number_needs_digits(text: str, number: str | None) -> None:
    assert read_phone(text) == number


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://ada.example/about", "https://ada.example/about"),
        ("linkedin.com/in/ada", "https://linkedin.com/in/ada"),
        ("javascript://ada.example/%0aalert(1)", None),
        ("javascript:alert(1)", None),
        ("ada", None),
        ("https://me@evil.example", None),
        ("http://[bad", None),
        ("my page is ada.example", None),
        ("a.example/" + "x" * 300, None),
    ],
)
def test_a_link_is_a_web_address_or_nothing(text: str, link: str | None) -> None:
    assert read_link(text) == link


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("approved", "registered"),
        ("Attending", "registered"),
        ("declined", "cancelled"),
        ("Refunded", "cancelled"),
        ("pending_approval", "waiting"),
        ("Waitlist", "waiting"),
        ("VIP", None),
    ],
)
def test_a_tickets_state_is_read_from_its_word(text: str, status: str | None) -> None:
    assert read_status(text) == status


def test_longer_text_keeps_its_lines_and_loses_what_hides() -> None:
    assert whole_text(" One \r\nt\u202ewo\x0bthree\n\n") == "One\nt wo\nthree"
