"""Builds the lists of every event whose people said something new."""

from threading import Lock

from matchmaker.jobs.matchers import make_matcher, make_rules, read_history
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.recommend import build_lists, changed_lists, claim_lists, mark_built, stale_events, store_lists
from matchmaker.store.queries.matching import live_setup
from matchmaker.store.queries.recommend import people_of, stored_lists

# Two threads of one worker would only build the same lists twice.
_one_at_a_time = Lock()


def rebuild_stale_lists(workshop: Workshop) -> None:
    """Bring every stale event up to date, one at a time; what changes meanwhile is seen by the next turn."""
    with _one_at_a_time:
        with workshop.read() as session:
            waiting = stale_events(session)
        for event_id in waiting:
            rebuild_event(workshop, event_id)


def rebuild_event(workshop: Workshop, event_id: int) -> None:
    """Claim, read, work out with no transaction open, then write in short transactions; killed anywhere, the event stays stale."""
    with workshop.session() as session:
        version = claim_lists(session, event_id)
        session.commit()
    if version is None:
        return
    with workshop.read() as session:
        people, stored, setup = people_of(session, event_id), stored_lists(session, event_id), live_setup(session, event_id)
        history = read_history(session, event_id, setup, workshop)
    length, rules = workshop.settings.list_length, make_rules(setup)
    lists = build_lists(people, make_matcher(setup), version=version, length=length, rules=rules, history=history)
    for portion in changed_lists(lists, stored):
        with workshop.session() as session:
            if not store_lists(session, lists, portion):
                return
            session.commit()
    with workshop.session() as session:
        mark_built(session, lists, now=workshop.now())
        session.commit()
