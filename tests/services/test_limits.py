"""How often somebody may do something."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.services.limits import forget_old_counts, take_turn
from matchmaker.store.models.signin import RateCount
from tests.cast import NOW


def taker(session: Session, key: str = "a") -> Callable[[timedelta], bool]:
    return lambda later: take_turn(session, key, most=3, now=NOW + later)


def test_the_fourth_of_three_turns_is_refused(session: Session) -> None:
    take = taker(session)

    assert [take(timedelta(minutes=minute)) for minute in (0, 10, 20, 59)] == [True, True, True, False]


def test_a_refused_turn_does_not_prolong_the_window(session: Session) -> None:
    take = taker(session)
    for minute in (0, 0, 0, 59):
        take(timedelta(minutes=minute))

    assert take(timedelta(minutes=60))


def test_a_new_window_has_all_its_turns(session: Session) -> None:
    take = taker(session)
    for _ in range(4):
        take(timedelta())

    assert [take(timedelta(hours=2)) for _ in range(4)] == [True, True, True, False]


def test_one_key_takes_no_turn_from_another(session: Session) -> None:
    for _ in range(4):
        taker(session, "a")(timedelta())

    assert taker(session, "b")(timedelta())


def test_of_many_in_parallel_just_as_many_get_through(engine: Engine) -> None:
    def take(_number: int) -> bool:
        with Session(engine) as session:
            taken = take_turn(session, "a", most=7, now=NOW)
            session.commit()
            return taken

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(40)))

    assert taken.count(True) == 7


def test_counts_of_yesterday_are_forgotten(session: Session) -> None:
    take_turn(session, "old", most=1, now=NOW - timedelta(days=2))
    take_turn(session, "new", most=1, now=NOW)

    forget_old_counts(session, now=NOW)

    assert session.scalars(select(RateCount.key)).all() == ["new"]
