"""Two people who may have met several times, as one thread to keep warm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from matchmaker.domain.contacts.search import fold
from matchmaker.domain.warm.quiet import Hours
from matchmaker.domain.warm.rhythm import Rhythm, due_on, newest_day, rhythm_of

LONGEST_KEY = 160
SOON = timedelta(days=30)


class Part(StrEnum):
    """Where somebody stands on the page."""

    DUE = "due"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Side:
    """What is kept of one meeting."""

    met_at: datetime
    touched_at: datetime | None = None
    rhythm: str = ""
    tags: tuple[str, ...] = ()
    snoozed_until: date | None = None
    is_faded: bool = False
    is_let_go: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """When it is time for one person again.

    Attributes
    ----------
    since
        The day of the last touch, or of the newest meeting, by the reader's calendar.
    not_before
        Until when it was put off.
    """

    rhythm: Rhythm
    since: date
    not_before: date | None = None

    @property
    def due_on(self) -> date:
        return due_on(self.rhythm, self.since, not_before=self.not_before)

    def newest_day(self, today: date) -> date | None:
        return newest_day(self.rhythm, self.since, today, not_before=self.not_before)

    def part(self, today: date) -> Part:
        if self.due_on <= today:
            return Part.DUE
        return Part.SOON if self.due_on <= today + SOON else Part.LATER


def tag_key(tag: str) -> str:
    """What two spellings of a tag have in common, as it is kept."""
    return fold(tag)[:LONGEST_KEY]


def tie_of(sides: Sequence[Side], of_tags: Mapping[str, str], hours: Hours) -> Tie | None:
    """The thread that runs through these meetings, the newest first; None where there is no rhythm, or it may fade.

    Meeting somebody anew brings them back: they fade only if they do so of every meeting.
    """
    if all(side.is_faded for side in sides) or all(side.is_let_go for side in sides):
        return None
    own = next((side.rhythm for side in sides if side.rhythm), "")
    tags = (of_tags[key] for side in sides for tag in side.tags if (key := tag_key(tag)) in of_tags)
    rhythm = rhythm_of(own, tags)
    if rhythm is None:
        return None
    last = max(moment for side in sides for moment in (side.met_at, side.touched_at) if moment)
    put_off = max((side.snoozed_until for side in sides if side.snoozed_until), default=None)
    return Tie(rhythm, hours.day_at(last), put_off)


def is_told(tie: Tie, told_on: date | None, today: date) -> bool | None:
    """Whether a letter has told of the newest day on which it was time; None while it is not time yet."""
    newest = tie.newest_day(today)
    if newest is None:
        return None
    return told_on is not None and told_on >= newest
