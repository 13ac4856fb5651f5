"""Brings up to date what readers' sliders sort, a few readers at a time: whoever changes something meanwhile goes first."""

import time

from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import slider_rows
from matchmaker.services.tuning import store_tuning_rows

_READERS_AT_ONCE = 100
# Long enough for a job that waits for the lock to take it.
_BREATH_SECONDS = 0.005


def refresh_slider_rows(workshop: Workshop) -> None:
    """All readers whose rows are out of date, at every event whose matcher is kept here."""
    for event_id in list(workshop.live):
        while _next_portion(workshop, event_id):
            time.sleep(_BREATH_SECONDS)


def _next_portion(workshop: Workshop, event_id: int) -> bool:
    with workshop.lock:
        live = workshop.live.get(event_id)
        if live is None or not live.turned:
            return False
        readers, live.turned = live.turned[:_READERS_AT_ONCE], live.turned[_READERS_AT_ONCE:]
        rows = slider_rows(live, readers)
        with workshop.session() as session:
            store_tuning_rows(session, event_id, rows, version=live.version)
            session.commit()
    return True
