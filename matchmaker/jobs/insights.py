"""Counts the organiser's figures once a minute, releases what enough people have changed, and draws the picture without names."""

import secrets

from matchmaker.domain.insights.network import Pair, anonymous_web
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.insights import Counted, counts_that_move, events_to_count, keep_picture, release
from matchmaker.store.queries.insights import edges_of


def count_insights(workshop: Workshop) -> None:
    with workshop.read() as session:
        events = events_to_count(session, now=workshop.now())
    for event_id in events:
        with workshop.read() as session:
            counted = counts_that_move(session, event_id)
            # The picture is one of the figures about conversations: of the same moment, and moved with them.
            pairs = edges_of(session, event_id) if "talks" in counted else []
        if counted:
            _release(workshop, event_id, counted, pairs)


def _release(workshop: Workshop, event_id: int, counted: Counted, pairs: list[Pair]) -> None:
    drawing = {}
    if "talks" in counted:
        from matchmaker.domain.insights.layout import drawing_of  # noqa: PLC0415  numpy is loaded where something is drawn

        # A new order each time: nobody can follow a dot from one picture to the next, and nobody needs to make this one again.
        salt = secrets.token_hex(16)
        web = anonymous_web(pairs, counted["talks"]["facts"]["everybody"], key=workshop.settings.badge_key, salt=salt)
        drawing = drawing_of(web) if web else {}
    with workshop.session() as session:
        release(session, event_id, counted, now=workshop.now())
        if "talks" in counted:
            keep_picture(session, event_id, drawing, now=workshop.now())
        session.commit()
