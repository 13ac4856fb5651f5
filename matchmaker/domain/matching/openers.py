"""A first question for two people, made of what fired between them; it quotes and asks, and claims nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from matchmaker.errors import N_

_LONGEST_TOPIC: Final = 48
FEWEST_QUESTIONS: Final = 3

# What a question may be about: what they offer and I seek, what they seek and I offer, what both talk or write about.
_QUESTIONS: Final[dict[str, tuple[str, ...]]] = {
    "get": (
        N_("You offer “%(topic)s”. What do people usually get wrong at first?"),
        N_("Where would you begin with “%(topic)s”, knowing what you know now?"),
        N_("Which mistake with “%(topic)s” would you make again?"),
        N_("How did you come to “%(topic)s”?"),
        N_("I am looking for what you offer, “%(topic)s”. May I tell you where I am stuck?"),
    ),
    "give": (
        N_("You are looking for “%(topic)s”. What have you tried so far?"),
        N_("What would “%(topic)s” make possible for you?"),
        N_("What is the smallest thing about “%(topic)s” that would help you this week?"),
        N_("What made you write “%(topic)s”?"),
        N_("Who else have you asked about “%(topic)s”, and what was missing?"),
    ),
    "alike": (
        N_("We both came with “%(topic)s”. What got you into it?"),
        N_("What have you changed your mind about lately, when it comes to “%(topic)s”?"),
        N_("What does hardly anybody ask you about “%(topic)s”?"),
        N_("Who should I read or listen to about “%(topic)s”?"),
        N_("What is the hardest part of “%(topic)s” for you at the moment?"),
    ),
    "wild": (
        N_("What brought you here today?"),
        N_("What are you working on that nobody has asked you about yet?"),
        N_("What would make today worth the journey for you?"),
        N_("Which talk or conversation has stayed with you so far?"),
    ),
}


@dataclass(frozen=True, slots=True)
class Opener:
    """A sentence for the door to translate and fill."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)


def opener_for(kind: str, topic: str, *, seed: int) -> Opener:
    """The question for one reason; the same seed gives the same question."""
    if not topic:
        kind = "wild"
    questions = _QUESTIONS[kind]
    return Opener(questions[seed % len(questions)], {"topic": topic} if kind != "wild" else {})


def openers_for(reasons: Sequence[tuple[str, str]], *, reader_id: int, other_id: int) -> tuple[Opener, ...]:
    """A question for each reason (kind, topic), at least three in all, the first one first; no sentence twice.

    Who reads and about whom decides which, so that ten cards don't ask the same.
    """
    seed = reader_id * 31 + other_id * 17
    asked = [*(reasons or [("wild", "")])]
    asked += [asked[0]] * (FEWEST_QUESTIONS - len(asked))
    found = [opener_for(kind, topic, seed=seed + turn) for turn, (kind, topic) in enumerate(asked)]
    return tuple({opener.sentence: opener for opener in reversed(found)}.values())[::-1]


def topic_of(text: str, fired: str) -> str:
    """What to call the matter: the whole entry if it is short, else the words that fired; nothing if those are long too."""
    whole = " ".join(text.split())
    if len(whole) <= _LONGEST_TOPIC:
        return whole
    words = " ".join(fired.split())
    return words if len(words) <= _LONGEST_TOPIC else ""
