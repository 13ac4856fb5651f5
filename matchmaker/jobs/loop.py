"""The worker: waits for the queue's call, sweeps once a minute in case a call was lost, and gives signs of life."""

import itertools
import logging
import os
import socket
import threading
from functools import partial

from matchmaker.jobs.background import pass_over_due_events
from matchmaker.jobs.badges import make_badges
from matchmaker.jobs.exports import make_exports
from matchmaker.jobs.forget import forget, forget_reports
from matchmaker.jobs.insights import count_insights
from matchmaker.jobs.mailings import keep_time, start_mailings
from matchmaker.jobs.preview_matching import preview_matching
from matchmaker.jobs.purge import purge
from matchmaker.jobs.queue import answer_calls, make_queue
from matchmaker.jobs.recommend import refresh_stale_lists
from matchmaker.jobs.remind import remind_people
from matchmaker.jobs.roster import bring_in_files
from matchmaker.jobs.send_mail import send_mail
from matchmaker.jobs.workshop import Job, Workshop, open_workshop
from matchmaker.services.beats import beat
from matchmaker.settings import Settings

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
SWEEP_SECONDS = 60.0
JOBS: dict[str, Job] = {
    "remind": remind_people,  # before the letters leave
    "mailings": start_mailings,
    "send_mail": send_mail,
    "badges": make_badges,
    "recommend": refresh_stale_lists,
    "matching_preview": preview_matching,
    "forget": forget,
    "insights": count_insights,
    "exports": make_exports,
    "roster": bring_in_files,  # the last of a sweep, as it may take long
}


# Done by the sweep alone, and seldom: nobody waits for these.
HOURLY_JOBS: dict[str, Job] = {"purge": purge, "forget_reports": forget_reports}
SWEEPS_PER_HOUR = 60
# Done by a thread of their own.
SLOW_JOBS: dict[str, Job] = {"full_passes": pass_over_due_events, "moments": keep_time}
PASS_SECONDS = 20.0
MOMENT_SECONDS = 5.0  # how late a letter may leave after its moment


def do(workshop: Workshop, word: str) -> None:
    """One job, once. A fault of ours is logged and ends this job alone; its rows stay for the next sweep."""
    job = JOBS.get(word) or HOURLY_JOBS.get(word) or SLOW_JOBS.get(word)
    if job is None:
        log.warning("Nobody knows the job %r.", word)
        return
    try:
        job(workshop)
    except Exception:
        log.exception("The job %r broke; it is tried again within a minute.", word)


def work(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C."""
    workshop = open_workshop(settings)
    queue = make_queue(settings)
    answer_calls(queue, partial(do, workshop))
    stop = threading.Event()
    threading.Thread(target=_give_signs_of_life, args=(workshop, stop), daemon=True, name="beat").start()
    threading.Thread(target=_pass_over, args=(workshop, stop), daemon=True, name="full passes").start()
    threading.Thread(target=_keep_time, args=(workshop, stop), daemon=True, name="moments").start()
    threading.Thread(target=_sweep, args=(workshop, stop), daemon=True, name="sweep").start()
    log.info("matchmaker works.")
    try:
        queue.create_consumer(workers=2, periodic=False, initial_delay=0.02, backoff=1.2, max_delay=0.2).run()
    finally:
        stop.set()


def _give_signs_of_life(workshop: Workshop, stop: threading.Event) -> None:
    worker = f"{socket.gethostname()}:{os.getpid()}"
    while not stop.is_set():
        try:
            with workshop.session() as session:
                beat(session, worker, now=workshop.now())
                session.commit()
        except Exception:
            log.exception("The worker could not give its sign of life.")
        stop.wait(BEAT_SECONDS)


def _pass_over(workshop: Workshop, stop: threading.Event) -> None:
    """Full passes have a thread of their own: they may take a minute, and letters must not wait for them."""
    while not stop.wait(PASS_SECONDS):
        do(workshop, "full_passes")


def _keep_time(workshop: Workshop, stop: threading.Event) -> None:
    """Moments have a thread of their own; while it carries a long run of letters, the sweep begins what is due."""
    while not stop.wait(MOMENT_SECONDS):
        do(workshop, "moments")


def _sweep(workshop: Workshop, stop: threading.Event) -> None:
    for turn in itertools.count():
        if stop.is_set():
            return
        for word in (*JOBS, *(HOURLY_JOBS if turn % SWEEPS_PER_HOUR == 0 else ())):
            do(workshop, word)
        stop.wait(SWEEP_SECONDS)
