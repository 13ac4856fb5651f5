"""Introductions in the same moment: two yes, a yes and a block, a yes and a scan, two proposals; one thing comes of each."""

import threading
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.errors import BadInputError, NotFoundError
from matchmaker.services.contact_book import contacts_of
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.proposal_pages import introductions_of
from matchmaker.services.proposals import take_proposal_back
from matchmaker.services.safety import block_person
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.proposals import Proposal
from tests.cast import NOW, make_attendee
from tests.meetings import meet
from tests.proposals import contacts_between, introduce, knows_both, say, state_of
from tests.scanning import new_scan_id, wear_badge

Deed = Callable[[Session], object]


def at_once(engine: Engine, deeds: Sequence[Deed]) -> list[Exception]:
    """Each in a thread and a transaction of its own; returns what was refused."""
    start, refused = threading.Barrier(len(deeds)), []

    def work(deed: Deed) -> None:
        with Session(engine, expire_on_commit=False) as own:
            start.wait()
            try:
                deed(own)
                own.commit()
            except (NotFoundError, BadInputError) as error:
                refused.append(error)

    threads = [threading.Thread(target=work, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return refused


@pytest.fixture
def proposal(session, ada, grace, linus, settings) -> int:
    number = introduce(session, ada, knows_both(session, ada, grace, linus), settings)
    session.commit()
    return number


@pytest.mark.parametrize("turn", range(5))
def test_two_yes_at_once_make_one_contact_and_one_letter_each(session, engine, proposal, ada, grace, linus, turn: int) -> None:
    deeds = [lambda own, one=one: say(own, proposal, one, "yes", may_tell=True) for one in (grace, linus, grace, linus)]

    refused = at_once(engine, deeds)

    assert (refused, state_of(session, proposal), len(contacts_between(session, grace, linus))) == ([], "made", 1)
    letters = [
        (kind, to) for kind, to in session.execute(select(OutboxLetter.kind, OutboxLetter.recipient)) if kind != "introduction_asked"
    ]
    assert sorted(letters) == [
        ("introduction_made", "grace@example.org"),
        ("introduction_made", "linus@example.org"),
        ("introduction_outcome", "ada@example.org"),
    ]


def book_of(session: Session, attendee: Attendee) -> int:
    return len(contacts_of(session, event_id=attendee.event_id, person_id=attendee.person_id).met)


@pytest.mark.parametrize("turn", range(5))
def test_a_block_in_the_moment_of_the_second_yes_leaves_nothing_to_see(session, engine, proposal, ada, grace, linus, turn: int) -> None:
    say(session, proposal, grace, "yes")
    session.commit()

    at_once(
        engine,
        [
            lambda own: say(own, proposal, linus, "yes"),
            lambda own: block_person(own, grace.person_id, linus.person_id, now=NOW),
        ],
    )

    assert (book_of(session, grace), book_of(session, linus)) == (1, 1)  # each holds Ada's card alone
    assert state_of(session, proposal) in {"made", "void"}


@pytest.mark.parametrize("turn", range(5))
def test_taking_back_in_the_moment_of_the_second_yes_is_either_before_or_after_it(
    session, engine, proposal, ada, grace, linus, turn: int
) -> None:
    say(session, proposal, grace, "yes")
    session.commit()

    at_once(
        engine,
        [
            lambda own: say(own, proposal, linus, "yes"),
            lambda own: take_proposal_back(own, proposal, event_id=ada.event_id, person_id=ada.person_id, now=NOW),
        ],
    )

    made = state_of(session, proposal) == "made"
    assert len(contacts_between(session, grace, linus)) == (1 if made else 0)
    (mine,) = introductions_of(session, event_id=ada.event_id, person_id=ada.person_id, now=NOW).proposed
    assert mine.how.value == "taken_back"


@pytest.mark.parametrize("turn", range(5))
def test_a_scan_in_the_moment_of_the_second_yes_still_is_one_contact(
    session: Session, engine: Engine, settings: Settings, ada, grace, linus, turn: int
) -> None:
    badge = wear_badge(session, grace, settings.badge_key)
    proposal = introduce(session, ada, knows_both(session, ada, grace, linus), settings)
    say(session, proposal, grace, "yes")
    session.commit()

    refused = at_once(
        engine,
        [
            lambda own: say(own, proposal, linus, "yes"),
            lambda own: exchange_contacts(own, linus.person_id, badge.code, scan_id=new_scan_id(), settings=settings, now=NOW),
        ],
    )

    assert refused == []
    assert [contact.state for contact in contacts_between(session, grace, linus)] == ["exchanged"]


def test_two_proposals_at_once_ask_one_person_once(session, event, engine, settings, ada, grace, linus) -> None:
    first, second = knows_both(session, ada, grace, linus)
    third = meet(session, ada, make_attendee(session, event, "Katherine Johnson"))
    session.commit()

    refused = at_once(engine, [lambda own, pair=pair: introduce(own, ada, pair, settings) for pair in ((first, second), (first, third))])

    assert len(refused) == 1
    assert len(session.scalars(select(Proposal.id)).all()) == 1
