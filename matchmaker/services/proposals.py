"""Somebody proposes to introduce two people they met; what they are told then is the same whatever comes of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.proposals.course import Proposed, State, answer_until
from matchmaker.domain.proposals.draft import ProposalDraft, read_proposal
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError, TooManyError
from matchmaker.services.contact_cards import ContactCard, met_people
from matchmaker.services.limits import take_turn
from matchmaker.services.mail import as_if_just_written, queue_letter
from matchmaker.services.proposal_pages import own_proposals, seen_by_proposer
from matchmaker.settings import Settings
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.proposals import Proposal, ProposalSide
from matchmaker.store.queries.proposals import Locked, concerns, has_refused, may_be_asked, proposal_to_change

ASKED = "introduction_asked"
DAY = timedelta(days=1)
# After its last day a proposal is kept for its three readers to look at, and then goes.
KEPT_FOR = timedelta(days=30)


def people_to_introduce(session: Session, *, event_id: int, person_id: int) -> tuple[ContactCard, ...]:
    """Whom this person may introduce: they hold each other's card, and the other has not asked for peace."""
    met = met_people(session, event_id=event_id, person_id=person_id)
    return tuple(one for one in met if one.has_mine and not one.wants_no_follow_up)


def propose(session: Session, typed: ProposalDraft, *, event_id: int, person_id: int, settings: Settings, now: datetime) -> int:
    """Ask two people, each for themself, whether they would like to be introduced to somebody.

    If nothing can come of it, such as when one of them has blocked the other or they know each other already, nobody is asked, and
    the proposer is told the same.

    Raises
    ------
    BadInputError
        The form is not whole, or it says who one of the two is.
    TooManyError
        So many a day that they can hardly be meant.
    """
    people = {one.id: one for one in people_to_introduce(session, event_id=event_id, person_id=person_id)}
    one, other = people.get(typed.one), people.get(typed.other)
    draft = read_proposal(typed, one=one.card if one else None, other=other.card if other else None)
    # The turn's row is this person's until the commit: of two proposals of one moment the second sees the first.
    if not take_turn(session, f"introduce|{person_id}", most=settings.introductions_per_day, now=now, within=DAY):
        sentence = N_("You have proposed many introductions today, so we pause until tomorrow. Whoever you proposed is asked.")
        raise TooManyError(sentence, retry_after=int(DAY.total_seconds()))
    _check_nobody_is_asked(session, draft, people, event_id=event_id, person_id=person_id, now=now)
    lines = {_person(people[draft.one]): draft.to_one, _person(people[draft.other]): draft.to_other}
    low, high = sorted(lines)
    can_be = may_be_asked(session, event_id=event_id, one=low, other=high)
    can_be = can_be and not has_refused(session, event_id=event_id, proposer_id=person_id, one=low, other=high)
    proposal = Proposal(
        event_id=event_id,
        proposer_id=person_id,
        low_person_id=low,
        high_person_id=high,
        reason=draft.reason,
        to_low=lines[low],
        to_high=lines[high],
        state=(State.OPEN if can_be else State.VOID).value,
        created_at=now,
        answer_until=answer_until(now, days=settings.introduction_days),
    )
    session.add(proposal)
    session.flush()
    if can_be:
        _ask(session, proposal, now=now)
    return proposal.id


def take_proposal_back(session: Session, proposal_id: int, *, event_id: int, person_id: int, now: datetime) -> None:
    """The questions are gone; if both had agreed already, they stay introduced, and the proposer does not learn which."""
    proposal = _own(session, proposal_id, event_id=event_id, person_id=person_id, at=Proposed.ASKED, now=now).proposal
    proposal.taken_back_at = now
    session.flush()


def propose_again(session: Session, proposal_id: int, *, event_id: int, person_id: int, now: datetime) -> None:
    """Undo taking it back: the questions and what was answered are there again, until the same last day."""
    locked = _own(session, proposal_id, event_id=event_id, person_id=person_id, at=Proposed.TAKEN_BACK, now=now)
    if locked.proposal.answer_until <= now or _is_asked_otherwise(session, locked.proposal, now=now):
        raise NotFoundError
    locked.proposal.taken_back_at = None
    session.flush()
    _carry_after_all(session, locked, now=now)


