"""Draft, open, closed; each step and its way back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.events.steps import Readiness, Step, before_opening, step_of
from matchmaker.errors import ConflictError
from matchmaker.services.arrivals import attend
from matchmaker.services.followup import close_event
from matchmaker.services.steps import make_draft, open_event, reopen_event
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.visits import EventFacts
from tests.cast import NOW, make_attendee, make_event, make_person


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
