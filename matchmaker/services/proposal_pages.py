"""What each of the three sees of a proposed introduction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import tickable_on
from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.proposals.course import Answer, Asked, Proposed, Said, State, as_asked, as_proposed, is_told
from matchmaker.domain.proposals.pairs import pairs_that_fit
from matchmaker.errors import NotFoundError
from matchmaker.services.contact_cards import ContactCard, every_contact
from matchmaker.services.contacts import whole_card
from matchmaker.store.queries.followup import interests_of
from matchmaker.store.queries.own_cards import card_in_use
from matchmaker.store.queries.proposals import Locked, ProposalRow, QuestionRow, proposals_by, question_to, questions_to

# A suggestion is about two others: what its reader says of themself is not asked for.
_READER_SAYS_NOTHING = 0
_IN_ORDER = (Asked.OPEN, Asked.LATER, Asked.SAID_YES, Asked.MADE, Asked.SAID_NO, Asked.OVER)


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody the reader met would like to introduce them to somebody; who that is, nothing here says.

    Attributes
    ----------
    by
        Whose card the reader holds, and who proposed it.
    contact_id
        The contact that came of it; None until both have agreed.
    """

    id: int
    by: ContactCard
    how: Asked
    reason: str
    line: str
    may_tell: bool
    shared_fields: tuple[str, ...]
    answer_until: datetime
    contact_id: int | None


@dataclass(frozen=True, slots=True)
class Proposing:
    """An introduction that the reader proposed; None for somebody whose card they no longer hold."""

    id: int
    one: ContactCard | None
    other: ContactCard | None
    reason: str
    how: Proposed
    asked_at: datetime
    answer_until: datetime
    can_be_asked_again: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two of the reader's contacts of whom one offers what the other seeks, in the words of the first."""

    giver: ContactCard
    seeker: ContactCard
    offer: str


@dataclass(frozen=True, slots=True)
class Introductions:
    """Everything on the page."""

    questions: tuple[Question, ...]
    proposed: tuple[Proposing, ...]
    suggestions: tuple[Suggestion, ...]
    can_introduce: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the reader could give to whoever they are introduced to, and what is ticked."""

    tickable: tuple[str, ...]
    ticked: tuple[str, ...]


def introductions_of(session: Session, *, event_id: int, person_id: int, now: datetime) -> Introductions:
    book = every_contact(session, event_id=event_id, person_id=person_id)
    met = {one.other_id: one for one in book if one.standing is Standing.MET and one.other_id is not None}
    rows = questions_to(session, event_id=event_id, person_id=person_id)
    asked_me = (_question(row, met[row.proposer_id], book, now=now) for row in rows if row.proposer_id in met)
    questions = tuple(sorted(asked_me, key=lambda one: _IN_ORDER.index(one.how)))
    proposed = own_proposals(session, event_id=event_id, person_id=person_id, now=now)
    people = {one.seed: one for one in met.values() if one.seed is not None and _may_introduce(one)}
    asked = {one for row, how in proposed if how is Proposed.ASKED for one in (row.low_person_id, row.high_person_id)}
    before = {frozenset((row.low_person_id, row.high_person_id)) for row, _how in proposed}
    free = {seed: one for seed, one in people.items() if one.other_id not in asked}
    return Introductions(
        questions,
        tuple(_proposing(row, how, met, asked, now=now) for row, how in proposed),
        _suggestions(session, event_id, free, before),
        can_introduce=len(people) > 1,
    )


def question_for(session: Session, question_id: int, *, event_id: int, person_id: int, now: datetime) -> Question:
    """One question; not there, not yours, taken back, and from somebody whose card you no longer hold are the same."""
    row = question_to(session, question_id, event_id=event_id, person_id=person_id)
    book = every_contact(session, event_id=event_id, person_id=person_id) if row else ()
    by = next((one for one in book if row and one.other_id == row.proposer_id and one.standing is Standing.MET), None)
    if row is None or by is None:
        raise NotFoundError
    return _question(row, by, book, now=now)


def sharing_of(session: Session, question: Question, *, event_id: int, person_id: int) -> Sharing:
    card = card_in_use(session, event_id=event_id, person_id=person_id)
    ticked = question.shared_fields if question.how is Asked.SAID_YES else card.shared_fields
    return Sharing(tickable_on(whole_card(card)), ticked)


def own_proposals(session: Session, *, event_id: int, person_id: int, now: datetime) -> list[tuple[ProposalRow, Proposed]]:
    """What this person proposed, each with how it stands to them."""
    rows = proposals_by(session, event_id=event_id, person_id=person_id)
    return [(row, _seen(row.state, row.answers, row.taken_back_at, row.answer_until, now)) for row in rows]


def seen_by_proposer(locked: Locked, *, now: datetime) -> Proposed:
    proposal = locked.proposal
    answers = tuple((side.answer, side.may_tell) for side in locked.sides.values())
    return _seen(proposal.state, answers, proposal.taken_back_at, proposal.answer_until, now)


def _seen(
    state: str, answers: tuple[tuple[str, bool], ...], taken_back_at: datetime | None, answer_until: datetime, now: datetime
) -> Proposed:
    said = [Said(Answer(answer), may_tell) for answer, may_tell in answers]
    told = len(said) > 1 and taken_back_at is None and is_told(State(state), said[0], said[1])
    return as_proposed(is_told=told, is_taken_back=taken_back_at is not None, is_over=answer_until <= now)


def _question(row: QuestionRow, by: ContactCard, book: Sequence[ContactCard], *, now: datetime) -> Question:
    is_made = row.state == State.MADE.value
    how = as_asked(Said(Answer(row.answer), row.may_tell), is_made=is_made, is_over=row.answer_until <= now)
    # A contact may be hidden since, by a block.
    contact_id = next((one.id for one in book if is_made and one.id == row.contact_id), None)
    return Question(row.id, by, how, row.reason, row.line, row.may_tell, row.shared_fields, row.answer_until, contact_id)


def _proposing(row: ProposalRow, how: Proposed, met: dict[int, ContactCard], asked: set[int], *, now: datetime) -> Proposing:
    pair = {row.low_person_id, row.high_person_id}
    again = how is Proposed.TAKEN_BACK and row.answer_until > now and asked.isdisjoint(pair)
    one, other = met.get(row.low_person_id), met.get(row.high_person_id)
    return Proposing(row.id, one, other, row.reason, how, row.created_at, row.answer_until, again)


def _may_introduce(contact: ContactCard) -> bool:
    return contact.has_mine and not contact.wants_no_follow_up and contact.kept.let_go_at is None


def _suggestions(session: Session, event_id: int, people: dict[int, ContactCard], before: set[frozenset[int]]) -> tuple[Suggestion, ...]:
    if len(people) < 2:
        return ()
    said = interests_of(session, event_id, _READER_SAYS_NOTHING, sorted(people))
    seeds = {one.other_id: seed for seed, one in people.items()}
    without = {frozenset(seeds[person] for person in pair) for pair in before if pair <= seeds.keys()}
    pairs = pairs_that_fit(said, without=without)
    return tuple(Suggestion(people[pair.giver], people[pair.seeker], pair.offer) for pair in pairs)
