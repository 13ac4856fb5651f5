"""What a reader may answer about somebody on their list, and when "ask me later" is over."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

NOT_FOR_ME: Final = "not_for_me"
LATER: Final = "later"
ANSWERS: Final = (NOT_FOR_ME, "know_already", "met", LATER)
# Why not, if the reader likes to say: for their own eyes.
REASONS: Final = ("subject", "moment", "company", "far", "unsaid")
# On an event's last day there is no tomorrow to wait for.
SOON: Final = timedelta(hours=2)


def later_until(now: datetime, *, starts_at: datetime, ends_at: datetime, time_zone: str) -> datetime:
    """When somebody put off comes back: the event's next day, its first one if it has not begun, in two hours on the last.

    Days begin at midnight at the event's place.
    """
    zone = ZoneInfo(time_zone)
    first = datetime.combine(starts_at.astimezone(zone).date(), time(), zone)
    tomorrow = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)
    back = max(tomorrow, first)
    return back if now >= ends_at or back < ends_at else now + SOON
