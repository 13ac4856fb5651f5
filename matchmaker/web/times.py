"""Times as people read them: in the event's zone, with its name."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from flask_babel import get_locale


def day_text(moment: datetime, time_zone: str) -> str:
    """Such as "Thu 5 Nov 2026"."""
    return format_date(moment.astimezone(ZoneInfo(time_zone)), "EEE d MMM y", locale=get_locale() or "en")


def time_text(moment: datetime, time_zone: str) -> str:
    """Such as "09:30 GMT"."""
    local = moment.astimezone(ZoneInfo(time_zone))
    locale = get_locale() or "en"
    return f"{format_time(local, 'HH:mm', locale=locale)} {get_timezone_name(local, width='short', locale=locale)}"


def span_text(starts_at: datetime, ends_at: datetime, time_zone: str) -> str:
    """Such as "Thu 5 Nov 2026, 09:00 to 17:00 GMT", or both days when they differ."""
    zone = ZoneInfo(time_zone)
    locale = get_locale() or "en"
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    begin = f"{day_text(start, time_zone)}, {format_time(start, 'HH:mm', locale=locale)}"
    finish = time_text(end, time_zone) if start.date() == end.date() else f"{day_text(end, time_zone)}, {time_text(end, time_zone)}"
    return f"{begin} – {finish}"
