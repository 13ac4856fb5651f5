"""The order of a plain list favours nobody, and stays the same for a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.matching.plain import PRIME, shuffle_for

TODAY = date(2026, 11, 5)


def order_of(ids: range, *, reader: int = 1, event: int = 1, day: date = TODAY) -> list[int]:
    return sorted(ids, key=shuffle_for(event, reader, day).place_of)


def test_the_order_is_the_same_all_day_and_another_one_for_another_day_reader_or_event() -> None:
    ids = range(1, 200)
    orders = [order_of(ids), order_of(ids, day=TODAY + timedelta(days=1)), order_of(ids, reader=2), order_of(ids, event=2)]

    assert order_of(ids) == orders[0]
    assert len({tuple(order) for order in [*orders, list(ids)]}) == 5


def test_each_of_two_people_comes_first_about_as_often_as_the_other() -> None:
    draws = [shuffle_for(1, reader, TODAY + timedelta(days=day)) for reader in range(100) for day in range(40)]

    for one, other in ((1, 2), (7, 5000), (2**30, 3)):
        first = sum(draw.place_of(one) < draw.place_of(other) for draw in draws)
        assert abs(first / len(draws) - 0.5) < 0.04


def test_everybody_heads_some_lists() -> None:
    ids = range(1, 31)

    heads = {order_of(ids, reader=reader)[0] for reader in range(600)}

    assert heads == set(ids)


@given(st.integers(1, 2**31 - 2), st.integers(1, 2**31 - 2), st.integers(1, 10**6), st.dates())
def test_no_two_people_share_a_place_and_no_product_outgrows_a_database_s_number(one: int, other: int, reader: int, day: date) -> None:
    draw = shuffle_for(1, reader, day)

    assert (draw.place_of(one) == draw.place_of(other)) is (one == other)
    assert draw.factor * one + draw.start < 2**63
    assert 1 <= draw.factor < PRIME
