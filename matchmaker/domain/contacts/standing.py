"""How two people stand to each other once one of them has scanned the other."""

from enum import StrEnum


class Side(StrEnum):
    """What one of the two does with their own card."""

    ASKED = "asked"  # was scanned and has not answered yet
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # gave it and took it back


class Standing(StrEnum):
    """The same contact as one of the two sees it."""

    MET = "met"
    ANSWER_DUE = "answer_due"  # they scanned me; I say yes or no
    WAITING = "waiting"  # I scanned them; they have not said yes, and I must not learn who they are
    KEPT_MINE = "kept_mine"  # I said no
    LEFT = "left"  # they took their card back
    NOTHING = "nothing"


def side_of(state: str, *, began: bool, withdrawn: bool) -> Side:
    """One person's side, from what is stored about the contact; whoever scanned first has given their card by pressing the button.

    Parameters
    ----------
    state
        The contact's: "pending", "exchanged" or "declined".
    began
        This person scanned first.
    withdrawn
        This person has taken their card back.
    """
    if withdrawn:
        return Side.WITHDRAWN
    if began or state == "exchanged":
        return Side.GIVEN
    return Side.DECLINED if state == "declined" else Side.ASKED


def standing(mine: Side, theirs: Side) -> Standing:
    """A no looks like no answer: whoever was turned down must not be able to tell."""
    if theirs is Side.GIVEN:
        return {Side.ASKED: Standing.ANSWER_DUE, Side.DECLINED: Standing.KEPT_MINE}.get(mine, Standing.MET)
    if theirs is Side.WITHDRAWN and mine in {Side.GIVEN, Side.WITHDRAWN}:
        return Standing.LEFT  # the reader's own note stays theirs
    return Standing.WAITING if mine is Side.GIVEN else Standing.NOTHING


def shows_card(mine: Side, theirs: Side) -> bool:
    """Whether I may see the fields that they ticked for me; taking mine back later does not blind me."""
    return standing(mine, theirs) is Standing.MET
