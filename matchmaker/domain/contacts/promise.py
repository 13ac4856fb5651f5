"""What somebody promised to a person they met, as it is kept."""

from datetime import date

from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, Fault

LONGEST_PROMISE = 300


def read_promise(text: str, due_on: str) -> tuple[str, date | None, list[Fault]]:
    """The promise on one line, its day (None: no day named), and what is wrong with either."""
    words, faults = one_line(text), []
    if not words:
        faults.append(Fault("promise", N_("Say what you promised, such as “the interview guide”.")))
    if len(words) > LONGEST_PROMISE:
        faults.append(Fault("promise", N_("The promise is too long: at most %(most)s characters fit."), {"most": LONGEST_PROMISE}))
    try:
        day = date.fromisoformat(due_on.strip()) if due_on.strip() else None
    except ValueError:
        day = None
        faults.append(Fault("due_on", N_("This is no day. Leave it empty, or choose one from the calendar.")))
    return words, day, faults


def due_first(due_on: date | None, number: int) -> tuple[bool, date, int]:
    """Order promises by: what is due soonest comes first, what has no day last."""
    return due_on is None, due_on or date.max, number
