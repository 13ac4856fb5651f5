"""Introductions that attendees propose: who is asked, what comes of it, and what whoever proposed can tell."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import BadInputError, BadRequestError, ConflictError, NotFoundError, TooManyError
from matchmaker.jobs.purge import purge
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.contact_cards import contact_for
from matchmaker.services.contact_care import ask_no_follow_up
from matchmaker.services.erasure import erase_person
from matchmaker.services.letter_page import letter_page
from matchmaker.services.letters import write_letter
from matchmaker.services.proposal_pages import Introductions, introductions_of, question_for
from matchmaker.services.proposals import propose_again, take_proposal_back
from matchmaker.services.retention import forget_event
from matchmaker.services.safety import block_person, turn_own, unblock_person
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.proposals import Proposal, ProposalSide
from matchmaker.store.queries.my_event import my_people
from tests.cast import NOW, give_interests, make_attendee
from tests.meetings import meet, side_of
from tests.proposals import REASON, contacts_between, introduce, knows_both, question_id, say, state_of

LATER = NOW + timedelta(days=1)
LAST_DAY = NOW + timedelta(days=14)


@pytest.fixture
def proposal(session, ada, grace, linus, settings) -> int:
    return introduce(session, ada, knows_both(session, ada, grace, linus), settings, to_one="Has sailed it all.")


def seen_by(session: Session, attendee: Attendee, now=NOW) -> Introductions:
    return introductions_of(session, event_id=attendee.event_id, person_id=attendee.person_id, now=now)


def asked(session: Session, attendee: Attendee, now=NOW) -> list[str]:
    return [one.how.value for one in seen_by(session, attendee, now).questions]


def proposed(session: Session, attendee: Attendee, now=NOW) -> list[str]:
    return [one.how.value for one in seen_by(session, attendee, now).proposed]


def letters(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(OutboxLetter.kind, OutboxLetter.recipient).order_by(OutboxLetter.id))
    return [(kind, recipient) for kind, recipient in rows]


def test_both_are_asked_and_neither_reads_of_the_other(session, proposal, ada, grace, linus) -> None:
    (question,) = seen_by(session, grace).questions

    assert (question.by.card.name, question.reason, question.line, question.how.value) == (
        "Ada Lovelace",
        REASON,
        "Has sailed it all.",
        "open",
    )
    assert "Linus" not in repr(question)
    (other,) = seen_by(session, linus).questions
    assert (other.line, "Grace" in repr(other)) == ("", False)
    assert proposed(session, ada) == ["asked"]
    assert letters(session) == [("introduction_asked", "grace@example.org"), ("introduction_asked", "linus@example.org")]


def test_two_yes_make_one_contact_with_the_reason_as_both_notes(session, proposal, ada, grace, linus) -> None:
    grace.phone = "+44 20 7946 0001"

    first = say(session, proposal, grace, "yes", ticked=("phone", "nonsense"))
    second = say(session, proposal, linus, "yes", ticked=("email",))

    (contact,) = contacts_between(session, grace, linus)
    assert (first, second, contact.state, contact.introduced, contact.exchanged_at) == (False, True, "exchanged", True, NOW)
    of_grace, of_linus = side_of(session, contact.id, grace), side_of(session, contact.id, linus)
    assert [side.note for side in (of_grace, of_linus)] == [REASON, REASON]
    assert [side.consent_version for side in (of_grace, of_linus)] == ["introduction-1", "introduction-1"]
    card = contact_for(session, contact.id, event_id=linus.event_id, person_id=linus.person_id).card
    assert (card.name, card.phone, card.email) == ("Grace Hopper", "+44 20 7946 0001", "")
    assert [seen_by(session, one).questions[0].contact_id for one in (grace, linus)] == [contact.id, contact.id]
    assert letters(session)[2:] == [("introduction_made", "grace@example.org"), ("introduction_made", "linus@example.org")]
    assert proposed(session, ada) == ["asked"]


@pytest.mark.parametrize("allow", [(False, False), (True, False), (False, True), (True, True)])
def test_whoever_proposed_learns_of_it_only_if_both_allow(session, proposal, settings, ada, grace, linus, allow) -> None:
    say(session, proposal, grace, "yes", may_tell=allow[0])
    say(session, proposal, linus, "yes", may_tell=allow[1])

    assert proposed(session, ada) == (["made"] if all(allow) else ["asked"])
    assert proposed(session, ada, LAST_DAY) == (["made"] if all(allow) else ["over"])
    told = [recipient for kind, recipient in letters(session) if kind == "introduction_outcome"]
    assert told == (["ada@example.org"] if all(allow) else [])
    if all(allow):
        row = session.scalars(select(OutboxLetter).where(OutboxLetter.kind == "introduction_outcome")).one()
        letter = write_letter(session, row.id, settings=settings, now=NOW)
        assert letter is not None
        assert letter.subject == "Grace Hopper and Linus Torvalds are introduced"


@pytest.mark.parametrize("no", ["no", "later", ""])
def test_without_two_yes_nothing_moves_and_a_no_looks_like_no_answer(session, proposal, ada, grace, linus, no: str) -> None:
    if no:
        say(session, proposal, grace, no)
    say(session, proposal, linus, "yes", may_tell=True)

    assert contacts_between(session, grace, linus) == []
    assert (asked(session, linus), asked(session, linus, LAST_DAY)) == (["said_yes"], ["over"])
    assert (proposed(session, ada), proposed(session, ada, LAST_DAY)) == (["asked"], ["over"])
    assert len(letters(session)) == 2


def test_an_answer_may_change_until_both_agree(session, proposal, grace, linus) -> None:
    say(session, proposal, grace, "no")
    say(session, proposal, linus, "yes")
    seen = asked(session, grace)

    made = say(session, proposal, grace, "yes")

    assert (seen, made) == (["said_no"], True)
    assert say(session, proposal, grace, "yes") is True  # pressed twice
    with pytest.raises(ConflictError, match="introduced already"):
        say(session, proposal, linus, "no")
    assert len(contacts_between(session, grace, linus)) == 1


def test_after_the_last_day_no_answer_counts(session, proposal, grace, linus) -> None:
    say(session, proposal, grace, "yes")

    with pytest.raises(ConflictError, match="last day"):
        say(session, proposal, linus, "yes", now=LAST_DAY)

    assert contacts_between(session, grace, linus) == []


def test_an_answer_is_one_of_three(session, proposal, grace) -> None:
    with pytest.raises(BadRequestError):
        say(session, proposal, grace, "perhaps")


def block(session: Session, one: Attendee, other: Attendee) -> None:
    block_person(session, one.person_id, other.person_id, now=NOW)


Setting = Callable[[Session, Attendee, Attendee], object]
VOID: dict[str, Setting] = {
    "one has blocked the other": block,
    "the other has blocked the one": lambda session, one, other: block(session, other, one),
    "they know each other": meet,
    "one asked and the other said no": lambda session, one, other: meet(session, one, other, state="declined"),
    "one asked and the other has not answered": lambda session, one, other: meet(session, one, other, state="pending"),
    "one hides": lambda session, one, _other: turn_own(session, one.event_id, one.id, "hide", now=NOW),
    "one pauses": lambda session, one, _other: turn_own(session, one.event_id, one.id, "pause", now=NOW),
    "one wants no introductions": lambda session, one, _other: turn_own(session, one.event_id, one.id, "not_introduced", now=NOW),
    "one has left": lambda _session, one, _other: setattr(one, "status", "cancelled"),
}


@pytest.mark.parametrize("why", VOID)
@pytest.mark.parametrize("who", ["grace", "linus"])
def test_where_nothing_can_come_of_it_nobody_is_asked_and_the_proposer_is_told_the_same(
    session, ada, grace, linus, settings, why: str, who: str
) -> None:
    contacts = knows_both(session, ada, grace, linus)
    VOID[why](session, *((grace, linus) if who == "grace" else (linus, grace)))
    session.flush()

    proposal = introduce(session, ada, contacts, settings)

    assert (proposed(session, ada), proposed(session, ada, LAST_DAY)) == (["asked"], ["over"])
    assert [asked(session, one) for one in (grace, linus)] == [[], []]
    assert letters(session) == []
    take_proposal_back(session, proposal, event_id=ada.event_id, person_id=ada.person_id, now=NOW)
    assert proposed(session, ada) == ["taken_back"]


@pytest.mark.parametrize("why", VOID)
def test_what_comes_between_two_answers_voids_it_silently(session, proposal, ada, grace, linus, why: str) -> None:
    say(session, proposal, grace, "yes", may_tell=True)
    before = len(contacts_between(session, grace, linus))
    VOID[why](session, grace, linus)
    session.flush()
    found = len(contacts_between(session, grace, linus))

    made = say(session, proposal, linus, "yes", may_tell=True)

    # Hiding and pausing are about new people to come; who said yes before has said yes.
    assert made is (why in {"one hides", "one pauses"})
    assert before == 0
    assert len(contacts_between(session, grace, linus)) == (1 if made else found)
    if not made:
        assert (asked(session, linus), asked(session, linus, LAST_DAY)) == (["said_yes"], ["over"])
        assert (proposed(session, ada), proposed(session, ada, LAST_DAY)) == (["asked"], ["over"])


def test_a_block_of_the_other_does_not_show_in_ones_own_question(session, proposal, settings, grace, linus) -> None:
    """Else whoever guesses could block people one after the other, and see at whom the question goes away."""
    before = question_for(session, question_id(session, proposal, linus) or 0, event_id=linus.event_id, person_id=linus.person_id, now=NOW)

    block(session, linus, grace)

    after = question_for(session, before.id, event_id=linus.event_id, person_id=linus.person_id, now=NOW)
    assert after == before
    unblock_person(session, linus.person_id, grace.person_id, now=NOW)
    say(session, proposal, linus, "yes")
    assert (say(session, proposal, grace, "yes"), state_of(session, proposal)) == (False, "void")


@pytest.mark.parametrize("blocker", ["ada", "grace"])
def test_a_block_between_the_proposer_and_one_of_them_takes_only_that_ones_question_away(
    session, proposal, ada, grace, linus, blocker: str
) -> None:
    block(session, *((ada, grace) if blocker == "ada" else (grace, ada)))

    assert (asked(session, grace), asked(session, linus)) == ([], ["open"])
    say(session, proposal, linus, "yes")
    assert state_of(session, proposal) == "void"


def test_taking_back_takes_both_questions_away_and_can_be_undone(session, proposal, settings, ada, grace, linus) -> None:
    mine = {"event_id": ada.event_id, "person_id": ada.person_id}
    say(session, proposal, grace, "yes")

    take_proposal_back(session, proposal, **mine, now=LATER)

    assert (asked(session, grace), asked(session, linus), proposed(session, ada)) == ([], [], ["taken_back"])
    with pytest.raises(NotFoundError):
        say(session, proposal, linus, "yes")
    ids = session.scalars(select(OutboxLetter.id)).all()
    assert [write_letter(session, row_id, settings=settings, now=NOW) for row_id in ids] == [None, None]
    propose_again(session, proposal, **mine, now=LATER)
    assert (asked(session, grace), asked(session, linus), proposed(session, ada)) == (["said_yes"], ["open"], ["asked"])
    assert say(session, proposal, linus, "yes")


def test_what_was_made_and_not_told_is_taken_back_in_the_same_words_and_stays_made(session, proposal, ada, grace, linus) -> None:
    for one in (grace, linus):
        say(session, proposal, one, "yes")

    take_proposal_back(session, proposal, event_id=ada.event_id, person_id=ada.person_id, now=NOW)

    assert proposed(session, ada) == ["taken_back"]
    assert len(contacts_between(session, grace, linus)) == 1


def test_whoever_takes_their_card_back_asks_nobody_any_more(session, event, proposal, ada, grace, linus) -> None:
    hold_back(session, meet_again(session, ada, grace), ada)

    assert (asked(session, grace), asked(session, linus)) == ([], ["open"])
    waiting = [
        my_people(session, event_id=event.id, person_id=one.person_id, today=NOW.date(), now=NOW).introductions for one in (grace, linus)
    ]
    assert waiting == [0, 1]


@pytest.mark.parametrize("who", ["grace", "linus"])
def test_nobody_but_its_proposer_takes_it_back(session, proposal, grace, linus, who: str) -> None:
    other = grace if who == "grace" else linus

    with pytest.raises(NotFoundError):
        take_proposal_back(session, proposal, event_id=other.event_id, person_id=other.person_id, now=NOW)


def test_a_question_of_somebody_else_is_not_there(session, proposal, ada, grace, linus) -> None:
    asked_of_grace = question_id(session, proposal, grace) or 0

    for one in (ada, linus):
        with pytest.raises(NotFoundError):
            question_for(session, asked_of_grace, event_id=one.event_id, person_id=one.person_id, now=NOW)


def test_one_question_of_one_proposer_at_a_time_whatever_was_answered(session, event, proposal, ada, grace, linus, settings) -> None:
    third = meet(session, ada, make_attendee(session, event, "Katherine Johnson"))
    contacts = (meet_again(session, ada, grace), third)
    for one in (grace, linus):
        say(session, proposal, one, "yes")

    with pytest.raises(BadInputError) as caught:
        introduce(session, ada, contacts, settings)

    assert [(fault.field, str(fault)) for fault in caught.value.faults] == [
        ("one", "Grace still has a question of yours. Another one can follow once it is over.")
    ]
    introduce(session, ada, contacts, settings, now=LAST_DAY)


def meet_again(session: Session, ada: Attendee, other: Attendee) -> int:
    (contact,) = contacts_between(session, ada, other)
    return contact.id


def test_whoever_said_no_is_not_asked_the_same_again(session, proposal, ada, grace, linus, settings) -> None:
    say(session, proposal, linus, "no")
    contacts = (meet_again(session, ada, grace), meet_again(session, ada, linus))

    again = introduce(session, ada, contacts, settings, now=LAST_DAY)

    assert (proposed(session, ada, LAST_DAY), question_id(session, again, grace)) == (["asked", "over"], None)


def test_so_many_a_day(session, event, ada, settings) -> None:
    people = [meet(session, ada, make_attendee(session, event, f"Person{number} Example")) for number in range(12)]
    pairs = list(zip(people[::2], people[1::2], strict=True))
    for pair in pairs[:5]:
        introduce(session, ada, pair, settings)

    with pytest.raises(TooManyError, match="today"):
        introduce(session, ada, pairs[5], settings)

    introduce(session, ada, pairs[5], settings, now=LATER)


def hold_back(session: Session, contact_id: int, attendee: Attendee) -> None:
    side_of(session, contact_id, attendee).withdrawn_at = NOW
    session.flush()


@pytest.mark.parametrize("why", ["theirs is taken back", "mine is taken back", "they ask for peace", "not mine", "let go"])
def test_only_people_whose_cards_went_both_ways_are_to_choose_from(session, ada, grace, linus, settings, why: str) -> None:
    contacts = knows_both(session, ada, grace, linus)
    if why == "theirs is taken back":
        hold_back(session, contacts[0], grace)
    elif why == "mine is taken back":
        hold_back(session, contacts[0], ada)
    elif why == "they ask for peace":
        ask_no_follow_up(session, contacts[0], person_id=grace.person_id, wanted=True)
    elif why == "let go":
        side_of(session, contacts[0], ada).let_go_at = NOW
    else:
        contacts = (meet(session, grace, linus), contacts[1])
    session.flush()

    with pytest.raises(BadInputError) as caught:
        introduce(session, ada, contacts, settings)

    assert [fault.field for fault in caught.value.faults] == ["one"]


def test_pairs_are_offered_where_one_seeks_what_the_other_offers_whether_they_know_each_other_or_not(
    session, event, ada, grace, linus
) -> None:
    knows_both(session, ada, grace, linus)
    give_interests(session, grace, offer=["Compilers"])
    give_interests(session, linus, seek=["compilers"])
    before = seen_by(session, ada).suggestions

    meet(session, grace, linus)
    block(session, grace, linus)
    turn_own(session, event.id, linus.id, "not_introduced", now=NOW)

    assert [(one.giver.card.name, one.seeker.card.name, one.offer) for one in before] == [("Grace Hopper", "Linus Torvalds", "Compilers")]
    assert seen_by(session, ada).suggestions == before


def test_the_letter_that_asks_names_the_proposer_alone(session, proposal, settings, grace, linus) -> None:
    rows = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).all()
    letter = write_letter(session, rows[0].id, settings=settings, now=NOW)

    assert letter is not None
    assert (letter.subject, letter.to_address) == ("Ada Lovelace would like to introduce you to somebody", "grace@example.org")
    asked_of_grace = question_id(session, proposal, grace)
    assert letter.text.startswith(
        "Hello Grace,\n\nAda Lovelace, whom you met at Northlight 26, would like to introduce you to somebody, and writes to both of you:"
        f"\n\n{REASON}\n\nAnd to you, about the other one:\nHas sailed it all.\n\nWho it is, both of you learn once both say yes."
        f" A no is told to nobody. Answer here:\nhttp://localhost/e/northlight/introductions/{asked_of_grace}\n"
    )
    assert "Linus" not in f"{letter}{rows[0].payload}{rows[0].campaign}"
    assert letter.unsubscribe_url is not None


def test_the_letter_that_asks_stays_behind_once_it_is_answered(session, proposal, settings, grace) -> None:
    say(session, proposal, grace, "later")

    row = session.scalars(select(OutboxLetter).where(OutboxLetter.person_id == grace.person_id)).one()
    assert write_letter(session, row.id, settings=settings, now=NOW) is None


def test_the_letter_after_two_yes_has_what_was_ticked_and_stays_behind_once_it_was_taken_back(
    session, proposal, settings, grace, linus
) -> None:
    say(session, proposal, linus, "yes", ticked=("email",))
    say(session, proposal, grace, "yes", ticked=())
    of_grace = select(OutboxLetter).where(OutboxLetter.kind == "introduction_made", OutboxLetter.person_id == grace.person_id)
    row = session.scalars(of_grace).one()
    letter = write_letter(session, row.id, settings=settings, now=NOW)
    (contact,) = contacts_between(session, grace, linus)

    assert letter is not None
    assert letter.subject == "You two are introduced: Linus Torvalds"
    assert letter.text.startswith(
        "Hello Grace,\n\nyou both agreed, so here is the card of Linus Torvalds. They have yours.\n\nLinus Torvalds\n"
        f"E-mail: linus@example.org\n\nWhy you two: {REASON}\n\nTheir page, with room for your notes:\nhttp://localhost/e/northlight/contacts/{contact.id}\n"
    )
    side_of(session, contact.id, linus).withdrawn_at = NOW
    session.flush()
    assert write_letter(session, row.id, settings=settings, now=NOW) is None


def test_a_block_after_both_agreed_hides_the_contact_and_stops_the_letters(session, proposal, settings, grace, linus) -> None:
    for one in (grace, linus):
        say(session, proposal, one, "yes")

    block(session, grace, linus)

    made = session.scalars(select(OutboxLetter.id).where(OutboxLetter.kind == "introduction_made")).all()
    assert [write_letter(session, row_id, settings=settings, now=NOW) for row_id in made] == [None, None]
    assert [(one.how.value, one.contact_id) for one in seen_by(session, linus).questions] == [("made", None)]


def test_no_organiser_reads_who_was_introduced(session, event, proposal, grace, linus) -> None:
    for one in (grace, linus):
        say(session, proposal, one, "yes", may_tell=True)

    assert "introduction" not in repr(letter_page(session, event, page=1))


def test_who_stopped_letters_about_introductions_still_has_the_question(session, proposal, settings, grace) -> None:
    stop_letters(session, session.get_one(Person, grace.person_id), "introduction", now=NOW)

    assert asked(session, grace) == ["open"]


@pytest.mark.parametrize("who", ["ada", "grace", "linus"])
def test_deleting_everything_of_one_of_the_three_leaves_nothing_of_it(session, proposal, ada, grace, linus, who: str) -> None:
    gone = {"ada": ada, "grace": grace, "linus": linus}[who]

    erase_person(session, gone.person_id, now=NOW)

    assert (session.scalars(select(Proposal.id)).all(), session.scalars(select(ProposalSide.id)).all()) == ([], [])


def test_it_goes_with_what_the_event_forgets(session, event, proposal) -> None:
    forget_event(session, event.id, now=NOW)

    assert session.scalars(select(ProposalSide.id)).all() == []


def test_it_goes_thirty_days_after_its_last_day_and_the_contact_stays(session, proposal, settings, engine, grace, linus) -> None:
    for one in (grace, linus):
        say(session, proposal, one, "yes")
    session.commit()

    counts = []
    for days in (29, 31):
        purge(Workshop(settings, engine, now=lambda days=days: LAST_DAY + timedelta(days=days)))
        counts.append(len(session.scalars(select(Proposal.id)).all()))
        session.rollback()

    assert counts == [1, 0]
    assert len(session.scalars(select(ContactSide).where(ContactSide.note == REASON)).all()) == 2
