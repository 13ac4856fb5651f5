"""Everybody one met, across events: who stands there once, what finds them, and what finds nobody."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.contacts.wish import Order, Show, Wish
from matchmaker.errors import NotFoundError
from matchmaker.services.contact_answers import withdraw, write_note
from matchmaker.services.contact_book import ContactBook, contacts_of, person_met
from matchmaker.services.contact_care import let_go, set_touch
from matchmaker.services.contact_words import ContactWords, write_down
from matchmaker.services.promises import promise
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from tests.cast import NOW, make_attendee, make_event
from tests.meetings import meet

YEAR = timedelta(days=365)


@pytest.fixture
def southlight(session: Session) -> Event:
    return make_event(session, "southlight", name="Southlight 25", starts_at=NOW - YEAR, ends_at=NOW - YEAR + timedelta(hours=9))


@pytest.fixture
def there(session: Session, southlight: Event):
    """The same person as an attendee of the other event."""

    def there(attendee: Attendee, **changes: object) -> Attendee:
        return make_attendee(session, southlight, attendee.name, session.get_one(Person, attendee.person_id), **changes)

    return there


def book_of(session: Session, reader: Attendee, **wish: object) -> ContactBook:
    return contacts_of(session, event_id=None, person_id=reader.person_id, wish=Wish(**wish))  # type: ignore[arg-type]


def names(book: ContactBook) -> list[str]:
    return [known.contact.card.name for known in book.met]


def test_somebody_met_at_two_events_stands_there_once_with_both_meetings(session, ada, grace, linus, there) -> None:
    grace.headline, grace.phone = "Writes compilers", "+44 20 7946 0018"
    before = meet(session, there(ada), there(grace, headline="Sails", link="https://grace.example"), at=NOW - YEAR)
    meet(session, ada, linus, at=NOW + timedelta(minutes=1))
    now = meet(session, ada, grace, shared=("phone",))
    write_note(session, before, event_id=None, person_id=ada.person_id, note="Boats", now=NOW)
    write_note(session, now, event_id=None, person_id=ada.person_id, note="Compilers", now=NOW)

    book = book_of(session, ada)

    assert names(book) == ["Linus Torvalds", "Grace Hopper"]
    known = book.met[1]
    assert [(meeting.id, meeting.event.name, meeting.note) for meeting in known.meetings] == [
        (now, "Northlight 26", "Compilers"),
        (before, "Southlight 25", "Boats"),
    ]
    # What she gave at either event, the newest word first.
    card = known.contact.card
    assert (card.headline, card.email, card.phone, card.link) == (
        "Writes compilers",
        "grace@example.org",
        "+44 20 7946 0018",
        "https://grace.example",
    )
    assert person_met(session, before, event_id=None, person_id=ada.person_id)[1] == known
    assert [met.slug for met in book.events] == ["northlight", "southlight"]
    assert book.counts == {Show.ALL: 2, Show.PROMISES: 0, Show.ASKS: 0, Show.LET_GO: 0}


def test_the_book_of_one_event_holds_that_event_alone(session, ada, grace, linus, there) -> None:
    meet(session, there(ada), there(grace), at=NOW - YEAR)
    meet(session, ada, linus)

    book = contacts_of(session, event_id=ada.event_id, person_id=ada.person_id)

    assert names(book) == ["Linus Torvalds"]
    assert names(book_of(session, ada, event="southlight")) == ["Grace Hopper"]
    assert names(book_of(session, ada, event="nowhere")) == []


def test_a_question_or_a_card_taken_back_is_never_put_together_with_somebody_known(session, ada, grace, there) -> None:
    """That the unanswered badge is Grace's would tell Ada what Grace has not told."""
    then = meet(session, there(ada), there(grace), at=NOW - YEAR)
    waiting = meet(session, ada, grace, state="pending")

    book = book_of(session, ada)
    assert [len(known.meetings) for known in book.met] == [1]
    assert [(known.id, known.contact.other_id, known.contact.card.name) for known in book.waiting] == [(waiting, None, "")]

    withdraw(session, then, event_id=None, person_id=grace.person_id, now=NOW)
    book = book_of(session, ada)
    assert (names(book), [known.id for known in book.left], [known.id for known in book.waiting]) == ([], [then], [waiting])
    with pytest.raises(NotFoundError):
        person_met(session, then, event_id=ada.event_id, person_id=ada.person_id)


