"""When somebody put off comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from matchmaker.domain.matching.answering import later_until

STARTS = datetime(2026, 11, 5, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "now", "days", "back"),
    [
        ("on the first of two days, the second", STARTS + timedelta(hours=2), 2, datetime(2026, 11, 5, 23, tzinfo=UTC)),
        ("on the last day, in two hours", STARTS + timedelta(hours=2), 1, STARTS + timedelta(hours=4)),
        ("weeks before, on the first day", STARTS - 14 * DAY, 2, datetime(2026, 11, 4, 23, tzinfo=UTC)),
        ("the evening before, on the first day", STARTS - timedelta(hours=10), 1, datetime(2026, 11, 4, 23, tzinfo=UTC)),
        ("after the event, the next day", STARTS + 3 * DAY, 1, datetime(2026, 11, 8, 23, tzinfo=UTC)),
    ],
)
def test_later_is_the_next_day_of_the_event(name: str, now: datetime, days: int, back: datetime) -> None:
    ends = STARTS + (days - 1) * DAY + timedelta(hours=9)

    assert later_until(now, starts_at=STARTS, ends_at=ends, time_zone="Europe/Paris") == back, name
