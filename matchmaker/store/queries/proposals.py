"""Proposed introductions, as the services of the three people in them need them; always inside one event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.base import UtcTime
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.people import Person
from matchmaker.store.models.proposals import Proposal, ProposalSide
from matchmaker.store.queries.given_cards import gives_card
from matchmaker.store.queries.safety import may_be_listed, may_meet


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question to one of the two: nothing in it comes from the other one."""

    id: int
    proposal_id: int
    proposer_id: int
    reason: str
    line: str
    answer: str
    may_tell: bool
    shared_fields: tuple[str, ...]
    card_id: int | None
    state: str
    contact_id: int | None
    asked_at: datetime
    answer_until: datetime


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What one proposed, with both answers: the service tells of them what both allow."""

    id: int
    low_person_id: int
    high_person_id: int
    reason: str
    state: str
    created_at: datetime
    answer_until: datetime
    taken_back_at: datetime | None
    answers: tuple[tuple[str, bool], ...]  # each answer, and whether the proposer may be told


@dataclass(frozen=True, slots=True)
class Locked:
    """A proposal and its sides by person, held until the commit."""

    proposal: Proposal
    sides: dict[int, ProposalSide]


_LINE = case((ProposalSide.person_id == Proposal.low_person_id, Proposal.to_low), else_=Proposal.to_high)
_QUESTION: tuple[Any, ...] = (
    *(ProposalSide.id, Proposal.id, Proposal.proposer_id, Proposal.reason, _LINE.label("line"), ProposalSide.answer),
    *(ProposalSide.may_tell, ProposalSide.shared_fields, ProposalSide.card_id, Proposal.state, Proposal.contact_id),
    *(Proposal.created_at, Proposal.answer_until),
)

_Met = aliased(Contact)
# Whoever took their card back from somebody introduces them to nobody.
_HOLDS_PROPOSERS_CARD = exists().where(
    _Met.event_id == Proposal.event_id,
    _Met.low_person_id == case((Proposal.proposer_id < ProposalSide.person_id, Proposal.proposer_id), else_=ProposalSide.person_id),
    _Met.high_person_id == case((Proposal.proposer_id < ProposalSide.person_id, ProposalSide.person_id), else_=Proposal.proposer_id),
    gives_card(_Met, Proposal.proposer_id),
)
_MAY_ASK = and_(may_meet(Proposal.proposer_id, ProposalSide.person_id), _HOLDS_PROPOSERS_CARD)
# How many questions the person named by `person_id` has not answered at all, as one number inside a statement.
OPEN_QUESTIONS = (
    select(func.count())
    .select_from(ProposalSide)
    .join(Proposal, Proposal.id == ProposalSide.proposal_id)
    .where(
        *(Proposal.event_id == bindparam("event_id"), ProposalSide.person_id == bindparam("person_id"), ProposalSide.answer == ""),
        *(Proposal.answer_until > bindparam("now", type_=UtcTime(timezone=True)), Proposal.taken_back_at.is_(None)),
        _MAY_ASK,
    )
    .scalar_subquery()
)


def questions_to(session: Session, *, event_id: int, person_id: int) -> list[QuestionRow]:
    """What this person is asked, the newest first; not what was taken back, nor what came from somebody they may not meet."""
    rows = session.execute(_questions(event_id, person_id).order_by(Proposal.id.desc()))
    return [_question(list(row)) for row in rows]


def question_to(session: Session, question_id: int, *, event_id: int, person_id: int) -> QuestionRow | None:
    row = session.execute(_questions(event_id, person_id).where(ProposalSide.id == question_id)).one_or_none()
    return _question(list(row)) if row else None


def proposals_by(session: Session, *, event_id: int, person_id: int) -> list[ProposalRow]:
    """What this person proposed, the newest first."""
    mine = select(Proposal).where(Proposal.event_id == event_id, Proposal.proposer_id == person_id).order_by(Proposal.id.desc())
    proposals = session.scalars(mine).all()
    said: dict[int, list[tuple[str, bool]]] = {}
    answers = select(ProposalSide.proposal_id, ProposalSide.answer, ProposalSide.may_tell)
    for proposal_id, answer, may_tell in session.execute(answers.where(ProposalSide.proposal_id.in_([one.id for one in proposals]))):
        said.setdefault(proposal_id, []).append((answer, may_tell))
    return [
        ProposalRow(
            *(one.id, one.low_person_id, one.high_person_id, one.reason, one.state),
            *(one.created_at, one.answer_until, one.taken_back_at, tuple(said.get(one.id, ()))),
        )
        for one in proposals
    ]


def proposal_to_change(session: Session, proposal_id: int, *, event_id: int, proposer_id: int | None = None) -> Locked | None:
    """A proposal of this event, and of this proposer if one is named, locked until the commit."""
    wanted = select(Proposal).where(Proposal.id == proposal_id, Proposal.event_id == event_id)
    if proposer_id is not None:
        wanted = wanted.where(Proposal.proposer_id == proposer_id)
    fresh: dict[str, Any] = {"populate_existing": True}
    proposal = session.scalars(wanted.with_for_update().execution_options(**fresh)).one_or_none()
    if proposal is None:
        return None
    sides = session.scalars(select(ProposalSide).where(ProposalSide.proposal_id == proposal_id).execution_options(**fresh))
    return Locked(proposal, {side.person_id: side for side in sides})


def may_be_introduced(session: Session, *, event_id: int, one: int, other: int) -> bool:
    """Whether these two may still be brought together: both here and willing, neither has blocked the other, no contact so far."""
    low, high = sorted((one, other))
    know = exists().where(Contact.low_person_id == low, Contact.high_person_id == high)
    return session.scalar(select(_is_willing(event_id, one) & _is_willing(event_id, other) & may_meet(one, other) & ~know)) is True


def may_be_asked(session: Session, *, event_id: int, one: int, other: int) -> bool:
    """Whether both stand in lists, too: whoever hides or pauses is asked nothing."""
    in_sight = _is_willing(event_id, one, may_be_listed) & _is_willing(event_id, other, may_be_listed) & may_meet(one, other)
    return session.scalar(select(in_sight)) is True and may_be_introduced(session, event_id=event_id, one=one, other=other)


def has_refused(session: Session, *, event_id: int, proposer_id: int, one: int, other: int) -> bool:
    """Whether one of the two said no to this very introduction by this person before."""
    low, high = sorted((one, other))
    pair = and_(Proposal.low_person_id == low, Proposal.high_person_id == high, Proposal.proposer_id == proposer_id)
    said_no = select(ProposalSide.id).join(Proposal, Proposal.id == ProposalSide.proposal_id)
    return session.execute(said_no.where(Proposal.event_id == event_id, pair, ProposalSide.answer == "no").limit(1)).first() is not None


def _questions(event_id: int, person_id: int) -> Select[Any]:
    asked = select(*_QUESTION).join(Proposal, Proposal.id == ProposalSide.proposal_id)
    mine = (Proposal.event_id == event_id, ProposalSide.person_id == person_id, Proposal.taken_back_at.is_(None))
    return asked.where(*mine, _MAY_ASK)


def _question(row: list[Any]) -> QuestionRow:
    *first, shared_fields, card_id, state, contact_id, asked_at, answer_until = row
    question_id, proposal_id, proposer_id, reason, line, answer, may_tell = first
    return QuestionRow(
        id=question_id,
        proposal_id=proposal_id,
        proposer_id=proposer_id,
        reason=reason,
        line=line,
        answer=answer,
        may_tell=may_tell,
        shared_fields=tuple(shared_fields),
        card_id=card_id,
        state=state,
        contact_id=contact_id,
        asked_at=asked_at,
        answer_until=answer_until,
    )


def _is_willing(event_id: int, person_id: int, *more: Any) -> Any:
    me, person = aliased(Attendee), aliased(Person)
    here = (me.event_id == event_id, me.person_id == person_id, me.status == "registered", me.takes_introductions)
    who = select(me.id).join(person, person.id == me.person_id).where(*here, person.erased_at.is_(None))
    return who.where(*(condition(me) for condition in more)).exists()


def concerns(one: int, other: int) -> Any:
    """Inside a statement: these two both stand in a proposal, whoever of them as what."""

    def is_in(person_id: int) -> Any:
        return or_(Proposal.proposer_id == person_id, Proposal.low_person_id == person_id, Proposal.high_person_id == person_id)

    return and_(is_in(one), is_in(other))
