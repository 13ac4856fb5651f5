"""One of the two answers whether they would like to be introduced; once both said yes, they hold each other's card."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from matchmaker.domain.contacts import consent
from matchmaker.domain.contacts.card import valid_ticks
from matchmaker.domain.proposals.course import Answer, Asked, Said, State, comes_about, is_told
from matchmaker.errors import N_, BadRequestError, ConflictError, NotFoundError
from matchmaker.services.mail import queue_letter
from matchmaker.services.own_deeds import note_consent
from matchmaker.services.proposal_pages import question_for
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.people import Person
from matchmaker.store.models.proposals import Proposal, ProposalSide
from matchmaker.store.queries.own_cards import chosen_card_id
from matchmaker.store.queries.proposals import Locked, may_be_introduced, proposal_to_change, question_to
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Reply:
    """What came with the form.

    Attributes
    ----------
    ticked
        The fields of one's card that go to the other, if both say yes.
    may_tell
        Whoever proposed it may learn that the two were introduced.
    """

    answer: str
    ticked: Collection[str] = ()
    may_tell: bool = False


def answer_introduction(session: Session, question_id: int, reply: Reply, *, event_id: int, person_id: int, now: datetime) -> bool:
    """Say yes, no or later, as often as one likes until the last day; True: both have said yes, and are introduced.

    Raises
    ------
    BadRequestError
        None of the three answers.
    ConflictError
        The two are introduced already, or the last day is past.
    NotFoundError
        Nobody asks this person that.
    """
    locked = _locked(session, question_id, event_id=event_id, person_id=person_id)
    if reply.answer not in {Answer.YES, Answer.NO, Answer.LATER}:
        raise BadRequestError(N_("That was none of the answers of this page, so nothing was changed."))
    how = question_for(session, question_id, event_id=event_id, person_id=person_id, now=now).how
    if how is Asked.MADE:
        if reply.answer == Answer.YES:
            return True
        raise ConflictError(N_("You two are introduced already. On their page you can take your card back."))
    if how is Asked.OVER:
        raise ConflictError(N_("The last day for an answer is past, so nothing was changed."))
    _write_down(session, locked, reply, person_id=person_id, now=now)
    return _introduce(session, locked, now=now)


def _locked(session: Session, question_id: int, *, event_id: int, person_id: int) -> Locked:
    row = question_to(session, question_id, event_id=event_id, person_id=person_id)
    locked = proposal_to_change(session, row.proposal_id, event_id=event_id) if row else None
    if locked is None:
        raise NotFoundError
    return locked


def _write_down(session: Session, locked: Locked, reply: Reply, *, person_id: int, now: datetime) -> None:
    mine, is_yes = locked.sides[person_id], reply.answer == Answer.YES
    mine.answer, mine.answered_at = reply.answer, now
    mine.may_tell = is_yes and reply.may_tell
    mine.shared_fields = valid_ticks(reply.ticked) if is_yes else []
    mine.consent_version = consent.INTRODUCTION if is_yes else ""
    mine.card_id = chosen_card_id(session, event_id=locked.proposal.event_id, person_id=person_id) if is_yes else None
    session.flush()
    if is_yes:
        note_consent(session, person_id, event_id=locked.proposal.event_id, fields=mine.shared_fields, now=now)


def _introduce(session: Session, locked: Locked, *, now: datetime) -> bool:
    """Make the contact if both agree and nothing has come between; else it is void, and looks as before."""
    proposal = locked.proposal
    low, high = locked.sides[proposal.low_person_id], locked.sides[proposal.high_person_id]
    gone = {"is_taken_back": proposal.taken_back_at is not None, "is_over": proposal.answer_until <= now}
    if not comes_about(State(proposal.state), _said(low), _said(high), **gone):
        return False
    can_be = may_be_introduced(session, event_id=proposal.event_id, one=low.person_id, other=high.person_id)
    contact_id = _make_contact(session, proposal, (low, high), now=now) if can_be else None
    if contact_id is None:
        proposal.state = State.VOID.value
        session.flush()
        return False
    proposal.state, proposal.contact_id = State.MADE.value, contact_id
    session.flush()
    _write_to_all(session, proposal, low, high, now=now)
    return True


def _make_contact(session: Session, proposal: Proposal, sides: Collection[ProposalSide], *, now: datetime) -> int | None:
    """None: they met by themselves in this very moment."""
    new = insert_into(session, Contact).values(
        event_id=proposal.event_id,
        low_person_id=proposal.low_person_id,
        high_person_id=proposal.high_person_id,
        state="exchanged",
        asked_by=proposal.low_person_id,  # neither asked the other; who answered first is nobody's to see
        created_at=now,
        exchanged_at=now,
        introduced=True,
    )
    contact_id = session.execute(new.on_conflict_do_nothing().returning(Contact.id)).scalar_one_or_none()
    if contact_id is None:
        return None
    same = {"contact_id": contact_id, "shared_at": now, "note": proposal.reason, "noted_at": now}
    given = [
        {
            **same,
            "person_id": side.person_id,
            "shared_fields": side.shared_fields,
            "consent_version": side.consent_version,
            "card_id": side.card_id,
        }
        for side in sides
    ]
    session.execute(insert(ContactSide), given)
    return contact_id


def _write_to_all(session: Session, proposal: Proposal, low: ProposalSide, high: ProposalSide, *, now: datetime) -> None:
    """To each of the two, and to whoever proposed if both allow it."""
    letters = [("introduction_made", side.person_id, {"contact_id": proposal.contact_id}) for side in (low, high)]
    if is_told(State.MADE, _said(low), _said(high)):
        letters.append(("introduction_outcome", proposal.proposer_id, {"proposal_id": proposal.id}))
    for kind, person_id, payload in letters:
        queue_letter(
            session,
            kind=kind,
            address=session.get_one(Person, person_id).email,
            event_id=proposal.event_id,
            campaign=f"introduced-{proposal.id}",
            person_id=person_id,
            payload=dict(payload),
            now=now,
        )


def _said(side: ProposalSide) -> Said:
    return Said(Answer(side.answer), side.may_tell)
