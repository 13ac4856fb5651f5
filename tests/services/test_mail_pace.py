"""Letters a minute and a day hold over all workers; codes count and never wait."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.services.mail import queue_letter
from matchmaker.services.mail_pace import Pace, claim_at_pace
from matchmaker.settings import load_settings
from tests.cast import NOW

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def fill(session: Session, letters: int, *, kind: str = "met") -> None:
    for number in range(letters):
        queue_letter(session, kind=kind, address=f"{kind}{number}@example.org", now=NOW)
    session.commit()


def take(session: Session, pace: Pace, *, most: int = 20, now: datetime = NOW, codes_only: bool = False) -> int:
    claims = claim_at_pace(session, pace, lease="w", most=most, seconds=300, now=now, codes_only=codes_only)
    session.commit()
    return len(claims)


def test_the_settings_say_the_pace() -> None:
    assert Pace.of(load_settings()) == Pace()
    assert Pace.of(load_settings(mail_per_minute=60, mail_per_day=500)) == Pace(((MINUTE, 60), (DAY, 500)))


def test_without_limits_letters_leave_as_they_come(session: Session) -> None:
    fill(session, 45)

    assert [take(session, Pace()) for _ in range(4)] == [20, 20, 5, 0]


def test_a_minute_gives_out_its_letters_and_the_next_one_more(session: Session) -> None:
    fill(session, 60)
    pace = Pace(((MINUTE, 25),))

    assert [take(session, pace, now=NOW + timedelta(seconds=second)) for second in (0, 1, 2, 59)] == [20, 5, 0, 0]
    assert [take(session, pace, now=NOW + MINUTE) for _ in range(3)] == [20, 5, 0]


def test_the_narrower_of_two_limits_holds(session: Session) -> None:
    fill(session, 60)
    pace = Pace(((MINUTE, 20), (DAY, 30)))

    assert [take(session, pace, now=NOW + minute * MINUTE) for minute in range(3)] == [20, 10, 0]
    assert take(session, pace, now=NOW + DAY) == 20


def test_letters_not_there_use_nothing_up(session: Session) -> None:
    pace = Pace(((MINUTE, 20),))

    assert take(session, pace) == 0
    fill(session, 30)
    assert take(session, pace) == 20


def test_codes_count_and_never_wait(session: Session) -> None:
    fill(session, 10)
    fill(session, 4, kind="sign_in")
    pace = Pace(((MINUTE, 6),))

    assert take(session, pace) == 6  # four codes, two others
    fill(session, 9, kind="sign_in")
    assert take(session, pace) == 9  # the new codes, past the limit
    assert take(session, pace) == 0


def test_a_call_for_codes_takes_codes_alone(session: Session) -> None:
    fill(session, 10)
    fill(session, 4, kind="sign_in")

    assert take(session, Pace(((MINUTE, 6),)), codes_only=True) == 4


@pytest.mark.parametrize("workers", [6])
def test_workers_at_the_same_moment_never_take_more_together(engine: Engine, session: Session, workers: int) -> None:
    fill(session, 80)
    pace = Pace(((MINUTE, 33),))

    def work(_number: int) -> int:
        taken = 0
        with Session(engine) as own:
            for _ in range(8):
                taken += take(own, pace, most=3)
        return taken

    with ThreadPoolExecutor(workers) as pool:
        taken = list(pool.map(work, range(workers)))

    assert sum(taken) == 33
