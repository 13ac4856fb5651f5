"""The days to come on which it is time to be in touch, as a calendar can hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

from matchmaker.domain.warm.rhythm import STEPS, Rhythm, newest_day, nth_day

_EVERY_MONTH_HAS: Final = 28


@dataclass(frozen=True, slots=True)
class Plan:
    """Single days, and a day from which it comes again by a calendar's rule."""

    single: tuple[date, ...] = ()
    again_from: date | None = None
    rule: Mapping[str, object] | None = None


def plan(rhythm: Rhythm, since: date, today: date, *, not_before: date | None = None) -> Plan:
    """Everything from today on. Who is due already stands on today, who is put off stands on the end of it."""
    open_from = max(today, not_before or today)
    is_due = newest_day(rhythm, since, open_from, not_before=not_before) is not None
    first = {open_from} if is_due else set()
    if rhythm.is_steps:
        later = {day for number in range(1, len(STEPS) + 1) if (day := nth_day(rhythm, since, number)) and day > open_from}
        return Plan(tuple(sorted(first | later)))
    again_from = next(day for number in count(1) if (day := nth_day(rhythm, since, number)) and day > open_from)
    return Plan(tuple(first), again_from, _rule(rhythm, since))


def _rule(rhythm: Rhythm, since: date) -> Mapping[str, object]:
    if rhythm.unit == "w":
        return {"FREQ": "WEEKLY", "INTERVAL": rhythm.every}
    months: dict[str, object] = {"FREQ": "MONTHLY", "INTERVAL": rhythm.every}
    if since.day > _EVERY_MONTH_HAS:
        # Calendars leave out a 31st that a month lacks; this is the last day of the month up to the 31st.
        months |= {"BYMONTHDAY": list(range(_EVERY_MONTH_HAS, since.day + 1)), "BYSETPOS": -1}
    return months
