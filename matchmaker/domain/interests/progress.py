"""How far a profile is, and what helps most next."""

from dataclasses import dataclass

from matchmaker.domain.interests.answers import InterestAnswers
from matchmaker.errors import N_

# (what is asked, share of the whole, seconds it takes): the order is the order of use to the matching.
PARTS = (
    ("talk", 25, 15),
    ("seek", 25, 15),
    ("offer", 20, 10),
    ("headline", 15, 10),
    ("bio", 15, 20),
)
NEXT_QUESTIONS = {
    "talk": N_("Choose two or three things you like to talk about."),
    "seek": N_("Say what you are looking for; it brings the best people."),
    "offer": N_("Say one thing you can offer."),
    "headline": N_("Add a headline: what you do, in a few words."),
    "bio": N_("A sentence or two about you makes the reasons better."),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """Percent done, seconds left, and the next most useful question (empty when all is said)."""

    percent: int
    seconds_left: int
    next_question: str


def progress_of(answers: InterestAnswers) -> Progress:
    has = {
        "talk": bool(answers.talk),
        "seek": bool(answers.seek),
        "offer": bool(answers.offer),
        "headline": bool(answers.headline),
        "bio": bool(answers.bio),
    }
    missing = [(name, seconds) for name, _, seconds in PARTS if not has[name]]
    percent = sum(share for name, share, _ in PARTS if has[name])
    return Progress(percent, sum(seconds for _, seconds in missing), NEXT_QUESTIONS[missing[0][0]] if missing else "")
