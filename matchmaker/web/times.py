"""Times as people read them on a page: in the page's language."""

from datetime import date, datetime

from matchmaker import times
from matchmaker.web.languages import spoken


def day_text(moment: datetime, time_zone: str) -> str:
    """Such as "Thu 5 Nov 2026"."""
    return times.day_text(moment, time_zone, spoken())


def date_text(day: date) -> str:
    """Such as "Fri 13 Nov 2026", of a day that is the same everywhere."""
    return times.date_text(day, spoken())


def time_text(moment: datetime, time_zone: str) -> str:
    """Such as "09:30 GMT"."""
    return times.time_text(moment, time_zone, spoken())


def span_text(starts_at: datetime, ends_at: datetime, time_zone: str) -> str:
    """Such as "Thu 5 Nov 2026, 09:00 – 17:00 GMT", or both days when they differ."""
    return times.span_text(starts_at, ends_at, time_zone, spoken())
