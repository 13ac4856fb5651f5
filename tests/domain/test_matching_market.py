"""Lists that meet each other: known answers, what no order can better, and properties of any market."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.domain.matching.market import expected_matches, order_market, order_population
from matchmaker.domain.matching.mutual import expected_in_lists, order_lists
from matchmaker.domain.matching.ranking import NOBODY

SIZES = st.integers(1, 7)
SEEDS = st.integers(0, 10_000)


def market(n: int, m: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(seed)
    return (dice.random((n, m)) + np.linspace(1, 0, m)) / 2, (dice.random((m, n)) + np.linspace(1, 0, n)) / 2


def by_product(likes: np.ndarray, liked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    weights = likes * liked.T
    return np.argsort(-weights, axis=1, kind="stable"), np.argsort(-weights.T, axis=1, kind="stable")


def short_lists(n: int, k: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Random lists with gaps, and one weight for both directions of a pair."""
    dice = np.random.default_rng(seed)
    weights = dice.integers(0, 5, (n, n)) / 4
    weights = np.maximum(weights, weights.T)
    people = np.full((n, k), NOBODY)
    for at in range(n):
        others = dice.permutation([other for other in range(n) if other != at])[: dice.integers(0, k + 1)]
        people[at, : others.size] = others
    return people, np.where(people == NOBODY, -np.inf, weights[np.arange(n)[:, None], people])


def reordered(people: np.ndarray, weights: np.ndarray, **settings: float) -> tuple[np.ndarray, np.ndarray]:
    columns = order_lists(people, weights, **settings)
    return np.take_along_axis(people, columns, axis=1), np.take_along_axis(weights, columns, axis=1)


