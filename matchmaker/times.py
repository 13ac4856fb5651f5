"""Times as people read them: in the event's zone, with its name, as a language writes them. Pages and letters both do."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_name

from matchmaker.languages import Language, comma_of


def day_text(moment: datetime, time_zone: str, language: Language) -> str:
    """Such as "Thu 5 Nov 2026"."""
    return date_text(moment.astimezone(ZoneInfo(time_zone)).date(), language)


def date_text(day: date, language: Language) -> str:
    """Such as "Fri 13 Nov 2026", of a day that is the same everywhere."""
    locale = language.locale
    if locale.language == "en":
        return format_date(day, "EEE d MMM y", locale=locale)  # the house's own way: no commas
    return str(format_skeleton("yMMMEd", day, locale=locale))


def time_text(moment: datetime, time_zone: str, language: Language) -> str:
    """Such as "09:30 GMT"."""
    local = moment.astimezone(ZoneInfo(time_zone))
    # Where figures and words run different ways, a line break would tear them apart
    gap = " " if language.locale.language == "en" else "\u00a0"
    return f"{_clock_text(local, language)}{gap}{_zone_text(local, language)}"


def span_text(starts_at: datetime, ends_at: datetime, time_zone: str, language: Language) -> str:
    """Such as "Thu 5 Nov 2026, 09:00 – 17:00 GMT", or both days when they differ."""
    zone, comma = ZoneInfo(time_zone), comma_of(language.tag)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    begin = f"{day_text(start, time_zone, language)}{comma}{_clock_text(start, language)}"
    finish = time_text(end, time_zone, language)
    if start.date() != end.date():
        finish = f"{day_text(end, time_zone, language)}{comma}{finish}"
    return f"{begin} – {finish}"


def _clock_text(local: datetime, language: Language) -> str:
    pattern = "HH:mm" if language.locale.language == "en" else "short"
    return str(format_time(local, pattern, locale=language.locale)).replace(" ", "\u00a0")


def _zone_text(local: datetime, language: Language) -> str:
    """The zone's short name; its distance from Greenwich where the language has no short name for it."""
    name = get_timezone_name(local, width="short", locale=language.locale)
    return f"UTC{name[:3]}:{name[3:]}" if name[1:].isdigit() and name[0] in "+-" else name
