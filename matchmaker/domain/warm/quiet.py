"""When the letter of reminders leaves: a chosen hour where its reader lives, never in quiet hours, never twice on a day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_STEP: Final = timedelta(minutes=15)  # zones move their clocks by full, half, and once by a third of an hour
_A_DAY_AT_MOST: Final = 4 * 26
_FIRST_WEEKEND_DAY: Final = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """What a reader chose for the letter.

    Attributes
    ----------
    weekday
        0 is Monday.
    hour
        0 to 23, by the clock of the zone.
    quiet_from, quiet_until
        No letter from this hour on until that one, over midnight too; the same twice: no quiet hours.
    quiet_weekends
        No letter on Saturdays and Sundays.
    """

    zone: str = "UTC"
    weekday: int = 1
    hour: int = 9
    quiet_from: int = 21
    quiet_until: int = 8
    quiet_weekends: bool = True

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))

    def day_at(self, moment: datetime) -> date:
        return self.local(moment).date()


def is_quiet_hour(hours: Hours, hour: int) -> bool:
    if hours.quiet_from <= hours.quiet_until:
        return hours.quiet_from <= hour < hours.quiet_until
    return hour >= hours.quiet_from or hour < hours.quiet_until


def is_quiet(hours: Hours, now: datetime) -> bool:
    """Whether no letter may reach this reader now."""
    local = hours.local(now)
    return is_quiet_hour(hours, local.hour) or (hours.quiet_weekends and local.weekday() >= _FIRST_WEEKEND_DAY)


def leaves_at(hours: Hours, day: date) -> datetime | None:
    """The moment at which the letter of this day leaves, in UTC; None: that day has none.

    An hour that the clocks skip comes as much later as they skip; one that comes twice counts the first time. A chosen hour in
    quiet hours waits for their end; a day that is quiet to its end, or that the zone skips, has no letter.
    """
    wall = datetime.combine(day, time(hours.hour), ZoneInfo(hours.zone))
    moment = wall.astimezone(UTC)
    for _ in range(_A_DAY_AT_MOST):
        if hours.day_at(moment) != day:
            return None
        if not is_quiet(hours, moment):
            return moment
        moment += _STEP
    return None


def next_leave(hours: Hours, after: datetime) -> datetime:
    """The first moment later than this one at which a letter may leave."""
    day = hours.day_at(after)
    for _ in range(10):  # a week has a day without quiet, but for somebody whose every hour is quiet
        moment = leaves_at(hours, day)
        if moment is not None and moment > after:
            return moment
        day += timedelta(days=1)
    return after + timedelta(days=7)


def next_loud(hours: Hours, now: datetime) -> datetime:
    """The end of the quiet that it is now; now itself where it is not quiet."""
    moment = now
    for _ in range(7 * _A_DAY_AT_MOST):
        if not is_quiet(hours, moment):
            return moment
        moment += _STEP - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment


def may_leave(hours: Hours, now: datetime) -> bool:
    """Whether this day's letter may leave now: its hour has come, and it is not quiet."""
    moment = leaves_at(hours, hours.day_at(now))
    return moment is not None and moment <= now and not is_quiet(hours, now)


def is_digest_day(hours: Hours, today: date, *, last: date | None) -> bool:
    """Whether the chosen weekday has come since the last weekly letter; a quiet one, or one without a worker, is made up for."""
    since = (today.weekday() - hours.weekday) % 7
    return last is None or last < today - timedelta(days=since)
