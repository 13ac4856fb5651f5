"""How a proposed introduction stands, to each of the three: nobody's view depends on an answer that is not theirs to know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """What is stored; nobody is shown it as it is."""

    OPEN = "open"
    VOID = "void"  # nothing can come of it any more; to all three it looks like one that is open
    MADE = "made"  # both said yes, and hold each other's card


class Answer(StrEnum):
    """What one of the two said."""

    NONE = ""
    YES = "yes"
    NO = "no"
    LATER = "later"


class Asked(StrEnum):
    """How one of the two sees the question that was put to them."""

    OPEN = "open"
    LATER = "later"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    MADE = "made"
    OVER = "over"


class Proposed(StrEnum):
    """How whoever proposed sees it."""

    ASKED = "asked"
    OVER = "over"
    TAKEN_BACK = "taken_back"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class Said:
    """What one of the two said.

    Attributes
    ----------
    may_tell
        Whoever proposed may learn that the two were introduced.
    """

    answer: Answer = Answer.NONE
    may_tell: bool = False


def answer_until(asked_at: datetime, *, days: int) -> datetime:
    return asked_at + timedelta(days=days)


def comes_about(state: State, one: Said, other: Said, *, is_taken_back: bool, is_over: bool) -> bool:
    """Whether the two are introduced now."""
    return state is State.OPEN and not (is_taken_back or is_over) and one.answer is other.answer is Answer.YES


def as_asked(mine: Said, *, is_made: bool, is_over: bool) -> Asked:
    """One of the two's view: their own answer, and the end; a no of the other and no answer are the same.

    Parameters
    ----------
    mine
        What this one said.
    is_made
        Both said yes, and the two were introduced.
    is_over
        The last day for answers is past.
    """
    if is_made:
        return Asked.MADE
    if is_over:
        return Asked.OVER
    return {Answer.YES: Asked.SAID_YES, Answer.NO: Asked.SAID_NO, Answer.LATER: Asked.LATER}.get(mine.answer, Asked.OPEN)


def as_proposed(*, is_told: bool, is_taken_back: bool, is_over: bool) -> Proposed:
    """The view of whoever proposed: a matter of the calendar alone, unless both of the two let them know more.

    Parameters
    ----------
    is_told
        The two were introduced, and both allow that this is told.
    is_taken_back
        Whoever proposed took it back.
    is_over
        The last day for answers is past.
    """
    if is_told:
        return Proposed.MADE
    if is_taken_back:
        return Proposed.TAKEN_BACK
    return Proposed.OVER if is_over else Proposed.ASKED


def is_told(state: State, one: Said, other: Said) -> bool:
    return state is State.MADE and one.may_tell and other.may_tell
