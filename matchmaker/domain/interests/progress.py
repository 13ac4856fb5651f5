"""How far a profile is, and what helps most next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.interests.answers import KINDS, InterestAnswers
from matchmaker.errors import N_


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: its field, what it is worth of the whole, the seconds it takes, and how it is asked."""

    field: str
    share: int
    seconds: int
    sentence: str


# The order is the order of use to the matching: what is sought and offered fires both ways, a headline is quoted most.
QUESTIONS: Final = (
    Question("seek", 20, 15, N_("Say what you are looking for; it brings the best people.")),
    Question("offer", 20, 10, N_("Say one thing you can offer.")),
    Question("talk", 20, 15, N_("Choose two or three things you like to talk about.")),
    Question("headline", 15, 10, N_("Add a headline: what you do, in a few words.")),
    Question("languages", 5, 10, N_("Which languages do you like to talk in?")),
    Question("bio", 10, 20, N_("A sentence or two about you makes the reasons better.")),
    Question("stage", 5, 5, N_("Where are you in your working life? Whoever is a step or two further helps most.")),
    Question("photo", 5, 20, N_("With a photo, people find you in the hall.")),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Percent done, seconds left, and the next most useful question (empty and None when all is said)."""

    percent: int
    seconds_left: int
    next_question: str
    asks: Question | None = None


def progress_of(answers: InterestAnswers, *, has_photo: bool = True) -> Progress:
    """Of these answers; without a photo only if it is asked for."""
    said: dict[str, bool] = {kind: bool(answers.of(kind)) for kind in KINDS}
    said |= {"headline": bool(answers.headline), "languages": bool(answers.languages), "bio": bool(answers.bio)}
    said |= {"stage": answers.stage is not None, "photo": has_photo}
    return progress_with(said)


def progress_with(said: Mapping[str, bool]) -> Progress:
    open_ones = [question for question in QUESTIONS if not said[question.field]]
    percent = 100 - sum(question.share for question in open_ones)
    first = open_ones[0] if open_ones else None
    return Progress(percent, sum(question.seconds for question in open_ones), first.sentence if first else "", first)


def next_question(said: Collection[str], later: Collection[str] = ()) -> Question | None:
    """The most useful question that is open and was not put off; `said` are the fields of those that are answered."""
    return next((question for question in QUESTIONS if question.field not in said and question.field not in later), None)
