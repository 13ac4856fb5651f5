"""Full passes of events that have changed a good deal, in a process of their own that gives way to all others."""

import contextlib
import logging
import multiprocessing
import os
import threading

from matchmaker.jobs.full_pass import full_pass, publish
from matchmaker.jobs.kept_matchers import draft_matcher, take_draft
from matchmaker.jobs.slider_rows import refresh_slider_rows
from matchmaker.jobs.workshop import Workshop, open_workshop
from matchmaker.settings import Settings

log = logging.getLogger(__name__)

_NICENESS = 10
# A pass over 20,000 people takes a minute; whatever takes longer than this hangs.
_LONGEST_SECONDS = 900
_one_pass_at_a_time = threading.Lock()


def pass_over_due_events(workshop: Workshop) -> None:
    """Work out anew the lists of every event of which one person in twenty has changed; pages and small changes go on meanwhile."""
    if not _one_pass_at_a_time.acquire(blocking=False):
        return
    try:
        with workshop.lock:
            due = [event_id for event_id, live in workshop.live.items() if live.is_due(now=workshop.now())]
        for event_id in due:
            pass_in_background(workshop, event_id)
        refresh_slider_rows(workshop)
    finally:
        _one_pass_at_a_time.release()


def pass_in_background(workshop: Workshop, event_id: int) -> None:
    """One full pass, whose lists are swapped in here when it has come to its end; if it dies, the lists stay as they are."""
    child = multiprocessing.get_context("spawn").Process(target=_pass_in_child, args=(workshop.settings, event_id), daemon=True)
    child.start()
    child.join(_LONGEST_SECONDS)
    if child.is_alive():
        child.kill()
        child.join()
    live = take_draft(workshop, event_id)
    if child.exitcode or live is None:
        log.warning("The full pass over event %s came to no end; its lists stay as they are.", event_id)
        return
    publish(workshop, live)


def _pass_in_child(settings: Settings, event_id: int) -> None:
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    workshop = open_workshop(settings)
    live = full_pass(workshop, event_id)
    if live is not None:
        draft_matcher(workshop, live)
