"""A process that has imported everything once and forks workers on demand, so that a test can kill many of them quickly.

Each line of its input makes one worker, whose process id is the answer. A worker sends until no letter waits. Called with
"broken", its workers make the mistake the outbox exists to avoid: what was on its way is simply sent again.
"""

import os
import sys
import time
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.jobs import send_mail
from matchmaker.jobs.workshop import open_workshop
from matchmaker.services import letters
from matchmaker.settings import load_settings
from matchmaker.store.models.mail import OutboxLetter

OPEN = ("queued", "claimed", "transmitting")


def send_on_its_way_again(session: Session, *, now: datetime) -> None:
    expired = (OutboxLetter.leased_until <= now, OutboxLetter.state.in_(("claimed", "transmitting")))
    session.execute(sa.update(OutboxLetter).where(*expired).values(state="queued", lease="", next_try_at=now))


def work_until_nothing_waits() -> None:
    workshop = open_workshop(load_settings())
    while True:
        send_mail.send_mail(workshop)
        with workshop.read() as session:
            if session.scalar(sa.select(sa.func.count()).where(OutboxLetter.state.in_(OPEN))) == 0:
                return
        time.sleep(0.02)


def main() -> None:
    assert letters.WRITERS
    if "broken" in sys.argv:
        send_mail.recover_expired = send_on_its_way_again  # type: ignore[assignment]
    print("ready", flush=True)
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            try:
                work_until_nothing_waits()
            finally:
                os._exit(0)
        print(worker, flush=True)


if __name__ == "__main__":
    main()
