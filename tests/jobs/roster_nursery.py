"""A process that has imported everything once and forks workers that bring files in, so that a test can kill many of them quickly.

Each line of its input makes one worker, whose process id is the answer; its clock is a minute later than that of the one before, so
that it takes over what a killed one held.
"""

import os
import sys
from datetime import timedelta

from matchmaker.jobs.roster import bring_in_files
from matchmaker.jobs.workshop import Workshop
from matchmaker.settings import load_settings
from matchmaker.store.engine import make_engine
from tests.cast import NOW


def bring_in(life: int) -> None:
    settings = load_settings()
    bring_in_files(Workshop(settings, make_engine(settings.database), lambda: NOW + timedelta(minutes=life)))


def main() -> None:
    print("ready", flush=True)
    for life, _ in enumerate(sys.stdin, 1):
        worker = os.fork()
        if worker == 0:
            try:
                bring_in(life)
            finally:
                os._exit(0)
        print(worker, flush=True)
        os.waitpid(worker, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