@pytest.mark.parametrize("question", ["hop", "NAVY", "compil", "fife", "RADIO", "grace fife", "ışık"])
def test_any_part_of_what_one_sees_or_wrote_finds_somebody(session, ada, grace, linus, question) -> None:
    grace.organisation, grace.headline = "Navy", "Writes compilers"
    words = ContactWords("Van route in Fife, with Işık", ("radio",))
    write_down(session, meet(session, ada, grace), event_id=None, person_id=ada.person_id, words=words, now=NOW)
    meet(session, ada, linus)

    assert names(book_of(session, ada, question=question)) == ["Grace Hopper"]


def test_nobody_is_found_by_what_somebody_else_wrote(session, ada, grace) -> None:
    contact_id = meet(session, ada, grace)
    words = ContactWords("Canary-note", ("canary-tag",))
    write_down(session, contact_id, event_id=None, person_id=grace.person_id, words=words, now=NOW)

    assert names(book_of(session, grace, question="canary-note")) == ["Ada Lovelace"]
    assert names(book_of(session, ada, question="canary")) == []
    assert book_of(session, ada).tags == ()


def test_nobody_is_found_by_what_they_have_not_given_or_took_back(session, event, ada, grace, linus) -> None:
    event.sees = "first_names"
    for owner in (grace, linus):
        owner.organisation, owner.headline, owner.phone = "Canary-org", "Canary-headline", "+44 777"
    linus.name = "Linus Canary"
    met, asking = meet(session, ada, grace, shared=()), meet(session, linus, ada, state="pending")

    assert names(book_of(session, ada, question="canary-org")) == ["Grace Hopper"]
    assert [known.id for known in book_of(session, ada, question="linus").asking] == [asking]
    # Of somebody who asks, the event shows the first name and the headline alone.
    assert book_of(session, ada, question="linus canary-org").is_empty
    assert book_of(session, ada, question="linus canary-headline").asking != ()
    assert book_of(session, ada, question="777").is_empty

    withdraw(session, met, event_id=None, person_id=grace.person_id, now=NOW)
    assert [book_of(session, ada, question=word).is_empty for word in ("grace", "hopper", "canary-org", "grace@example.org")] == [True] * 4


def test_a_waiting_question_is_found_by_ones_own_note_alone(session, ada, grace) -> None:
    grace.headline = "Writes compilers"
    waiting = meet(session, ada, grace, state="pending")
    write_note(session, waiting, event_id=None, person_id=ada.person_id, note="Blue coat", now=NOW)

    assert [known.id for known in book_of(session, ada, question="blue").waiting] == [waiting]
    assert [book_of(session, ada, question=word).is_empty for word in ("grace", "compilers")] == [True, True]


def test_by_tag_and_in_three_orders(session, event, ada, grace, linus) -> None:
    omer = make_attendee(session, event, "Ömer Işık")
    ids = {
        one.name.split()[0]: meet(session, ada, one, at=NOW + timedelta(minutes=minute)) for minute, one in enumerate((grace, omer, linus))
    }
    for name, tags in (("Grace", ("Été", "vans")), ("Linus", ("ete",))):
        write_down(session, ids[name], event_id=None, person_id=ada.person_id, words=ContactWords("", tags), now=NOW)
    set_touch(session, ids["Grace"], person_id=ada.person_id, touched_at=NOW + timedelta(days=2))

    assert names(book_of(session, ada, tag="ETE")) == ["Linus Torvalds", "Grace Hopper"]
    assert names(book_of(session, ada, tag="van")) == []
    assert names(book_of(session, ada)) == ["Linus Torvalds", "Ömer Işık", "Grace Hopper"]
    assert names(book_of(session, ada, order=Order.TOUCH)) == ["Grace Hopper", "Linus Torvalds", "Ömer Işık"]
    assert names(book_of(session, ada, order=Order.NAME)) == ["Grace Hopper", "Linus Torvalds", "Ömer Işık"]
    assert book_of(session, ada).tags == ("ete", "vans")


