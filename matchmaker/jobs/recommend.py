"""Keeps the lists of every event as fresh as what its people say.

A change is told to the event's matcher, which this process keeps, and only the lists it touches are written. Without such a
matcher, or after very many changes at once, everything is worked out anew (`full_pass`).
"""

import logging

from sqlalchemy.orm import Session

from matchmaker.jobs.full_pass import full_pass, publish
from matchmaker.jobs.kept_matchers import forget_matcher, kept_matcher
from matchmaker.jobs.matchers import setup_key
from matchmaker.jobs.slider_rows import refresh_slider_rows
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import LiveLists, follow
from matchmaker.services.recommend import claim_lists, mark_built, stale_events, store_lists
from matchmaker.store.queries.groups import groups_apart
from matchmaker.store.queries.matches import lists_built
from matchmaker.store.queries.matching import live_setup
from matchmaker.store.queries.recommend import EventNews, news_of

log = logging.getLogger(__name__)


def refresh_stale_lists(workshop: Workshop) -> None:
    """Bring every stale event up to date, one at a time; what changes meanwhile is seen by the next turn."""
    with workshop.lock:
        with workshop.read() as session:
            waiting = stale_events(session)
        for event_id in waiting:
            refresh_event(workshop, event_id)
    refresh_slider_rows(workshop)


def refresh_event(workshop: Workshop, event_id: int) -> None:
    """Claim, read, work out with no transaction open, then write; killed anywhere, the event stays stale."""
    with workshop.session() as session:
        version = claim_lists(session, event_id)
        session.commit()
    if version is None:
        return
    live = kept_matcher(workshop, event_id)
    with workshop.read() as session:
        news = _news(session, live) if live is not None else None
    if live is None or news is None or live.is_outrun(news):
        live = full_pass(workshop, event_id)
        if live is not None:
            publish(workshop, live)
        return
    # Until the lists are stored the matcher knows more than they do: should anything fail, it must not be used again.
    forget_matcher(workshop, event_id)
    lists = follow(live, news, version=version)
    with workshop.session() as session:
        if not store_lists(session, lists):
            return
        mark_built(session, lists, now=workshop.now())
        session.commit()
    workshop.live[event_id] = live


def _news(session: Session, live: LiveLists) -> EventNews | None:
    """What the matcher does not know yet; None if it is not the one that made the stored lists."""
    built, _ = lists_built(session, live.event_id)
    key = setup_key(live_setup(session, live.event_id), live.length, groups_apart(session, live.event_id))
    if built != live.version or live.key != key:
        return None
    return news_of(session, live.event_id, live.stamps)
