"""The worker builds stale lists, and nothing is lost when it dies in the middle."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.jobs import full_pass, recommend
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import build_lists, follow
from matchmaker.services.recommend import EventLists, claim_lists, draft_lists, stale_events, want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from tests.cast import NOW, give_interests, make_attendee, make_event


@pytest.fixture
def workshop(settings: Settings, engine: Engine) -> Workshop:
    return Workshop(settings, engine, now=lambda: NOW)


@pytest.fixture
def waiting(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    for attendee in (ada, grace):
        give_interests(session, attendee, talk=["Open records"])
    want_lists(session, event.id)
    session.commit()


def stored(session: Session, event: Event) -> set[tuple[int, int]]:
    session.expire_all()
    rows = session.execute(select(Recommendation.reader_id, Recommendation.other_id).where(Recommendation.event_id == event.id)).all()
    session.rollback()
    return {(reader, other) for reader, other in rows}


def test_a_call_builds_the_lists_of_every_stale_event(
    session: Session, event: Event, ada: Attendee, grace: Attendee, waiting: None, workshop: Workshop
) -> None:
    second = make_event(session, "southlight")
    pair = [make_attendee(session, second, name, headline="Bees") for name in ("Mary Somerville", "Alan Turing")]
    want_lists(session, second.id)
    session.commit()

    do(workshop, "recommend")

    assert stored(session, event) == {(ada.id, grace.id), (grace.id, ada.id)}
    assert stored(session, second) == {(pair[0].id, pair[1].id), (pair[1].id, pair[0].id)}
    assert stale_events(session) == []


def test_a_worker_that_dies_before_it_stores_leaves_the_lists_stale(
    session: Session, event: Event, ada: Attendee, grace: Attendee, waiting: None, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(full_pass, "swap_in_drafts", die)
        with pytest.raises(KeyboardInterrupt):
            do(workshop, "recommend")
    assert stored(session, event) == set()
    assert stale_events(session) == [event.id]
    session.rollback()

    do(workshop, "recommend")

    assert stored(session, event) == {(ada.id, grace.id), (grace.id, ada.id)}


def test_a_worker_that_dies_between_two_portions_leaves_nothing_that_pages_see(
    session: Session, event: Event, ada: Attendee, grace: Attendee, waiting: None, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.services.recommend.READERS_AT_ONCE", 1)
    turns = []

    def die_at_the_second(*args: object) -> None:
        turns.append(len(turns))
        if len(turns) == 2:
            raise KeyboardInterrupt
        draft_lists(*args)

    with monkeypatch.context() as broken:
        broken.setattr(full_pass, "draft_lists", die_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            do(workshop, "recommend")
    assert stored(session, event) == set()
    assert stale_events(session) == [event.id]
    session.rollback()

    do(workshop, "recommend")

    assert stored(session, event) == {(ada.id, grace.id), (grace.id, ada.id)}
    assert stale_events(session) == []


def test_a_build_that_was_overtaken_stops_and_leaves_the_lists_stale(
    session: Session, event: Event, waiting: None, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(*args: object, **settings: int) -> EventLists:
        with workshop.session() as other:
            want_lists(other, event.id)
            claim_lists(other, event.id)
            other.commit()
        return follow(*args, **settings)

    with monkeypatch.context() as broken:
        broken.setattr(full_pass, "follow", overtaken)
        do(workshop, "recommend")

    assert stored(session, event) == set()
    assert stale_events(session) == [event.id]


def test_no_transaction_is_open_while_lists_are_worked_out(
    session: Session, event: Event, waiting: None, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_connections = []

    def build(*args: object, **settings: int) -> EventLists:
        open_connections.append(workshop.engine.pool.checkedout())
        return build_lists(*args, **settings)

    monkeypatch.setattr(full_pass, "build_lists", build)

    session.close()
    do(workshop, "recommend")

    assert open_connections == [0]


def test_an_event_without_news_is_left_alone(session: Session, event: Event, waiting: None, workshop: Workshop) -> None:
    do(workshop, "recommend")
    event.lists_built_at = None
    session.commit()

    do(workshop, "recommend")

    session.refresh(event)
    assert event.lists_built_at is None


def test_an_event_that_vanished_is_passed_over(workshop: Workshop) -> None:
    recommend.refresh_event(workshop, 4711)
