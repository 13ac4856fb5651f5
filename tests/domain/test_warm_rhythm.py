"""On which days somebody comes back: calendar months from the last touch, never earlier for a touch or a snooze."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vRecur

from matchmaker.domain.warm.plan import plan
from matchmaker.domain.warm.rhythm import (
    IN_STEPS,
    Rhythm,
    add_months,
    due_on,
    newest_day,
    nth_day,
    read_choice,
    read_rhythm,
    rhythm_of,
)

DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
RHYTHMS = st.one_of(
    st.just(IN_STEPS),
    st.builds(Rhythm, st.integers(1, 52), st.just("w")),
    st.builds(Rhythm, st.integers(1, 24), st.just("m")),
)
SNOOZES = st.none() | DAYS


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 5), 3, date(2027, 2, 5)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_are_the_calendar_s(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_steps_come_at_one_three_and_six_months_and_then_no_more() -> None:
    met = date(2026, 11, 5)

    assert [nth_day(IN_STEPS, met, number) for number in (1, 2, 3, 4)] == [date(2026, 12, 5), date(2027, 2, 5), date(2027, 5, 5), None]


def test_a_month_end_is_counted_from_the_touch_and_so_comes_back_to_the_31st() -> None:
    monthly = Rhythm(1, "m")

    assert [nth_day(monthly, date(2026, 1, 31), n) for n in (1, 2, 3)] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("own", "tags", "counts"),
    [
        ("", [], None),
        ("never", ["m1"], None),
        ("m6", ["w2"], Rhythm(6, "m")),
        ("", ["m6", "w2", "steps"], Rhythm(2, "w")),
        ("", ["steps", "m3"], IN_STEPS),
        ("", ["m1", "w4"], Rhythm(4, "w")),
        ("", ["rubbish", "m99"], None),
    ],
)
def test_an_own_rhythm_counts_and_else_the_shortest_of_the_tags(own: str, tags: list[str], counts: Rhythm | None) -> None:
    assert rhythm_of(own, tags) == counts


@pytest.mark.parametrize(
    ("chosen", "every", "unit", "code"),
    [("", "", "", ""), ("never", "9", "m", "never"), ("steps", "", "", "steps"), ("m3", "", "", "m3"), ("own", "05", "w", "w5")],
)
def test_what_a_form_chooses(chosen: str, every: str, unit: str, code: str) -> None:
    assert read_choice(chosen, every, unit) == (code, [])


@pytest.mark.parametrize(
    ("every", "unit"), [("0", "w"), ("53", "w"), ("25", "m"), ("-1", "m"), ("", "m"), ("x", "w"), ("3", "d"), ("3", ""), ("٣", "m")]
)
def test_a_rhythm_that_is_none_is_refused(every: str, unit: str) -> None:
    code, faults = read_choice("own", every, unit)

    assert (code, [fault.field for fault in faults]) == ("", ["every"])


@given(RHYTHMS)
def test_a_code_says_its_rhythm(rhythm: Rhythm) -> None:
    assert read_rhythm(rhythm.code) == rhythm


@given(RHYTHMS, DAYS, st.integers(0, 900), SNOOZES)
def test_a_touch_never_makes_somebody_due_earlier(rhythm: Rhythm, since: date, days: int, snooze: date | None) -> None:
    touched = since + timedelta(days=days)

    assert due_on(rhythm, touched, not_before=snooze) >= due_on(rhythm, since, not_before=snooze)


@given(RHYTHMS, DAYS, SNOOZES, DAYS)
def test_a_snooze_never_brings_anybody_earlier_and_never_in_its_time(rhythm: Rhythm, since: date, snooze: date | None, today: date) -> None:
    before, after = newest_day(rhythm, since, today), newest_day(rhythm, since, today, not_before=snooze)

    assert due_on(rhythm, since, not_before=snooze) >= due_on(rhythm, since)
    assert after is None or (before is not None and after >= before and (snooze is None or after >= snooze))


@given(RHYTHMS, DAYS, DAYS, SNOOZES)
def test_somebody_is_due_exactly_from_their_day_on(rhythm: Rhythm, since: date, today: date, snooze: date | None) -> None:
    is_due = newest_day(rhythm, since, today, not_before=snooze) is not None

    assert is_due == (due_on(rhythm, since, not_before=snooze) <= today)


@given(RHYTHMS, DAYS, DAYS, SNOOZES)
def test_a_calendar_says_the_same_days(rhythm: Rhythm, since: date, today: date, snooze: date | None) -> None:
    """The rule of a series, expanded by another program's arithmetic, gives our days, month ends included."""
    found, open_from = plan(rhythm, since, today, not_before=snooze), max(today, snooze or today)
    ours = [day for number in range(1, 700) if (day := nth_day(rhythm, since, number)) and day > open_from][:5]
    if found.again_from is None:
        assert [day for day in found.single if day > open_from] == ours
    else:
        start = datetime(found.again_from.year, found.again_from.month, found.again_from.day)  # noqa: DTZ001  a day, in no zone
        series = rrulestr(vRecur(dict(found.rule or {})).to_ical().decode(), dtstart=start)
        assert [moment.date() for moment in series[:5]] == ours
    assert (open_from in found.single) == (due_on(rhythm, since) <= open_from)
    assert all(day >= today for day in found.single)