def void_proposals_between(session: Session, one: int, other: int) -> None:
    """One of the two has blocked the other: nothing comes of any introduction that both stand in, and none of the three can tell."""
    still_open = update(Proposal).where(Proposal.state == State.OPEN.value, concerns(one, other))
    session.execute(still_open.values(state=State.VOID.value).execution_options(synchronize_session=False))


def forget_old_proposals(session: Session, *, now: datetime) -> int:
    old = delete(Proposal).where(Proposal.answer_until < now - KEPT_FOR).execution_options(synchronize_session=False)
    return cast("CursorResult[object]", session.execute(old)).rowcount


def _ask(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """In the order of the persons' numbers, so that nothing tells who was thought of first."""
    for person_id in (proposal.low_person_id, proposal.high_person_id):
        side = ProposalSide(proposal_id=proposal.id, person_id=person_id)
        session.add(side)
        session.flush()
        queue_letter(
            session,
            kind=ASKED,
            address=session.get_one(Person, person_id).email,
            event_id=proposal.event_id,
            campaign=_campaign(side),
            person_id=person_id,
            payload={"question_id": side.id},
            now=now,
        )


def _carry_after_all(session: Session, locked: Locked, *, now: datetime) -> None:
    """A worker may have looked while it was taken back. Who has got the question gets no second letter."""
    campaigns = [_campaign(side) for side in locked.sides.values()]
    its = (OutboxLetter.event_id == locked.proposal.event_id, OutboxLetter.kind == ASKED, OutboxLetter.campaign.in_(campaigns))
    stopped = update(OutboxLetter).where(*its, OutboxLetter.state == "suppressed").values(**as_if_just_written(now))
    session.execute(stopped.execution_options(synchronize_session=False))


def _campaign(side: ProposalSide) -> str:
    return f"introduction-{side.id}"


def _check_nobody_is_asked(
    session: Session, draft: ProposalDraft, people: Mapping[int, ContactCard], *, event_id: int, person_id: int, now: datetime
) -> None:
    """One question of one proposer at a time to each; told from what the proposer sees, so it says nothing of the answers."""
    asked = _asked_by(session, event_id=event_id, person_id=person_id, now=now)
    sentence = N_("%(name)s still has a question of yours. Another one can follow once it is over.")
    chosen = (("one", people[draft.one]), ("other", people[draft.other]))
    faults = [Fault(field, sentence, {"name": one.card.short_name}) for field, one in chosen if _person(one) in asked]
    if faults:
        raise BadInputError(*faults)


def _is_asked_otherwise(session: Session, proposal: Proposal, *, now: datetime) -> bool:
    asked = _asked_by(session, event_id=proposal.event_id, person_id=proposal.proposer_id, now=now)
    return not asked.isdisjoint({proposal.low_person_id, proposal.high_person_id})


def _asked_by(session: Session, *, event_id: int, person_id: int, now: datetime) -> set[int]:
    mine = own_proposals(session, event_id=event_id, person_id=person_id, now=now)
    return {one for row, how in mine if how is Proposed.ASKED for one in (row.low_person_id, row.high_person_id)}


def _own(session: Session, proposal_id: int, *, event_id: int, person_id: int, at: Proposed, now: datetime) -> Locked:
    """A proposal of one's own that stands, to its proposer, as `at`; anything else is not there."""
    locked = proposal_to_change(session, proposal_id, event_id=event_id, proposer_id=person_id)
    if locked is None or seen_by_proposer(locked, now=now) is not at:
        raise NotFoundError
    return locked


def _person(contact: ContactCard) -> int:
    if contact.other_id is None or contact.standing is not Standing.MET:
        raise LookupError("Nobody to introduce: this contact names nobody.")
    return contact.other_id
