"""The live code of one minute: whose it is, to this service alone."""

from datetime import UTC, datetime, timedelta

import pytest

from matchmaker.domain.badges.live import LiveMark, live_code, live_mark, live_step, seconds_left
from matchmaker.domain.badges.token import CODE_LENGTH, badge_code_in, normalise_code, number_of, write_signs

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
NOW = datetime(2026, 11, 5, 9, 30, 20, tzinfo=UTC)
LARGEST = 2**31 - 1


@pytest.mark.parametrize("attendee_id", [1, 77, LARGEST])
def test_a_code_says_whose_it_is_and_of_which_minute(attendee_id: int) -> None:
    step = live_step(NOW)

    code = live_code(KEY, event_id=3, attendee_id=attendee_id, generation=2, step=step)

    assert (len(code), normalise_code(code.lower())) == (CODE_LENGTH, code)
    assert live_mark(KEY, code) == LiveMark(attendee_id, step)


def test_nobody_without_the_key_reads_a_code_or_tells_two_of_one_person_from_two_peoples() -> None:
    mine = [live_code(KEY, event_id=3, attendee_id=7, generation=1, step=step) for step in range(500)]

    assert len(set(mine)) == 500
    assert all(live_mark(OTHER_KEY, code).attendee_id != 7 for code in mine)
    for place in range(CODE_LENGTH):
        assert len({code[place] for code in mine}) > 20  # no sign of a code stays while the minutes pass


def test_another_event_generation_or_minute_gives_another_code() -> None:
    names = {"event_id": 3, "attendee_id": 7, "generation": 1, "step": 9}

    codes = {live_code(KEY, **{**names, name: names[name] + 1}) for name in names}  # type: ignore[arg-type]  # names are what it takes

    assert len(codes | {live_code(KEY, **names)}) == 5  # type: ignore[arg-type]  # as above


def test_whatever_a_foreign_code_claims_fits_into_the_database() -> None:
    claimed = [live_mark(KEY, sign * CODE_LENGTH).attendee_id for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"]

    assert max(claimed) <= LARGEST


@pytest.mark.parametrize(("seconds", "has_run_out"), [(0, False), (59, False), (99, False), (100, True), (3600, True), (-60, True)])
def test_a_code_counts_in_its_minute_and_the_next(seconds: int, has_run_out: bool) -> None:
    mark = LiveMark(7, live_step(NOW))

    assert mark.has_run_out(now=NOW + timedelta(seconds=seconds)) is has_run_out


def test_the_next_code_comes_with_the_next_minute() -> None:
    assert (seconds_left(NOW), live_step(NOW + timedelta(seconds=40)) - live_step(NOW)) == (40, 1)


@pytest.mark.parametrize("number", [0, 31, 2**130 - 1])
def test_a_number_survives_being_written_in_signs(number: int) -> None:
    assert number_of(write_signs(number, CODE_LENGTH)) == number


CODE = "7KQ2M9VD" * 3 + "AB"


@pytest.mark.parametrize(
    "text",
    [
        f"HTTPS://EXAMPLE.ORG/B/{CODE}",
        f"https://example.org/b/{CODE.lower()}",
        f"  HTTPS://EXAMPLE.ORG/B/{CODE}/\r\n",
        CODE.lower(),
        " ".join(CODE),
    ],
)
def test_a_badge_is_read_from_its_address_or_its_bare_code(text: str) -> None:
    assert badge_code_in(text, "https://example.org") == CODE


@pytest.mark.parametrize(
    "text",
    [
        f"https://evil.example/b/{CODE}",
        f"https://example.org.evil.example/b/{CODE}",
        f"https://example.org/sign-in?next=/b/{CODE}",
        "7KQ2 M9VD",
        "",
    ],
)
def test_everything_else_is_no_badge(text: str) -> None:
    assert badge_code_in(text, "https://example.org") is None
