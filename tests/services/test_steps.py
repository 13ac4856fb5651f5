"""Draft, open, closed; each step and its way back."""

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.steps import Readiness, Step, before_opening, step_of
from matchmaker.errors import ConflictError
from matchmaker.services.arrivals import attend
from matchmaker.services.followup import close_event
from matchmaker.services.invitation_letters import send_invitations
from matchmaker.services.mail import NEVER, begin_transmission, claim_letters
from matchmaker.services.mailing_halts import pause, resume, send_failed_again
from matchmaker.services.mailing_page import mailing_cards
from matchmaker.services.steps import make_draft, open_event, reopen_event
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.visits import EventFacts
from tests.cast import NOW, make_attendee, make_event, make_organiser, make_person
from tests.mailings import send, write_to


def facts(session: Session, event: Event) -> EventFacts:
    session.expire_all()
    return EventFacts(**{name: getattr(event, name) for name in EventFacts.__slots__})


def step(session: Session, event: Event) -> Step:
    return step_of(facts(session, event))


def test_an_event_goes_from_draft_to_open_and_back(session: Session) -> None:
    event = make_event(session, opened_at=None)
    steps = [step(session, event)]
    done = [open_event(session, facts(session, event), now=NOW), open_event(session, facts(session, event), now=NOW)]
    steps.append(step(session, event))
    make_draft(session, event.id)
    steps.append(step(session, event))

    assert (steps, done) == ([Step.DRAFT, Step.OPEN, Step.DRAFT], [True, False])


def test_an_event_of_the_past_is_not_opened(session: Session) -> None:
    event = make_event(session, opened_at=None, starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))

    with pytest.raises(ConflictError):
        open_event(session, facts(session, event), now=NOW)


def test_a_draft_takes_nobody_in_and_is_not_closed(session: Session) -> None:
    event = make_event(session, opened_at=None)
    ada = make_person(session, "Ada Lovelace")

    with pytest.raises(ConflictError):
        close_event(session, event.id, now=NOW)
    assert attend(session, facts(session, event), ada, name="Ada", now=NOW) is None


def test_closing_is_undone_with_its_letters_and_closing_again_writes_each_once(session: Session) -> None:
    event = make_event(session)
    for name in ("Ada Lovelace", "Grace Hopper"):
        make_attendee(session, event, name)
    close_event(session, event.id, now=NOW)
    first = session.scalars(select(OutboxLetter.id).order_by(OutboxLetter.id)).first()
    session.get_one(OutboxLetter, first).state = "sent"
    session.flush()

    taken_back = reopen_event(session, event.id)
    while_open = (step(session, event), session.scalars(select(OutboxLetter.state)).all())
    closing = close_event(session, event.id, now=NOW)

    assert (taken_back, while_open) == (1, (Step.OPEN, ["sent"]))
    assert (closing.closed_now, closing.letters, step(session, event)) == (True, 1, Step.CLOSED)
    assert reopen_event(session, make_event(session, "elsewhere").id) is None


def test_a_closed_event_is_no_draft_at_once(session: Session) -> None:
    event = make_event(session, closed_at=NOW)

    with pytest.raises(ConflictError):
        make_draft(session, event.id)


def test_the_list_before_opening_says_what_is_missing() -> None:
    bare = Readiness("invited", 0, 0, NOW, "", None, worker_is_silent=True)
    ready = Readiness("open", 0, 20, NOW + timedelta(days=1), "safe@example.org", 90, worker_is_silent=False)

    assert {check.word for check in before_opening(bare, now=NOW) if not check.done} == {
        "dates",
        "interests",
        "people",
        "safety",
        "retention",
        "letters",
    }
    assert [check.word for check in before_opening(ready, now=NOW) if not check.done] == []


