"""Somebody who introduces people and is introduced, in every state that can have."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.domain.proposals.draft import ProposalDraft
from matchmaker.services.proposal_answers import Reply, answer_introduction
from matchmaker.services.proposals import propose, take_proposal_back
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from tests.cast import NOW, give_interests, make_attendee, make_person
from tests.meetings import meet
from tests.proposals import question_id

LONG_AGO = NOW - timedelta(days=20)
REASONS = (
    "You both teach people who are afraid of numbers, one in a classroom and one on a ferry.",
    "One of you has what the other has been looking for since spring: a workshop with a window to the north.",
    "Same harbour, same questions, ten years apart. I would love to hear you two talk.",
)


@dataclass(frozen=True)
class Round:
    """One event with its people."""

    session: Session
    event: Event
    settings: Settings

    def attend(self, name: str, headline: str = "", **said: list[str]) -> Attendee:
        address = f"{name.split(maxsplit=1)[0].casefold()}@go-between.example"
        attendee = make_attendee(self.session, self.event, name, make_person(self.session, name, address), headline=headline)
        give_interests(self.session, attendee, **said)
        return attendee

    def propose(self, by: Attendee, one: int, other: int, reason: str, *, line: str = "", at=NOW) -> int:
        ids = {"event_id": by.event_id, "person_id": by.person_id}
        settings = self.settings.model_copy(update={"introductions_per_day": 99})
        return propose(self.session, ProposalDraft(one, other, reason, line, line), **ids, settings=settings, now=at)

    def say(self, proposal: int, who: Attendee, answer: str, *, may_tell: bool = True, at=NOW) -> int:
        number = question_id(self.session, proposal, who) or 0
        if answer:
            reply = Reply(answer, ("email",), may_tell)
            answer_introduction(self.session, number, reply, event_id=who.event_id, person_id=who.person_id, now=at)
        return number


def introduce_people(session: Session, event: Event, settings: Settings) -> tuple[int, dict[str, str]]:
    """Who looks, and the numbers of what she proposed and was asked."""
    here = Round(session, event, settings)
    idun = here.attend("Idun Go-Between", "Knows half the coast")
    people = [
        here.attend("Wilhelmina Featherstonehaugh-Oyelaran", "Reads old tide tables", offer=["Old maps of the coast"], seek=["A workshop"]),
        here.attend("Bo Ek", "Draws ferries", offer=["A workshop"], seek=["Old maps of the coast"]),
        here.attend("Marisol Quintanilla", "Teaches on a ferry", offer=["First readers"]),
        here.attend("Tomasz Wiśniewski", "Builds clocks", seek=["First readers"]),
        *(here.attend(f"{name} Guest") for name in ("Anneke", "Bram", "Cato", "Daan", "Esra", "Femke")),
    ]
    contacts = [meet(session, idun, one) for one in people]
    here.propose(idun, contacts[6], contacts[8], REASONS[1], at=LONG_AGO)
    made = here.propose(idun, contacts[4], contacts[5], REASONS[2])
    for one in people[4:6]:
        here.say(made, one, "yes")
    back = here.propose(idun, contacts[6], contacts[7], REASONS[1])
    take_proposal_back(session, back, event_id=event.id, person_id=idun.person_id, now=NOW)
    here.propose(idun, contacts[8], contacts[9], REASONS[0])
    things = {"pair_one": str(contacts[0]), "pair_other": str(contacts[1])}
    for word, answer, theirs in (("open", "", ""), ("later", "later", ""), ("yes", "yes", ""), ("no", "no", "yes"), ("made", "yes", "yes")):
        things[f"asked_{word}"] = str(_ask(here, idun, word, answer, theirs))
    things["asked_over"] = str(_ask(here, idun, "over", "", "yes", at=LONG_AGO))
    return idun.person_id, things


def _ask(here: Round, idun: Attendee, word: str, answer: str, theirs: str, *, at=NOW) -> int:
    by, other = here.attend(f"{word.capitalize()} Asker", "Sails"), here.attend(f"Other-{word} Person", "Sails too")
    proposal = here.propose(
        by, meet(here.session, by, idun), meet(here.session, by, other), REASONS[0], line="Has been there before", at=at
    )
    here.say(proposal, other, theirs, at=at)
    return here.say(proposal, idun, answer, at=at)
