"""When a letter that could not be handed over is tried again, and when it is given up."""

from datetime import datetime, timedelta

BACK_OFF_SECONDS = (10, 30, 60, 300, 900)
JITTER = 0.2
# A relay may be away for a night; a follow-up that comes a day late still is one.
GIVE_UP_AFTER = timedelta(days=1)


def next_try(tries: int, *, created_at: datetime, now: datetime, dice: float) -> datetime | None:
    """The moment of the next try, or None when the letter is too old for one.

    One that waited long for its turn, at a limit for the day or in quiet hours, still gets every pause once: a server that says
    "later" to whom it doesn't know yet would else never get it.

    Parameters
    ----------
    tries : int
        How often it was tried in vain, this time included.
    dice : float
        From 0 to 1; spreads the letters, so that they don't all knock at the same second.
    """
    if now - created_at >= GIVE_UP_AFTER and tries > len(BACK_OFF_SECONDS):
        return None
    pause = BACK_OFF_SECONDS[min(tries, len(BACK_OFF_SECONDS)) - 1]
    return now + timedelta(seconds=pause * (1 + JITTER * (2 * dice - 1)))
