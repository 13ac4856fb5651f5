"""How often one wishes to be in touch with somebody, in calendar days: no clock, no zone."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Final, Literal

from matchmaker.errors import N_, Fault

Unit = Literal["w", "m"]
MOST: Final[dict[Unit, int]] = {"w": 52, "m": 24}
STEPS: Final = (1, 3, 6)  # months
_CODE = re.compile(r"([wm])([1-9][0-9]?)")
_DAYS_PER_MONTH: Final = 30.4


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many weeks or months; or (`every` is 0) at 1, 3 and 6 months and then no more."""

    every: int = 0
    unit: Unit = "m"

    @property
    def is_steps(self) -> bool:
        return self.every == 0

    @property
    def code(self) -> str:
        """How it is kept and sent by forms."""
        return "steps" if self.is_steps else f"{self.unit}{self.every}"

    @property
    def first(self) -> tuple[float, str]:
        """Order rhythms by: which brings somebody back sooner; equally long ones by their code, so that one answer comes out."""
        months = STEPS[0] if self.is_steps else self.every
        return (months * 7.0 if self.unit == "w" else months * _DAYS_PER_MONTH), self.code


IN_STEPS: Final = Rhythm()
NEVER: Final = "never"  # a person's own word against the rhythm of their tags


def read_rhythm(code: str) -> Rhythm | None:
    """What a kept code says; None for none, or for one that we never wrote."""
    if code == "steps":
        return IN_STEPS
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    unit: Unit = "w" if found[1] == "w" else "m"
    return Rhythm(int(found[2]), unit) if int(found[2]) <= MOST[unit] else None


def read_choice(chosen: str, every: str, unit: str) -> tuple[str, list[Fault]]:
    """The code that a form asks for: "" (as the tags say), "never", or a rhythm; "own" is made of the number and its unit."""
    if chosen in {"", NEVER}:
        return chosen, []
    number = every.strip() if every.strip().isascii() else ""
    found = read_rhythm(f"{unit}{number.lstrip('0')}" if chosen == "own" else chosen)
    if found is None:
        return "", [Fault("every", N_("A rhythm is 1 to 52 weeks, or 1 to 24 months."))]
    return found.code, []


def rhythm_of(own: str, of_tags: Iterable[str]) -> Rhythm | None:
    """What counts for a person: their own rhythm if they have one, else the shortest of their tags'; None for none."""
    if own:
        return read_rhythm(own)
    found = [rhythm for code in of_tags if (rhythm := read_rhythm(code))]
    return min(found, key=lambda one: one.first, default=None)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last: 31 January and a month is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def nth_day(rhythm: Rhythm, since: date, number: int) -> date | None:
    """The first (1), second … day on which it is time, counted from the last touch; None once the steps are over.

    Months are always counted from the day of the touch: after the 31st comes the 28th, and then the 31st again.
    """
    if rhythm.is_steps:
        return add_months(since, STEPS[number - 1]) if number <= len(STEPS) else None
    passed = rhythm.every * number
    return since + timedelta(weeks=passed) if rhythm.unit == "w" else add_months(since, passed)


def due_on(rhythm: Rhythm, since: date, *, not_before: date | None = None) -> date:
    """The day from which somebody is due.

    Parameters
    ----------
    since
        The day of the last touch, or of the meeting.
    not_before
        Until when it was put off.
    """
    first = nth_day(rhythm, since, 1)
    assert first is not None  # every rhythm has a first day
    return max(first, not_before or first)


def newest_day(rhythm: Rhythm, since: date, today: date, *, not_before: date | None = None) -> date | None:
    """The last day up to today on which it was time: who was told of it needs no second word. None: not due yet.

    Days that fell before the end of a snooze are all moved to its end.
    """
    newest = None
    for number in count(1):
        day = nth_day(rhythm, since, number)
        if day is None:
            return newest
        moved = max(day, not_before or day)
        if moved > today:
            return newest
        newest = moved
    return newest
