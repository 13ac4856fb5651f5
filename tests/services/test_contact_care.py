"""What a person keeps about somebody they met: words, tags, promises, touches, peace, and letting go."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import BadInputError, NotFoundError
from matchmaker.services.contact_book import Known, person_met
from matchmaker.services.contact_cards import met_people
from matchmaker.services.contact_care import ask_no_follow_up, bring_back, let_go, note_touch, set_touch, undo_touch
from matchmaker.services.contact_words import ContactWords, write_down
from matchmaker.services.followup import close_event
from matchmaker.services.letters import write_letter
from matchmaker.services.promises import MOST_OPEN, delete_promise, keep_promise, promise, reopen_promise
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import FollowUpAct, Promise
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.contact_tags import tags_used
from tests.cast import NOW, make_attendee, make_event
from tests.meetings import meet, side_of


@pytest.fixture
def twice(session: Session, ada: Attendee, grace: Attendee) -> tuple[int, int]:
    """Ada and Grace met a year ago at another event, and now."""
    event = make_event(session, "southlight")
    there = [make_attendee(session, event, one.name, session.get_one(Person, one.person_id)) for one in (ada, grace)]
    return meet(session, *there, at=NOW - timedelta(days=365)), meet(session, ada, grace)


def known_to(session: Session, reader: Attendee, contact_id: int) -> Known:
    return person_met(session, contact_id, event_id=None, person_id=reader.person_id)[1]


def test_a_note_is_about_one_meeting_and_the_rest_about_the_person(session, ada, grace, twice) -> None:
    before, now = twice
    words = ContactWords("Vans", ("Fife", "fife", "maps"), "yes")
    write_down(session, now, event_id=ada.event_id, person_id=ada.person_id, words=words, now=NOW)

    known = known_to(session, ada, before)
    assert [(meeting.id, meeting.note) for meeting in known.meetings] == [(now, "Vans"), (before, "")]
    assert (known.tags, known.may_follow_up) == (("Fife", "maps"), True)
    theirs = known_to(session, grace, before)
    assert (theirs.note, theirs.tags, theirs.may_follow_up) == ("", (), None)


def test_a_form_without_tags_leaves_them(session, ada, twice) -> None:
    for words in (ContactWords("a", ("Fife",), "no"), ContactWords("b")):
        write_down(session, twice[1], event_id=None, person_id=ada.person_id, words=words, now=NOW)

    known = known_to(session, ada, twice[1])
    assert (known.note, known.tags, known.may_follow_up) == ("b", ("Fife",), False)
    write_down(session, twice[1], event_id=None, person_id=ada.person_id, words=ContactWords("c", (), ""), now=NOW)
    known = known_to(session, ada, twice[1])
    assert (known.note, known.tags, known.may_follow_up) == ("c", (), None)


def test_all_faults_are_said_and_nothing_is_kept(session, ada, twice) -> None:
    with pytest.raises(BadInputError) as refused:
        write_down(session, twice[1], event_id=None, person_id=ada.person_id, words=ContactWords("n" * 2001, ("t" * 41,)), now=NOW)

    assert [fault.field for fault in refused.value.faults] == ["note", "tags"]
    assert side_of(session, twice[1], ada).note == ""


def test_tags_used_are_ones_own_the_latest_first(session, event, ada, grace, linus) -> None:
    for number, (other, tags) in enumerate(((grace, ("vans", "Fife")), (linus, ("fife", "maps")))):
        later = NOW + timedelta(minutes=number)
        contact_id = meet(session, ada, other)
        write_down(session, contact_id, event_id=None, person_id=ada.person_id, words=ContactWords("", tags), now=later)

    assert tags_used(session, ada.person_id, 10) == ("fife", "maps", "vans")
    assert tags_used(session, ada.person_id, 2) == ("fife", "maps")
    assert tags_used(session, grace.person_id, 10) == ()


def test_a_promise_is_given_kept_taken_up_again_and_deleted(session, ada, twice) -> None:
    me = ada.person_id
    promise(session, twice[0], person_id=me, text=" The guide\n", due_on="2026-11-13", now=NOW)
    promise(session, twice[1], person_id=me, text="A map", due_on="2026-11-02", now=NOW)
    known = known_to(session, ada, twice[1])
    assert [(one.text, str(one.due_on)) for one in known.open_promises] == [("A map", "2026-11-02"), ("The guide", "2026-11-13")]

    a_map = known.open_promises[0].id
    assert keep_promise(session, a_map, person_id=me, now=NOW) == twice[1]
    known = known_to(session, ada, twice[1])
    assert [(one.text, one.done_at) for one in known.promises] == [("The guide", None), ("A map", NOW)]
    assert reopen_promise(session, a_map, person_id=me) == twice[1]
    assert len(known_to(session, ada, twice[1]).open_promises) == 2
    assert delete_promise(session, a_map, person_id=me).contact_id == twice[1]
    assert [one.text for one in known_to(session, ada, twice[1]).promises] == ["The guide"]


def test_promises_are_nobody_elses(session, ada, grace, linus, twice) -> None:
    promise(session, twice[1], person_id=ada.person_id, text="A map", due_on="", now=NOW)
    (number,) = session.scalars(sa.select(Promise.id))

    assert known_to(session, grace, twice[1]).promises == ()
    for other in (grace, linus):
        for act in (delete_promise, reopen_promise):
            with pytest.raises(NotFoundError):
                act(session, number, person_id=other.person_id)
        with pytest.raises(NotFoundError):
            keep_promise(session, number, person_id=other.person_id, now=NOW)
    with pytest.raises(NotFoundError):
        promise(session, twice[1], person_id=linus.person_id, text="x", due_on="", now=NOW)


def test_there_is_an_end_to_promising(session, ada, twice) -> None:
    for number in range(MOST_OPEN):
        promise(session, twice[1], person_id=ada.person_id, text=f"map {number}", due_on="", now=NOW)

    with pytest.raises(BadInputError, match="another look"):
        promise(session, twice[1], person_id=ada.person_id, text="one more", due_on="", now=NOW)


def test_a_touch_is_kept_and_undone_to_what_stood_there(session, ada, twice) -> None:
    me = ada.person_id
    assert note_touch(session, twice[0], person_id=me, now=NOW) is None
    later = NOW + timedelta(days=40)
    assert note_touch(session, twice[1], person_id=me, now=later) == NOW
    assert known_to(session, ada, twice[0]).last_touch == later

    set_touch(session, twice[1], person_id=me, touched_at=NOW)
    assert known_to(session, ada, twice[1]).touched_at == NOW


def test_a_touch_is_a_follow_up_until_it_is_undone(session, ada, grace, twice) -> None:
    me, later = ada.person_id, NOW + timedelta(days=40)
    note_touch(session, twice[0], person_id=me, now=NOW)
    note_touch(session, twice[0], person_id=me, now=later)
    note_touch(session, twice[1], person_id=me, now=later)
    days = select(FollowUpAct.contact_id, FollowUpAct.person_id, FollowUpAct.act, FollowUpAct.day).order_by(FollowUpAct.day)
    before = session.execute(days).all()

    undo_touch(session, twice[1], person_id=me, touched_at=NOW)
    undo_touch(session, twice[0], person_id=me, touched_at=NOW)
    undone = session.execute(days).all()
    undo_touch(session, twice[0], person_id=me, touched_at=None)

    assert before == [(twice[0], me, "marked", NOW.date()), (twice[1], me, "marked", later.date())]
    assert undone == [(twice[0], me, "marked", NOW.date())]
    assert session.execute(days).all() == []
    assert known_to(session, ada, twice[0]).touched_at is None


def test_letting_go_and_bringing_back_keeps_everything(session, ada, twice) -> None:
    let_go(session, twice[1], person_id=ada.person_id, now=NOW)
    assert known_to(session, ada, twice[0]).is_let_go

    bring_back(session, twice[0], person_id=ada.person_id)
    assert not known_to(session, ada, twice[1]).is_let_go


def test_others_can_do_nothing_here(session, linus, twice) -> None:
    me = linus.person_id
    for act in (
        lambda: note_touch(session, twice[0], person_id=me, now=NOW),
        lambda: set_touch(session, twice[0], person_id=me, touched_at=None),
        lambda: ask_no_follow_up(session, twice[0], person_id=me, wanted=True),
        lambda: let_go(session, twice[0], person_id=me, now=NOW),
        lambda: bring_back(session, twice[0], person_id=me),
        lambda: write_down(session, twice[0], event_id=None, person_id=me, words=ContactWords("x"), now=NOW),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_who_asks_for_peace_gets_no_draft_written(session: Session, settings: Settings, event, ada, grace, linus) -> None:
    contact_id = meet(session, ada, grace)
    meet(session, ada, linus)
    ask_no_follow_up(session, contact_id, person_id=grace.person_id, wanted=True)
    close_event(session, event.id, now=NOW)

    letter = _letter_to(session, settings, ada)

    assert "Grace asks for no follow-up, so there is no draft here." in letter
    assert "A draft to Grace" not in letter
    assert "A draft to Linus" in letter
    assert "A draft to Ada" in _letter_to(session, settings, grace)
    assert known_to(session, ada, contact_id).wants_no_follow_up
    assert not known_to(session, grace, contact_id).wants_no_follow_up


def test_whom_one_let_go_is_in_no_letter_and_one_who_let_all_go_is_not_told_they_met_nobody(
    session, settings, event, ada, grace, linus
) -> None:
    let_go(session, meet(session, ada, grace), person_id=ada.person_id, now=NOW)
    kept = meet(session, ada, linus)
    close_event(session, event.id, now=NOW)

    letter = _letter_to(session, settings, ada)
    assert ("Grace" in letter, "Linus" in letter) == (False, True)
    assert "Ada" in _letter_to(session, settings, grace)

    let_go(session, kept, person_id=ada.person_id, now=NOW)
    assert _letter_to(session, settings, ada) == ""
    session.execute(sa.update(OutboxLetter).values(kind="met_nobody"))
    assert _letter_to(session, settings, ada) == ""
    assert met_people(session, event_id=event.id, person_id=ada.person_id) == ()


def _letter_to(session: Session, settings: Settings, attendee: Attendee) -> str:
    row = session.scalars(sa.select(OutboxLetter.id).where(OutboxLetter.person_id == attendee.person_id)).one()
    letter = write_letter(session, row, settings=settings, now=NOW)
    return letter.text if letter else ""
