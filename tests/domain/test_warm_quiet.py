"""When the letter leaves: by the clock of its reader's zone, through every change of the clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.domain.warm.choice import read_hours, read_snooze
from matchmaker.domain.warm.quiet import Hours, is_digest_day, is_quiet, leaves_at, may_leave, next_leave, next_loud

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
ODD_ZONES = ("Australia/Lord_Howe", "Pacific/Apia", "Antarctica/Troll", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca")
HOURS = st.builds(
    Hours,
    zone=ZONES | st.sampled_from(ODD_ZONES),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    quiet_from=st.integers(0, 23),
    quiet_until=st.integers(0, 23),
    quiet_weekends=st.booleans(),
)
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  the zone follows
LOUD = {"quiet_from": 0, "quiet_until": 0, "quiet_weekends": False}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "day", "leaves"),
    [
        ("Europe/London", 9, date(2026, 12, 1), "2026-12-01T09:00"),
        ("Europe/London", 9, date(2026, 7, 7), "2026-07-07T08:00"),
        ("Europe/London", 1, date(2026, 3, 29), "2026-03-29T01:00"),  # 01:00 is skipped: 02:00 summer time
        ("Europe/London", 1, date(2026, 10, 25), "2026-10-25T00:00"),  # 01:00 comes twice: the first
        ("America/New_York", 2, date(2026, 3, 8), "2026-03-08T07:00"),
        ("Australia/Lord_Howe", 2, date(2026, 10, 4), "2026-10-03T15:30"),  # clocks go on by half an hour
        ("Antarctica/Troll", 1, date(2026, 3, 29), "2026-03-29T01:00"),  # by two hours
        ("Pacific/Apia", 9, date(2011, 12, 29), "2011-12-29T19:00"),
        ("Pacific/Apia", 9, date(2011, 12, 30), None),  # Samoa had no such day
        ("Pacific/Apia", 9, date(2011, 12, 31), "2011-12-30T19:00"),
    ],
)
def test_the_hour_of_a_day_in_every_odd_zone(zone: str, hour: int, day: date, leaves: str | None) -> None:
    assert leaves_at(Hours(zone=zone, hour=hour, **LOUD), day) == (at(leaves) if leaves else None)


def test_an_hour_that_summer_time_moves_into_quiet_hours_waits_for_their_end() -> None:
    """01:00 is skipped, and 02:00 is quiet until 03:00."""
    hours = Hours(zone="Europe/London", hour=1, quiet_from=2, quiet_until=3, quiet_weekends=False)

    assert leaves_at(hours, date(2026, 3, 29)) == at("2026-03-29T02:00")


def test_a_quiet_weekend_has_no_letter() -> None:
    hours = Hours(zone="Europe/London")

    assert [leaves_at(hours, date(2026, 12, day)) for day in (5, 6)] == [None, None]
    assert next_leave(hours, at("2026-12-04T09:00")) == at("2026-12-07T09:00")


@pytest.mark.parametrize(("moment", "quiet"), [("07:59", True), ("08:00", False), ("20:59", False), ("21:00", True), ("00:00", True)])
def test_quiet_hours_run_over_midnight_and_end_on_the_hour(moment: str, quiet: bool) -> None:
    assert is_quiet(Hours(zone="UTC"), at(f"2026-12-01T{moment}")) is quiet


@given(HOURS, MOMENTS)
@settings(max_examples=300, deadline=None)
@example(Hours(zone="Pacific/Apia", **LOUD), at("2011-12-29T20:00"))
@example(Hours(zone="Australia/Lord_Howe", hour=2, quiet_from=2, quiet_until=3), at("2026-10-03T00:00"))
@example(Hours(zone="Antarctica/Troll", hour=2, quiet_from=3, quiet_until=4, quiet_weekends=False), at("2026-03-28T12:00"))
def test_a_letter_leaves_at_a_moment_that_is_not_quiet_on_the_day_it_is_of(hours: Hours, now: datetime) -> None:
    day = hours.day_at(now)

    moment = leaves_at(hours, day)

    assert moment is None or (hours.day_at(moment) == day and not is_quiet(hours, moment) and may_leave(hours, moment))


@given(HOURS, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_never_two_letters_on_a_day_whoever_asks_how_often(hours: Hours, now: datetime) -> None:
    moments = [now]
    for _ in range(6):
        moments.append(next_leave(hours, moments[-1]))

    days = [hours.day_at(moment) for moment in moments[1:]]
    assert moments == sorted(set(moments))
    assert len(set(days)) == len(days)


@given(HOURS, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_what_may_leave_now_is_not_quiet_and_comes_after_the_hour(hours: Hours, now: datetime) -> None:
    moment = leaves_at(hours, hours.day_at(now))

    assert may_leave(hours, now) == (moment is not None and moment <= now and not is_quiet(hours, now))


@given(HOURS, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_a_letter_that_falls_into_quiet_waits_exactly_for_its_end(hours: Hours, now: datetime) -> None:
    end = next_loud(hours, now)

    assert not is_quiet(hours, end)
    assert end == now or is_quiet(hours, end - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("today", "last", "due"),
    [
        (date(2026, 12, 1), date(2026, 11, 24), True),
        (date(2026, 12, 1), date(2026, 12, 1), False),
        (date(2026, 11, 30), date(2026, 11, 24), False),
        (date(2026, 12, 3), date(2026, 11, 24), True),  # nobody worked on Tuesday: made up for
        (date(2026, 12, 3), date(2026, 12, 1), False),
        (date(2026, 12, 3), None, True),
    ],
)
def test_the_weekly_letter_comes_once_a_week(today: date, last: date | None, due: bool) -> None:
    assert is_digest_day(Hours(weekday=1), today, last=last) is due


@given(st.integers(0, 6), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.lists(st.integers(0, 3), min_size=1, max_size=60))
def test_there_are_never_two_weekly_letters_within_one_week_of_the_chosen_day(weekday: int, start: date, waits: list[int]) -> None:
    """However irregularly somebody looks: each week from the chosen day on has one at most."""
    hours, last, day, weeks = Hours(weekday=weekday), start, start, []
    for wait in waits:
        day += timedelta(days=wait)
        if is_digest_day(hours, day, last=last):
            weeks.append(day - timedelta(days=(day.weekday() - weekday) % 7))
            last = day

    assert len(weeks) == len(set(weeks))


def test_a_form_says_when() -> None:
    form = {"zone": "Asia/Tokyo", "weekday": "3", "hour": "18", "quiet_from": "22", "quiet_until": "7", "weekends": "quiet"}

    assert read_hours(form) == (Hours("Asia/Tokyo", 3, 18, 22, 7), [])


@pytest.mark.parametrize(("changed", "field"), [({"zone": "Mars/Base"}, "zone"), ({"hour": "23"}, "hour"), ({"weekday": "6"}, "weekday")])
def test_a_letter_that_never_came_is_refused(changed: dict[str, str], field: str) -> None:
    form = {"zone": "UTC", "weekday": "1", "hour": "9", "quiet_from": "21", "quiet_until": "8", "weekends": "quiet"}

    assert [fault.field for fault in read_hours({**form, **changed})[1]] == [field]


@pytest.mark.parametrize(
    ("how", "day", "until"),
    [("week", "", date(2027, 2, 7)), ("month", "", date(2027, 2, 28)), ("day", "2027-02-01", date(2027, 2, 1))],
)
def test_a_snooze_ends_on_a_day(how: str, day: str, until: date) -> None:
    assert read_snooze(how, day, today=date(2027, 1, 31)) == (until, [])


@pytest.mark.parametrize("day", ["", "soon", "2027-01-31", "2026-12-01", "2039-01-01"])
def test_a_snooze_into_the_past_or_for_ever_is_refused(day: str) -> None:
    assert [fault.field for fault in read_snooze("day", day, today=date(2027, 1, 31))[1]] == ["day"]
