"""Who has met whom so far at the demo event, and what they noted."""

import random
from dataclasses import dataclass

from matchmaker.domain.demo.people import SEED, DemoPerson

MEETINGS = 75
MEETINGS_OF_ATTENDEE = 4
LONGEST_AGO = 80
# The thing stands in front of a colon: that reads well for "PostgreSQL" as for "a threat model on one page".
SEEKERS_NOTES = (
    "{thing}: promised me half an hour next week.",
    "{thing}: come back to the example on the laptop.",
    "{thing}: three things I have done wrong for years.",
    "{thing}: send my two questions before Friday.",
    "{thing}: knows it from the inside. Ask about the second try, not the first.",
    "{thing}: good stories about what not to do. Lunch in Eelhaven?",
)
HELPERS_NOTES = (
    "{thing}: send the checklist.",
    "{thing}: bring together with the Wednesday group.",
    "{thing}: I said I would look at their set-up.",
    "{thing}: good questions, knows more than they think.",
    "",
    "",
)


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """One badge scanned: indices into the people, and what each of the two wrote down."""

    scanner: int
    owner: int
    minutes_ago: int
    scanners_note: str
    owners_note: str


def invent_meetings(people: tuple[DemoPerson, ...], *, attendee: int, apart: int, seed: int = SEED) -> tuple[DemoMeeting, ...]:
    """Let people meet who have a reason to: one seeks what the other offers.

    Parameters
    ----------
    attendee
        Whose phone the demo shows: this person has met a few people.
    apart
        Whose badge the demo hands out to be scanned: the attendee has not met this person yet.
    """
    dice = random.Random(seed)  # noqa: S311  a play, not a secret
    pairs = [(seeker, helper) for seeker in range(len(people)) for helper in range(len(people)) if thing_between(people, seeker, helper)]
    dice.shuffle(pairs)
    own = [pair for pair in pairs if attendee in pair and apart not in pair][:MEETINGS_OF_ATTENDEE]
    chosen: dict[frozenset[int], tuple[int, int]] = {frozenset(pair): pair for pair in own}
    for pair in pairs:
        if len(chosen) == MEETINGS:
            break
        if attendee not in pair:
            chosen.setdefault(frozenset(pair), pair)
    return tuple(_meeting(people, *pair, dice) for pair in chosen.values())


def thing_between(people: tuple[DemoPerson, ...], seeker: int, helper: int) -> str:
    """What one seeks and the other offers; "" if there is nothing, or if they work together anyway."""
    if seeker == helper or (people[seeker].organisation and people[seeker].organisation == people[helper].organisation):
        return ""
    offered = {*people[helper].offer.tags, *people[helper].offer.words}
    return next((wish for wish in (*people[seeker].seek.words, *people[seeker].seek.tags) if wish in offered), "")


def _meeting(people: tuple[DemoPerson, ...], seeker: int, helper: int, dice: random.Random) -> DemoMeeting:
    thing = thing_between(people, seeker, helper)
    seekers, helpers = (dice.choice(notes).format(thing=thing) for notes in (SEEKERS_NOTES, HELPERS_NOTES))
    return DemoMeeting(seeker, helper, dice.randint(3, LONGEST_AGO), _as_sentence(seekers), _as_sentence(helpers))


def _as_sentence(note: str) -> str:
    return note[:1].upper() + note[1:]
