"""What the desk is told about the person before it."""

from enum import StrEnum

WAYS = ("camera", "scanner", "typed", "search", "walk_in")


class Verdict(StrEnum):
    IN = "in"
    ALREADY = "already"  # somebody let them in before
    CANCELLED = "cancelled"  # the ticket is cancelled; only a host lets them in all the same
    NOBODY = "nobody"  # no badge of this event: unknown, withdrawn and another event's are one and the same
    UNDONE = "undone"
    STILL_IN = "still_in"  # taken back here, and another desk had let them in too


def verdict_of(*, known: bool, registered: bool, was_in: bool) -> Verdict:
    """What somebody at the door is told; a cancelled ticket comes before everything a desk did with it earlier."""
    if not known:
        return Verdict.NOBODY
    if not registered:
        return Verdict.CANCELLED
    return Verdict.ALREADY if was_in else Verdict.IN
