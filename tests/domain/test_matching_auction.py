"""Places sold by auction: caps hold, and the lists are the best there are but for little more than a step a place."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from matchmaker.domain.matching.auction import Supply, auction


def supply_of(caps: np.ndarray, rise: float = 0.0) -> Supply:
    n = len(caps)
    return Supply(caps, np.zeros(n), np.full(n, rise), np.zeros(n, dtype=int))


def test_known_answer_who_loses_most_keeps_the_place() -> None:
    people = np.array([[1, 2], [0, 2], [1, 0]])
    values = np.array([[1.0, 0.9], [1.0, 0.1], [1.0, 0.2]])

    taken, prices = auction(people, values, 1, supply_of(np.array([1, 1, 1])), 0.01)

    assert taken.tolist() == [[False, True], [True, False], [True, False]]
    assert prices[1] >= 0.1


def test_a_rising_price_shares_equal_people_evenly() -> None:
    n = 12
    people = np.array([[other for other in range(n) if other != at] for at in range(n)])

    taken, _ = auction(people, np.ones(people.shape), 3, supply_of(np.full(n, n), rise=0.05), 0.01)

    assert set(np.bincount(people[taken], minlength=n).tolist()) == {3}


def test_nobody_to_have_and_no_places_are_no_trouble() -> None:
    none = auction(np.full((2, 3), -1), np.full((2, 3), -np.inf), 2, supply_of(np.array([1, 1])), 0.1)[0]
    full = auction(np.array([[1], [0]]), np.ones((2, 1)), 2, supply_of(np.array([0, 0])), 0.1)[0]

    assert not none.any()
    assert not full.any()
    assert auction(np.empty((0, 4), dtype=int), np.empty((0, 4)), 2, supply_of(np.empty(0, dtype=int)), 0.1)[0].shape == (0, 4)


@given(st.integers(2, 9), st.integers(1, 4), st.integers(1, 5), st.integers(0, 10_000), st.sampled_from([0.01, 0.1]))
@settings(deadline=None, max_examples=200)
def test_caps_hold_and_the_sum_misses_the_best_by_little(n: int, most: int, cap: int, seed: int, step: float) -> None:
    dice = np.random.default_rng(seed)
    people = np.array([[other for other in range(n) if other != at] for at in range(n)])
    values, caps = dice.random(people.shape).round(1), dice.integers(0, cap + 1, n)

    taken, _ = auction(people, values, most, supply_of(caps), step)

    rows = np.kron(np.eye(n), np.ones(n - 1))
    columns = (people.ravel()[None, :] == np.arange(n)[:, None]).astype(float)
    # An empty place is worth one less than nothing, so lists are as full as they can be.
    best = linprog(-(values.ravel() + 1), np.vstack([rows, columns]), np.concatenate([np.full(n, most), caps]), bounds=(0, 1))
    assert (taken.sum(axis=1) <= most).all()
    assert (np.bincount(people[taken], minlength=n) <= caps).all()
    # The step grows with the rounds, of which there are few here.
    assert (values[taken] + 1).sum() >= -best.fun - 1.5 * n * most * step - 1e-6
