"""Days to remember as a calendar file (RFC 5545): whole days, some of which come again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from matchmaker.domain.calendar.signs import clean, one_line

if TYPE_CHECKING:
    from icalendar import Event

_ALARM: Final = timedelta(hours=9)  # of the morning, wherever the calendar is


@dataclass(frozen=True, slots=True)
class Day:
    """One whole day, or (with `rule`) a series of them.

    Attributes
    ----------
    uid
        The same number again replaces what a calendar holds of it.
    rule
        The parts of an RRULE, such as ``{"FREQ": "MONTHLY", "INTERVAL": 3}``.
    """

    uid: str
    on: date
    title: str
    text: str = ""
    rule: Mapping[str, object] | None = None


def calendar_file(days: Iterable[Day], *, name: str, now: datetime) -> bytes:
    """Write the file.

    Whatever titles and texts hold, the file has one entry for each day and nothing else: breaks are escaped or become blanks,
    other control characters are dropped, lines are folded at 75 octets.
    """
    from icalendar import Calendar  # noqa: PLC0415  a twentieth of a web worker's start, for a file that few ask for

    calendar = Calendar()
    calendar.add("prodid", "-//matchmaker//keep warm//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(name))
    for day in days:
        calendar.add_component(_entry(day, now))
    content: bytes = calendar.to_ical()
    return content


def _entry(day: Day, now: datetime) -> "Event":
    from icalendar import Alarm, Event  # noqa: PLC0415  as above

    entry = Event()
    title = one_line(day.title) or "?"
    entry.add("uid", day.uid)
    entry.add("dtstamp", now)
    entry.add("dtstart", day.on)
    if day.on < date.max:  # the last day there is has none after it; without an end, an entry takes its one day too
        entry.add("dtend", day.on + timedelta(days=1))
    entry.add("summary", title)
    if day.text:
        entry.add("description", clean(day.text).strip())
    if day.rule:
        entry.add("rrule", dict(day.rule))
    entry.add("transp", "TRANSPARENT")  # a day to remember is no appointment: nobody is busy
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _ALARM)
    entry.add_component(alarm)
    return entry