def test_promises_come_due_first_and_only_while_they_are_open(session, event, ada, grace, linus) -> None:
    mina = make_attendee(session, event, "Mina Sol")
    for other, due in ((grace, ""), (linus, "2026-11-13"), (mina, "2026-11-02")):
        promise(session, meet(session, ada, other), person_id=ada.person_id, text="A map", due_on=due, now=NOW)
    meet(session, ada, make_attendee(session, event, "Noor Ali"))

    assert names(book_of(session, ada, show=Show.PROMISES)) == ["Mina Sol", "Linus Torvalds", "Grace Hopper"]
    assert names(book_of(session, grace, show=Show.PROMISES)) == []
    assert book_of(session, ada).counts[Show.PROMISES] == 3


def test_whom_one_lets_go_stands_apart(session, ada, grace, linus) -> None:
    gone, _ = meet(session, ada, grace), meet(session, ada, linus)
    let_go(session, gone, person_id=ada.person_id, now=NOW)

    assert names(book_of(session, ada)) == ["Linus Torvalds"]
    assert names(book_of(session, ada, question="grace")) == []
    assert names(book_of(session, ada, show=Show.LET_GO)) == ["Grace Hopper"]
    assert names(book_of(session, grace)) == ["Ada Lovelace"]


@pytest.mark.parametrize("blocker_is_ada", [True, False])
def test_a_blocked_pair_stands_in_neither_book_and_comes_back_with_its_notes(session, ada, grace, linus, there, blocker_is_ada) -> None:
    ids = [meet(session, ada, grace), meet(session, there(ada), there(grace), at=NOW - YEAR)]
    meet(session, ada, linus)
    write_note(session, ids[0], event_id=None, person_id=ada.person_id, note="Boats", now=NOW)
    blocker, blocked = (ada, grace) if blocker_is_ada else (grace, ada)
    block = Block(blocker_id=blocker.person_id, blocked_id=blocked.person_id, created_at=NOW)
    session.add(block)
    session.flush()

    assert (names(book_of(session, ada)), names(book_of(session, grace))) == (["Linus Torvalds"], [])
    for reader in (ada, grace):
        for contact_id in ids:
            with pytest.raises(NotFoundError):
                person_met(session, contact_id, event_id=None, person_id=reader.person_id)
            with pytest.raises(NotFoundError):
                write_note(session, contact_id, event_id=None, person_id=reader.person_id, note="x", now=NOW)
    assert book_of(session, ada, question="boats").is_empty

    session.delete(block)
    session.flush()
    assert [known.note for known in book_of(session, ada, question="boats").met] == ["Boats"]


def test_somebody_who_erased_themselves_leaves_ones_own_note_and_nothing_else(session, ada, grace) -> None:
    contact_id = meet(session, ada, grace)
    write_note(session, contact_id, event_id=None, person_id=ada.person_id, note="Boats", now=NOW)
    assert names(book_of(session, ada)) == ["Grace Hopper"]
    session.get_one(Person, grace.person_id).erased_at = NOW
    session.flush()

    (left,) = book_of(session, ada).left
    assert (left.contact.standing, left.contact.card.name, left.contact.seed, left.note) == (Standing.LEFT, "", None, "Boats")
    assert left.contact.has_gone
    assert book_of(session, ada, question="grace").is_empty
    assert [known.id for known in book_of(session, ada, question="boats").left] == [contact_id]


def test_an_unanswered_question_does_not_tell_that_its_owner_is_gone(session, ada, grace) -> None:
    meet(session, ada, grace, state="pending")
    before = book_of(session, ada).waiting
    session.get_one(Person, grace.person_id).erased_at = NOW
    session.flush()

    assert book_of(session, ada).waiting == before


def test_contacts_stay_with_whoever_left_the_event(session, ada, grace) -> None:
    contact_id = meet(session, ada, grace)
    person_id = ada.person_id
    session.delete(ada)
    session.flush()

    _, known = person_met(session, contact_id, event_id=None, person_id=person_id)
    assert (known.contact.card.name, known.contact.card.email) == ("Grace Hopper", "grace@example.org")