def test_two_couples_meet_on_top_of_each_others_lists() -> None:
    likes = np.array([[0.9, 0.8], [0.8, 0.1]])

    left, right = order_market(likes, likes.T)

    assert (left.tolist(), right.tolist()) == ([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert expected_matches(likes, likes.T, left, right) == pytest.approx(0.64 + 0.64 + 0.81 / 4 + 0.01 / 4)


def test_expected_matches_is_the_sum_over_pairs() -> None:
    likes, liked = np.array([[0.5, 1.0]]), np.array([[0.4], [0.2]])

    assert expected_matches(likes, liked, np.array([[1, 0]]), np.array([[0], [0]])) == pytest.approx(0.5 * 0.4 / 2 + 0.2)


def test_the_published_market_reaches_the_targets() -> None:
    dice = np.random.RandomState(0)
    likes, liked = dice.random_sample((30, 20)), dice.random_sample((20, 30))
    likes, liked = (likes + np.linspace(1, 0, 20)) / 2, (liked + np.linspace(1, 0, 30)) / 2

    assert expected_matches(likes, liked, *by_product(likes, liked)) == pytest.approx(13.2, abs=0.05)
    assert expected_matches(likes, liked, *order_market(likes, liked)) >= 16.4


@given(SIZES, SIZES, SEEDS)
@settings(deadline=None, max_examples=60)
def test_lists_of_a_market_are_permutations_no_worse_than_the_product_for_anybody_alone(n: int, m: int, seed: int) -> None:
    likes, liked = market(n, m, seed)

    left, right = order_market(likes, liked)
    reached = expected_matches(likes, liked, left, right)

    assert np.array_equal(np.sort(left, axis=1), np.tile(np.arange(m), (n, 1)))
    assert np.array_equal(np.sort(right, axis=1), np.tile(np.arange(n), (m, 1)))
    if m <= 5:
        for order in permutations(range(m)):
            other = left.copy()
            other[0] = order
            assert expected_matches(likes, liked, other, right) <= reached + 1e-9


@given(SIZES, SIZES, SEEDS)
@settings(deadline=None, max_examples=40)
def test_a_market_without_ties_is_the_same_from_the_other_side_and_for_shuffled_people(n: int, m: int, seed: int) -> None:
    likes, liked = market(n, m, seed)
    dice = np.random.default_rng(seed)
    rows, columns = dice.permutation(n), dice.permutation(m)

    reached = expected_matches(likes, liked, *order_market(likes, liked, rounds=0))
    shuffled = likes[np.ix_(rows, columns)], liked[np.ix_(columns, rows)]

    assert expected_matches(*shuffled, *order_market(*shuffled, rounds=0)) == pytest.approx(reached)
    assert all(np.array_equal(*pair) for pair in zip(order_market(likes, liked), order_market(likes, liked), strict=True))


def test_without_an_answer_the_order_is_that_of_the_rounds() -> None:
    likes, liked = market(6, 6, 3)

    reached = [expected_matches(likes, liked, *order_market(likes, liked, sweeps=sweeps)) for sweeps in (0, 1, 100)]

    assert reached == sorted(reached)
    assert reached[0] < reached[2]


def test_equal_people_come_by_index() -> None:
    left, right = order_market(np.full((3, 3), 0.5), np.full((3, 3), 0.5), rounds=0)

    assert left.tolist() == right.tolist() == [[0, 1, 2]] * 3


@given(st.integers(1, 9), SEEDS)
@settings(deadline=None, max_examples=60)
def test_everybody_of_a_population_has_all_others_once(n: int, seed: int) -> None:
    likes = np.random.default_rng(seed).random((n, n))

    lists = order_population(likes)

    assert [sorted(row) for row in lists.tolist()] == [[other for other in range(n) if other != at] for at in range(n)]


def test_a_population_of_two_couples_and_an_odd_one() -> None:
    likes = np.full((5, 5), 0.1)
    for one, other in ((0, 3), (1, 2)):
        likes[one, other] = likes[other, one] = 1.0

    assert order_population(likes)[:4, 0].tolist() == [3, 2, 1, 0]


def test_a_population_meets_more_than_by_weight() -> None:
    likes, _ = market(60, 60, 1)
    weights = likes * likes.T
    np.fill_diagonal(weights, -1)
    by_weight = np.argsort(-weights, axis=1, kind="stable")[:, :-1]

    reached, before = (
        expected_in_lists(lists, np.take_along_axis(weights, lists, axis=1)) for lists in (order_population(likes), by_weight)
    )

    assert reached > 1.3 * before


def test_nobody_and_one_person_have_empty_lists() -> None:
    assert order_population(np.empty((0, 0))).shape == (0, 0)
    assert order_population(np.ones((1, 1))).shape == (1, 0)
    assert order_lists(np.empty((0, 3), dtype=int), np.empty((0, 3))).shape == (0, 3)
    assert order_lists(np.empty((2, 0), dtype=int), np.empty((2, 0))).shape == (2, 0)
    left, right = order_market(np.empty((0, 3)), np.empty((3, 0)))
    assert (left.shape, right.shape) == ((0, 3), (3, 0))


def test_a_short_list_puts_whom_one_meets_before_whom_one_does_not() -> None:
    # 0 would rather see 2, who does not list 0; 1 lists 0.
    people, weights = np.array([[2, 1], [0, 2], [1, NOBODY]]), np.array([[0.6, 0.5], [0.5, 0.4], [0.4, -np.inf]])

    assert reordered(people, weights)[0].tolist() == [[1, 2], [0, 2], [1, NOBODY]]
    assert reordered(people, weights, alone=1.0)[0][0].tolist() == [2, 1]


@given(st.integers(2, 12), st.integers(1, 5), SEEDS)
@settings(deadline=None, max_examples=80)
def test_short_lists_keep_their_people_and_nobody_alone_could_order_better(n: int, k: int, seed: int) -> None:
    people, weights = short_lists(n, k, seed)

    lists, worth = reordered(people, weights, sweeps=50, alone=0.0)
    reached = expected_in_lists(lists, np.where(lists == NOBODY, 0, worth))

    assert np.array_equal(np.sort(lists, axis=1), np.sort(people, axis=1))
    assert ((lists != NOBODY).cumprod(axis=1) == (lists != NOBODY)).all()
    for order in permutations(range(k)):
        other, changed = lists.copy(), np.where(lists == NOBODY, 0, worth)
        other[0], changed[0] = other[0][list(order)], changed[0][list(order)]
        assert expected_in_lists(other, changed) <= reached + 1e-9


@given(st.integers(2, 12), st.integers(1, 5), SEEDS)
@settings(deadline=None, max_examples=40)
def test_more_answers_never_lose_matches(n: int, k: int, seed: int) -> None:
    people, weights = short_lists(n, k, seed)
    reached = [
        expected_in_lists(lists, np.where(lists == NOBODY, 0, worth))
        for lists, worth in (reordered(people, weights, sweeps=sweeps, alone=0.0) for sweeps in (0, 1, 2, 5))
    ]

    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(reached))


@pytest.mark.parametrize("likes", [np.full((2, 3), 1.1), np.full((2, 3), -0.1), np.full((2, 3), np.nan)])
def test_what_is_no_probability_is_refused(likes: np.ndarray) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        order_market(likes, np.ones((3, 2)))


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        order_market(np.ones((2, 3)), np.ones((2, 3)))
    with pytest.raises(ValueError, match="shape"):
        order_population(np.ones((2, 3)))
    with pytest.raises(ValueError, match="shape"):
        order_lists(np.array([[1]]), np.ones((2, 1)))


@pytest.mark.parametrize(
    ("person", "weight", "message"), [(2, 0.5, "places"), (-2, 0.5, "places"), (1, -1.0, "finite"), (1, np.inf, "finite")]
)
def test_lists_of_nobody_known_or_of_no_weight_are_refused(person: int, weight: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        order_lists(np.array([[person], [0]]), np.array([[weight], [0.5]]))
