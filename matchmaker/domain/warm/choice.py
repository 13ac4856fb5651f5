"""When somebody wants the letter of reminders, as a form says it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from zoneinfo import available_timezones

from matchmaker.domain.warm.quiet import Hours, is_quiet_hour
from matchmaker.domain.warm.rhythm import add_months
from matchmaker.errors import N_, Fault

_FIRST_WEEKEND_DAY: Final = 5
LONGEST_SNOOZE: Final = timedelta(days=2 * 366)


def read_hours(form: Mapping[str, str]) -> tuple[Hours, list[Fault]]:
    """What is chosen, and what of it can't be: a letter that would always fall into quiet hours never came."""
    faults = []
    zone = form.get("zone", "").strip()
    if zone not in available_timezones():
        faults.append(Fault("zone", N_("This is no time zone. It looks like Europe/London.")))
        zone = "UTC"
    quiet_weekends = form.get("weekends") == "quiet"
    hours = Hours(
        zone=zone,
        weekday=_number(form, "weekday", most=6, otherwise=1),
        hour=_number(form, "hour", most=23, otherwise=9),
        quiet_from=_number(form, "quiet_from", most=23, otherwise=21),
        quiet_until=_number(form, "quiet_until", most=23, otherwise=8),
        quiet_weekends=quiet_weekends,
    )
    if is_quiet_hour(hours, hours.hour):
        faults.append(Fault("hour", N_("This hour is in your quiet hours. Choose another one, or shorter quiet hours.")))
    if quiet_weekends and hours.weekday >= _FIRST_WEEKEND_DAY:
        faults.append(Fault("weekday", N_("Your weekends are quiet. Choose a day from Monday to Friday.")))
    return hours, faults


def read_snooze(how: str, day: str, *, today: date) -> tuple[date, list[Fault]]:
    """Until when somebody is put off: for a week, a month, or until a day of one's own, which is later than today."""
    if how == "week":
        return today + timedelta(weeks=1), []
    if how == "month":
        return add_months(today, 1), []
    try:
        chosen = date.fromisoformat(day.strip())
    except ValueError:
        return today, [Fault("day", N_("This is no day. Choose one from the calendar."))]
    if not today < chosen <= today + LONGEST_SNOOZE:
        return today, [Fault("day", N_("Choose a day from tomorrow on, at most two years from now."))]
    return chosen, []


def _number(form: Mapping[str, str], name: str, *, most: int, otherwise: int) -> int:
    text = form.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else otherwise
    return number if number <= most else otherwise
