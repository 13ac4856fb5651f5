"""Somebody who met two others, and what they propose: for tests of introductions."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.proposals.draft import ProposalDraft
from matchmaker.services.proposal_answers import Reply, answer_introduction
from matchmaker.services.proposals import propose
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.proposals import Proposal, ProposalSide
from tests.cast import NOW
from tests.meetings import meet

REASON = "You both build instruments for the sea, from opposite ends."


def knows_both(session: Session, ada: Attendee, one: Attendee, other: Attendee) -> tuple[int, int]:
    """Ada holds the cards of two, and they hold hers; returns her contacts with them."""
    return meet(session, ada, one), meet(session, other, ada)


def introduce(
    session: Session,
    ada: Attendee,
    contacts: tuple[int, int],
    settings: Settings,
    *,
    reason: str = REASON,
    to_one: str = "",
    to_other: str = "",
    now: datetime = NOW,
) -> int:
    typed = ProposalDraft(*contacts, reason, to_one, to_other)
    return propose(session, typed, event_id=ada.event_id, person_id=ada.person_id, settings=settings, now=now)


def question_id(session: Session, proposal_id: int, attendee: Attendee) -> int | None:
    """The number of what this one was asked; None: they were not."""
    asked = select(ProposalSide.id).where(ProposalSide.proposal_id == proposal_id, ProposalSide.person_id == attendee.person_id)
    return session.scalar(asked)


def say(
    session: Session,
    proposal_id: int,
    attendee: Attendee,
    answer: str,
    *,
    ticked: tuple[str, ...] = ("email",),
    may_tell: bool = False,
    now: datetime = NOW,
) -> bool:
    asked = question_id(session, proposal_id, attendee)
    assert asked is not None
    ids = {"event_id": attendee.event_id, "person_id": attendee.person_id}
    return answer_introduction(session, asked, Reply(answer, ticked, may_tell), **ids, now=now)


def state_of(session: Session, proposal_id: int) -> str:
    return session.scalars(select(Proposal.state).where(Proposal.id == proposal_id)).one()


def contacts_between(session: Session, one: Attendee, other: Attendee) -> list[Contact]:
    low, high = sorted((one.person_id, other.person_id))
    return list(session.scalars(select(Contact).where(Contact.low_person_id == low, Contact.high_person_id == high)))