def test_letters_of_an_event_that_is_a_draft_again_wait_until_it_is_open(session: Session) -> None:
    event = make_event(session)
    olga = make_organiser(session, event)
    for name in ("ada", "grace", "linus"):
        make_attendee(session, event, name)
    goes, stays = write_to(session, event, olga), write_to(session, event, olga)
    for mailing in (goes, stays):
        send(session, event, mailing, olga, seen=3)
    pause(session, event.id, stays.id, by=olga.id, now=NOW)
    claimed = session.scalars(select(OutboxLetter).where(OutboxLetter.campaign == f"mailing-{goes.id}")).first()
    claimed.state, claimed.lease = "claimed", "somebody’s"
    session.flush()

    def due(campaign: str) -> list[tuple[str, datetime]]:
        its = select(OutboxLetter.state, OutboxLetter.next_try_at).where(OutboxLetter.campaign == campaign).distinct()
        return [(state, at) for state, at in session.execute(its)]

    make_draft(session, event.id)

    assert due(f"mailing-{goes.id}") == [("queued", NEVER)]
    later = NOW + timedelta(hours=1)
    open_event(session, facts(session, event), undo=timedelta(seconds=60), now=later)
    assert due(f"mailing-{goes.id}") == [("queued", later + timedelta(seconds=60))]
    assert due(f"mailing-{stays.id}") == [("queued", NEVER)]
    stages = {card.id: card.stage for card in mailing_cards(session, facts(session, event), now=later)}
    assert stages == {goes.id: "waiting", stays.id: "paused"}


def test_an_invitation_that_waited_for_a_draft_counts_its_days_from_the_opening(session: Session) -> None:
    event = make_event(session)
    ada = make_attendee(session, event, "Ada Lovelace", first_signed_in_at=None)
    grace = make_attendee(session, event, "Grace Hopper", first_signed_in_at=None)
    send_invitations(session, facts(session, event), now=NOW)
    hers = OutboxLetter.person_id == grace.person_id
    session.execute(update(OutboxLetter).where(hers).values(state="sent"))
    make_draft(session, event.id)

    weeks_later = NOW + timedelta(days=20)
    open_event(session, dataclasses.replace(facts(session, event), ends_at=NOW + timedelta(days=30)), now=weeks_later)

    session.expire_all()
    assert (ada.invited_at, grace.invited_at) == (weeks_later, NOW)


@pytest.mark.parametrize("again", [resume, send_failed_again])
def test_nothing_of_a_draft_is_let_go_by_hand(session: Session, again: Callable[..., object]) -> None:
    event = make_event(session)
    olga = make_organiser(session, event)
    make_attendee(session, event, "ada")
    mailing = write_to(session, event, olga)
    send(session, event, mailing, olga, seen=1)
    if again is resume:
        pause(session, event.id, mailing.id, by=olga.id, now=NOW)
    else:
        session.execute(update(OutboxLetter).values(state="failed"))
    make_draft(session, event.id)

    with pytest.raises(ConflictError, match="still a draft"):
        again(session, event.id, mailing.id, by=olga.id, now=NOW)


def test_a_letter_that_a_worker_puts_back_just_as_the_event_opens_leaves_all_the_same(engine: Engine, session: Session) -> None:
    event = make_event(session)
    olga = make_organiser(session, event)
    make_attendee(session, event, "ada")
    send(session, event, write_to(session, event, olga), olga, seen=1)
    (claim,) = claim_letters(session, lease="mine", most=1, seconds=60, now=NOW)
    event.opened_at = None  # made a draft by somebody who has not seen that a worker holds it
    session.commit()
    at = facts(session, event)
    session.rollback()

    def open_it() -> None:
        with Session(engine) as other:
            open_event(other, at, now=NOW)
            other.commit()

    opening = Thread(target=open_it)
    with Session(engine) as worker:
        leaves = begin_transmission(worker, claim, message_id="<1@x>", seconds=60, now=NOW)
        opening.start()
        opening.join(0.5)
        worker.commit()
    opening.join()

    assert leaves is False
    assert session.execute(select(OutboxLetter.state, OutboxLetter.next_try_at)).all() == [("queued", NOW)]
