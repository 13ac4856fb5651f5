"""What somebody did about a follow-up, each thing once per person met, and how far that brought them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Act(StrEnum):
    """One thing that was done about one person met."""

    OPENED = "opened"  # the draft was looked at
    COPIED = "copied"
    MAILED = "mailed"  # taken to one's own mail program
    FILED = "filed"  # taken along as a file
    SENT = "sent"  # handed to the service
    MARKED = "marked"  # "I wrote to them"
    REMINDED = "reminded"  # the service reminded of them


# What a page may tell; the others are known where they happen.
TOLD_BY_PAGE: Final = frozenset({Act.OPENED, Act.COPIED, Act.MAILED, Act.FILED})
TAKEN: Final = frozenset({Act.COPIED, Act.MAILED, Act.FILED})
WRITTEN: Final = frozenset({Act.SENT, Act.MARKED})
# Whoever took a draft along or wrote had one before them, whether or not a page could tell so.
OPENED: Final = frozenset({Act.OPENED}) | TAKEN


@dataclass(frozen=True, slots=True)
class OwnRate:
    """How many of the people met somebody did what about; nobody but they see it."""

    met: int
    opened: int = 0
    taken: int = 0
    written: int = 0
    reminded: int = 0

    @property
    def percent(self) -> int:
        """How many of a hundred they wrote to, never rounded up to all or down to none."""
        if self.written in {0, self.met}:
            return 100 if self.written else 0
        return min(99, max(1, round(100 * self.written / self.met)))


def own_rate(met: Sequence[Collection[Act]]) -> OwnRate:
    """The sums over everybody met, each with the acts about them."""

    def about(these: Collection[Act]) -> int:
        return sum(any(act in these for act in acts) for acts in met)

    return OwnRate(len(met), about(OPENED), about(TAKEN), about(WRITTEN), about({Act.REMINDED}))


def read_act(text: str) -> Act | None:
    """What a page told; None for anything that a page has no say in."""
    return Act(text) if text in TOLD_BY_PAGE else None
