"""When letters leave: a day and a time in the event's zone, and the minute in which everything can be taken back."""

from datetime import UTC, datetime, timedelta
from typing import Final, Literal, Protocol
from zoneinfo import ZoneInfo

from matchmaker.domain.mailings.library import LIBRARY, Ready
from matchmaker.errors import N_, Fault

Late = Literal["", "begun", "over"]  # why a letter has lost its sense; "": it has not
LONGEST_WAIT: Final = timedelta(days=400)
_FIRST: Final = datetime(2, 1, 1)  # noqa: DTZ001  of a clock on a wall, wherever it hangs
_LAST: Final = datetime(9998, 12, 31)  # noqa: DTZ001  as above


def read_moment(text: str, time_zone: str, *, now: datetime) -> tuple[datetime, list[Fault]]:
    """A local day and time as UTC, and what is wrong with it.

    The hour that a change of the clocks leaves out, and the one it brings twice, are refused rather than guessed.
    """
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None:
        return now, [Fault("goes_at", N_("Give day and time, such as 2026-11-05 18:30."))]
    zone = ZoneInfo(time_zone)
    # A day at either end of what can be counted may be none in UTC; those are past, or too far away, anyhow
    local = min(max(local, _FIRST), _LAST)
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != local:
        return first, [Fault("goes_at", N_("That time does not exist there: the clocks are put forward over it. Choose another hour."))]
    if first != second:
        return first, [Fault("goes_at", N_("That time comes twice there, as the clocks are put back. Choose an hour that comes once."))]
    if first <= now:
        return first, [Fault("goes_at", N_("That moment is past. Choose a later one, or send the letter now."))]
    if first - now > LONGEST_WAIT:
        return first, [Fault("goes_at", N_("That is more than a year away. Choose an earlier day."))]
    return first, []


class HasTimes(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def closed_at(self) -> datetime | None: ...


def lateness(ready: Ready, event: HasTimes, *, at: datetime) -> Late:
    """Why a letter about what comes before an event makes no sense any more at a moment."""
    if ready.until and (event.ends_at <= at or event.closed_at is not None):
        return "over"
    return "begun" if ready.until == "starts" and event.starts_at <= at else ""


def library_at(event: HasTimes, *, now: datetime) -> tuple[tuple[Ready, Late], ...]:
    """The ready letters, those first that still make sense."""
    return tuple(sorted(((ready, lateness(ready, event, at=now)) for ready in LIBRARY), key=lambda pair: pair[1] != ""))
