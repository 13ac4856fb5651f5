"""Builds the lists of every event whose people said something new."""

from matchmaker.domain.matching import Matcher  # a second of imports as the worker starts, not in front of the first who waits
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.recommend import build_lists, stale_events, store_lists
from matchmaker.store.queries.recommend import people_of


def rebuild_stale_lists(workshop: Workshop) -> None:
    """Swap in fresh lists, one event at a time; what changes meanwhile is seen by the next turn."""
    with workshop.read() as session:
        waiting = stale_events(session)
    for event_id in waiting:
        rebuild_event(workshop, event_id)


def rebuild_event(workshop: Workshop, event_id: int) -> None:
    with workshop.read() as session:
        people = people_of(session, event_id)
    if people is None:
        return
    lists = build_lists(people, Matcher())
    with workshop.session() as session:
        store_lists(session, lists, now=workshop.now())
        session.commit()
