"""What a scan does: the owner's choice, the organiser's rule and the hour decide."""

from dataclasses import dataclass
from enum import StrEnum

from matchmaker.domain.contacts.standing import Side


class Way(StrEnum):
    """How the code reached us."""

    PRINTED = "printed"
    TYPED = "typed"  # eight signs read aloud prove nothing
    SEARCH = "search"  # found by name: nobody need have met
    LIVE = "live"  # on its owner's screen this minute, so both are present


class Outcome(StrEnum):
    """What happens to the two cards."""

    EXCHANGED = "exchanged"
    PENDING = "pending"  # the owner is asked; the scanner learns nothing
    VOID = "void"  # one has blocked the other: nothing moves, and to the scanner it looks like PENDING
    OWN = "own"
    UNKNOWN = "unknown"
    RUN_OUT = "run_out"  # a live code of an earlier minute
    UNDONE = "undone"  # the scanner took this scan back within seconds


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
    blocked
        One of the two has blocked the other.
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
    both_in
        Both were let in at the door, which says more than an address; None: this event doesn't check anybody in.
    budget_left
        The scanner has not used up this hour's exchanges at once.
    has_run_out
        The live code is of an earlier minute.
    came_late
        The scan was kept on a phone without a network: a live code that has run out since asks its owner, so that nothing is lost.
    """

    way: Way
    known: bool
    same_event: bool
    own: bool
    blocked: bool = False
    owner_side: Side = Side.ASKED
    owner_shares: bool = False
    organiser_asks_first: bool = True
    event_runs: bool = False
    both_confirmed: bool = False
    both_in: bool | None = None
    budget_left: bool = False
    has_run_out: bool = False
    came_late: bool = False


def outcome_of(facts: ScanFacts) -> Outcome:
    """Decide what a scan does.

    A code that is not known, was withdrawn or belongs to another event is one and the same thing to a scanner. An owner who has
    given this scanner their card, or asked for theirs, has agreed; one who said no or took it back is never overruled by a scan, unless
    they hold their live code towards the scanner.

    Parameters
    ----------
    facts
        What the database says, already looked up.
    """
    if not (facts.known and facts.same_event):
        return Outcome.UNKNOWN
    if facts.own:
        return Outcome.OWN
    if facts.way is Way.LIVE and facts.has_run_out and not facts.came_late:
        return Outcome.RUN_OUT  # before all that is about the two, so that nobody learns anything by an old code
    if facts.blocked:
        return Outcome.VOID
    if facts.owner_side is Side.GIVEN:
        return Outcome.EXCHANGED
    return Outcome.EXCHANGED if _is_live(facts) or _at_once(facts) else Outcome.PENDING


def _is_live(facts: ScanFacts) -> bool:
    return facts.way is Way.LIVE and not facts.has_run_out


def _at_once(facts: ScanFacts) -> bool:
    return (
        facts.way is Way.PRINTED
        and facts.owner_side is Side.ASKED
        and facts.owner_shares
        and not facts.organiser_asks_first
        and facts.event_runs
        and (facts.both_confirmed if facts.both_in is None else facts.both_in)
        and facts.budget_left
    )
