"""The best few of many: against a reference that sorts every row, and where scores are equal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

import matchmaker.domain.matching as library
from matchmaker.domain.matching.ranking import EQUAL, NOBODY, Columns, Nearest, Scorer, nearest


def columns(sparse: object, dense: object = None) -> Columns:
    rows = csr_matrix(np.atleast_2d(np.array(sparse, dtype=np.float32)))
    return Columns(rows, np.zeros((rows.shape[0], 0)) if dense is None else np.array(dense, dtype=np.float32))


def at_random(n: int, terms: int, dense: int, seed: int) -> Columns:
    dice = np.random.default_rng(seed)
    sparse = dice.random((n, terms)) * (dice.random((n, terms)) < 0.2)
    return columns(sparse / max(terms, 1) ** 0.5, dice.standard_normal((n, dense)) / max(dense, 1))


def table(readers: Columns, candidates: Columns) -> np.ndarray:
    """All scores, in 64 bits."""
    sparse = readers.sparse.toarray().astype(float) @ candidates.sparse.toarray().T.astype(float)
    return sparse + readers.dense.astype(float) @ candidates.dense.T.astype(float)


def brute_force(scores: np.ndarray, k: int, places: np.ndarray) -> list[list[int]]:
    """What `nearest` promises, by sorting whole rows of scores that are either equal or far apart."""
    lists = []
    for row, place in zip(scores, places, strict=True):
        circle = [(place + 1 + step) % row.size for step in range(row.size)]
        lists.append([at for at in sorted(circle, key=lambda at: -row[at]) if row[at] > -np.inf][:k])
    return lists


def lists_of(found: Nearest) -> list[list[int]]:
    return [[at for at in row if at != NOBODY] for row in found.people.tolist()]


@pytest.mark.parametrize(
    ("scores", "k", "best"),
    [
        ([0.1, 0.9, 0.5], 2, [1, 2]),
        ([0.5, 0.9, 0.5, 0.5], 3, [1, 0, 2]),
        ([0.5, -np.inf, 0.7], 3, [2, 0]),
        ([-np.inf, -np.inf], 1, []),
        ([0.2], 10, [0]),
        ([], 10, []),
    ],
)
def test_the_highest_come_first_and_equal_ones_in_their_order(scores: list[float], k: int, best: list[int]) -> None:
    one = Columns(csr_matrix((1, 0)), np.ones((1, 1)))
    hidden = np.isneginf(scores)
    candidates = Columns(csr_matrix((len(scores), 0)), np.where(hidden, 0, scores)[:, None])

    found = nearest(one, Scorer(candidates), k, hidden=lambda _start, _stop: hidden[None, :])

    assert lists_of(found) == [best]


def test_a_name_the_library_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Mixer"):
        library.Mixer  # noqa: B018  the look-up is the test


def test_both_parts_of_the_columns_are_added_up() -> None:
    readers, candidates = columns([[1, 0]], [[2]]), columns([[0.5, 9], [0.25, 9], [0, 9]], [[0], [0.25], [0.125]])

    found = nearest(readers, Scorer(candidates), 2)

    assert found.people.tolist() == [[1, 0]]
    assert found.scores.tolist() == [[0.75, 0.5]]
    assert found.scores.dtype == np.float32


def test_parts_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="a row for each person"):
        Columns(csr_matrix((3, 2)), np.zeros((2, 1)))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_list_that_is_longer_than_the_crowd_ends_with_nobody(n: int) -> None:
    people = columns(np.eye(n, 3))

    found = nearest(people, Scorer(people), 4, places=np.arange(n))

    assert found.people.shape == found.scores.shape == (n, 4)
    assert lists_of(found) == [[row, *(at for at in range(n) if at != row)] for row in range(n)]
    assert (found.scores[:, n:] == -np.inf).all()


def test_no_columns_at_all_make_everybody_equal() -> None:
    people = columns(np.zeros((5, 0)))

    found = nearest(people, Scorer(people), 3, places=np.arange(5))

    assert found.people.tolist() == [[1, 2, 3], [2, 3, 4], [3, 4, 0], [4, 0, 1], [0, 1, 2]]
    assert not found.scores.any()


def test_a_list_of_nobody_is_empty() -> None:
    people = columns(np.eye(3))

    assert nearest(people, Scorer(people), 0).people.shape == (3, 0)


def test_whoever_is_hidden_from_all_readers_stands_in_no_list_and_hidden_readers_have_none() -> None:
    people = columns(np.ones((40, 1)))

    def hidden(start: int, stop: int) -> np.ndarray:
        mask = np.zeros((stop - start, 40), dtype=bool)
        mask[:, 7] = True
        mask[np.arange(start, stop) == 3] = True
        return mask

    found = nearest(people, Scorer(people, block_size=100), 5, hidden=hidden)

    assert lists_of(found)[3] == []
    assert (found.scores[3] == -np.inf).all()
    assert 7 not in found.people


def test_hidden_pairs_may_be_named_one_by_one() -> None:
    people = columns(np.eye(30))

    found = nearest(people, Scorer(people), 1, hidden=lambda start, stop: (np.arange(stop - start), np.arange(start, stop)))

    assert (found.scores == 0).all()


def test_of_many_equals_those_behind_the_reader_come_in_whatever_the_rounding() -> None:
    dice = np.random.default_rng(3)
    levels = np.where(np.arange(1000) % 250 == 0, 0.75, 0.5) + dice.uniform(-2e-7, 2e-7, 1000)
    readers, candidates = columns(np.zeros((3, 0)), np.ones((3, 1))), columns(np.zeros((1000, 0)), levels[:, None])

    found = nearest(readers, Scorer(candidates), 7, places=np.array([0, 498, 998]))

    assert found.people.tolist() == [
        [250, 500, 750, 0, 1, 2, 3],
        [500, 750, 0, 250, 499, 501, 502],
        [0, 250, 500, 750, 999, 1, 2],
    ]


def test_a_block_may_be_smaller_than_a_row() -> None:
    people = at_random(70, 20, 0, seed=1)

    small, large = (nearest(people, Scorer(people, size), 5) for size in (1, 10**6))

    assert (small.people == large.people).all()


@pytest.mark.parametrize(("n", "k"), [(997, 1), (1000, 3), (1001, 20), (2500, 20), (2503, 100)])
@pytest.mark.parametrize("dense", [0, 3, 40])
def test_no_better_candidate_is_missed(n: int, k: int, dense: int) -> None:
    readers, candidates = at_random(60, 80, dense, seed=n), at_random(n, 80, dense, seed=k)
    scores = table(readers, candidates)

    found = nearest(readers, Scorer(candidates, block_size=20 * n), k)

    best = -np.sort(-scores, axis=1)[:, :k]
    np.testing.assert_allclose(found.scores, best, atol=1e-5)
    np.testing.assert_allclose(np.take_along_axis(scores, found.people, axis=1), best, atol=1e-5)
    assert all(len(set(row)) == k for row in found.people.tolist())


@st.composite
def crowds(draw: st.DrawFn) -> tuple[Columns, Columns, np.ndarray, np.ndarray]:
    """Readers and candidates in steps of an eighth, whose sums are exact in 32 bits and often equal."""
    n, m, terms, dense = draw(st.integers(1, 8)), draw(st.integers(1, 400)), draw(st.integers(0, 6)), draw(st.integers(0, 20))
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    fill, steps = draw(st.sampled_from([0.05, 0.3, 1.0])), draw(st.integers(1, 5))

    def side(size: int) -> Columns:
        parts = (dice.integers(0, steps, (size, width)) / 8 * (dice.random((size, width)) < fill) for width in (terms, dense))
        return columns(*parts)

    return side(n), side(m), dice.integers(0, m, n), dice.random((n, m)) < draw(st.sampled_from([0, 0.1, 0.9, 1]))


@settings(max_examples=300, deadline=None)
@given(crowds(), st.integers(1, 60), st.integers(1, 2000))
def test_lists_are_those_of_the_reference(crowd: tuple[Columns, Columns, np.ndarray, np.ndarray], k: int, block_size: int) -> None:
    readers, candidates, places, hidden = crowd
    scores = np.where(hidden, -np.inf, table(readers, candidates))

    found = nearest(readers, Scorer(candidates, block_size), k, places=places, hidden=lambda start, stop: hidden[start:stop])

    assert lists_of(found) == brute_force(scores, k, places)
    listed = np.take_along_axis(scores, np.maximum(found.people, 0), axis=1)
    np.testing.assert_array_equal(found.scores, np.where(found.people == NOBODY, -np.inf, listed).astype(np.float32))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(100, 900))
def test_rounding_moves_nobody(seed: int, k: int, n: int) -> None:
    dice = np.random.default_rng(seed)
    levels, places = dice.integers(0, 8, n) / 8, dice.integers(0, n, 5)
    shaken = levels + dice.uniform(-0.2, 0.2, n) * EQUAL

    plain, noisy = (
        nearest(columns(np.zeros((5, 0)), np.ones((5, 1))), Scorer(columns(np.zeros((n, 0)), level[:, None])), k, places=places)
        for level in (levels, shaken)
    )

    assert (plain.people == noisy.people).all()
