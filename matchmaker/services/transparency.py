"""What an attendee may know of how their list is made: their own words, how much each counts, and what their answers do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.interests.answers import InterestAnswers
from matchmaker.domain.matching.setup import MatchingSetup
from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.services.interests import answers_of
from matchmaker.store.queries.given_answers import given_answers
from matchmaker.store.queries.matching import live_setup
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

MOST_ANSWERS = 100


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What the reader said about somebody, as far as the reader may see their name."""

    other_id: int
    name: str
    answer: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class OwnMatching:
    """Everything on the page; `answered` with the newest first."""

    said: InterestAnswers
    setup: MatchingSetup
    answered: tuple[GivenAnswer, ...]


def own_matching(session: Session, event: EventFacts, reader: AttendeeFacts) -> OwnMatching:
    rows = given_answers(session, event_id=event.id, reader_id=reader.id, person_id=reader.person_id, limit=MOST_ANSWERS)
    sees: Sees = "first_names" if event.sees == "first_names" else "full_names"
    answered = tuple(
        GivenAnswer(
            row.other_id, shown_person(row.name, organisation="", headline="", sees=sees, exchanged=row.has_exchanged).name, *row[3:]
        )
        for row in rows
    )
    return OwnMatching(answers_of(session, event.id, reader.id), live_setup(session, event.id), answered)
