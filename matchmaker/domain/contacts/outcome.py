"""What a scan does: the owner's choice, the organiser's rule and the hour decide."""

from dataclasses import dataclass
from enum import StrEnum

from matchmaker.domain.contacts.standing import Side


class Way(StrEnum):
    """How the code reached us."""

    PRINTED = "printed"
    TYPED = "typed"  # eight signs read aloud prove nothing


class Outcome(StrEnum):
    """What happens to the two cards."""

    EXCHANGED = "exchanged"
    PENDING = "pending"  # the owner is asked; the scanner learns nothing
    OWN = "own"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """All that a scan is judged by; what is not said is taken as a reason to ask first.

    Attributes
    ----------
    way
        How the code came in.
    known
        The code is some badge's present code.
    same_event
        The scanner attends the badge's event.
    own
        The badge is the scanner's.
    owner_side
        What the owner does with their card towards this scanner; ASKED if these two have nothing yet.
    owner_shares
        The owner chose "share my card at once"; not having been asked yet is no.
    organiser_asks_first
        The event's rule is "ask first" for everybody.
    event_runs
        The event is on right now, or is a demo event.
    both_confirmed
        Both have proved their address by signing in.
    budget_left
        The scanner has not used up this hour's exchanges at once.
    """

    way: Way
    known: bool
    same_event: bool
    own: bool
    owner_side: Side = Side.ASKED
    owner_shares: bool = False
    organiser_asks_first: bool = True
    event_runs: bool = False
    both_confirmed: bool = False
    budget_left: bool = False


def outcome_of(facts: ScanFacts) -> Outcome:
    """Decide what a scan does.

    A code that is not known, was withdrawn or belongs to another event is one and the same thing to a scanner. An owner who has
    given this scanner their card, or asked for theirs, has agreed; one who said no or took it back is never overruled by a scan.

    Parameters
    ----------
    facts
        What the database says, already looked up.
    """
    if not (facts.known and facts.same_event):
        return Outcome.UNKNOWN
    if facts.own:
        return Outcome.OWN
    if facts.owner_side is Side.GIVEN:
        return Outcome.EXCHANGED
    return Outcome.EXCHANGED if _at_once(facts) else Outcome.PENDING


def _at_once(facts: ScanFacts) -> bool:
    return (
        facts.way is Way.PRINTED
        and facts.owner_side is Side.ASKED
        and facts.owner_shares
        and not facts.organiser_asks_first
        and facts.event_runs
        and facts.both_confirmed
        and facts.budget_left
    )
