"""scripts/bench/quality: what is measured there is measured rightly, on answers known beforehand."""

import subprocess
import sys
from importlib import import_module
from math import isnan
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCH = Path(__file__).resolve().parents[2] / "scripts" / "bench"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


@pytest.fixture
def figures(bench: None) -> ModuleType:
    return import_module("quality_figures")


@pytest.fixture
def market(bench: None) -> ModuleType:
    return import_module("quality_market")


@pytest.mark.parametrize(
    ("scores", "auc"),
    [([4, 3, 2, 1], 1.0), ([1, 2, 3, 4], 0.0), ([5, 5, 5, 5], 0.5), ([3, 1, 2, 0], 0.75), ([-np.inf, -np.inf, 2, 1], 0.0)],
)
def test_auc_is_the_chance_that_a_wanted_person_stands_above(figures: ModuleType, scores: list[float], auc: float) -> None:
    assert figures.auc([1, 1, 0, 0], scores) == auc


def test_auc_of_chance_is_one_half(figures: ModuleType) -> None:
    dice = np.random.default_rng(3)

    assert figures.auc(dice.random(20_000) < 0.3, dice.random(20_000)) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("wanted", [[0, 0], [1, 1]])
def test_who_wants_nobody_or_everybody_has_no_auc(figures: ModuleType, wanted: list[int]) -> None:
    assert isnan(figures.auc(wanted, [1, 2]))


def test_knowing_who_says_yes_to_everybody_helps_the_pooled_auc_alone(figures: ModuleType) -> None:
    readers, wanted = np.array([1, 1, 1, 2, 2, 2]), np.array([1, 1, 0, 0, 0, 1])
    scores = np.array([9.0, 9.0, 9.0, 1.0, 1.0, 1.0])

    assert figures.auc_within(readers, wanted, scores).mean == 0.5
    assert figures.auc_pooled(readers, wanted, scores).mean == pytest.approx(6 / 9)


def test_readers_need_not_be_in_order(figures: ModuleType) -> None:
    readers, wanted, scores = np.array([2, 1, 2, 1]), np.array([1, 0, 0, 1]), np.array([0.9, 0.8, 0.1, 0.2])

    assert figures.auc_within(readers, wanted, scores).mean == 0.5  # 1 for one of them, 0 for the other


def test_equal_values_have_no_width(figures: ModuleType) -> None:
    assert str(figures.estimate([0.25, 0.25, float("nan")])) == "0.250 [0.250, 0.250]"


@pytest.mark.parametrize(("aim", "best_seen", "holds"), [(0.5, False, True), (0.51, False, False), (0.51, True, True), (0.9, True, False)])
def test_a_target_at_the_best_seen_holds_inside_the_interval(figures: ModuleType, aim: float, *, best_seen: bool, holds: bool) -> None:
    assert figures.holds(figures.Estimate(0.5, 0.4, 0.6), aim, best_seen=best_seen) is holds


@pytest.mark.parametrize(("counts", "gini"), [([4, 4, 4], 0.0), ([0, 0, 0, 12], 0.75), ([1, 3], 0.25)])
def test_gini_is_none_for_even_counts(figures: ModuleType, counts: list[int], gini: float) -> None:
    assert figures.gini(counts) == pytest.approx(gini)


def test_exposure_counts_those_in_nobodys_list_and_pairs_that_list_each_other(figures: ModuleType) -> None:
    lists = {"ada": {"grace": 0.9}, "grace": {"ada": 0.9}, "linus": {"ada": 0.5, "grace": 0.4}}

    found = figures.exposure_of(lists)

    assert (found.least, found.most, found.unseen, found.mutual) == (0, 2, 1 / 3, 0.5)
    assert str(figures.exposure_of(lists, ["ada", "grace"])).startswith("min 2, max 2, unseen 0.0 %, Gini 0.000")


def test_kept_score_leaves_out_readers_who_had_nothing_to_lose(figures: ModuleType) -> None:
    free = {1: {2: 1.0, 3: 1.0}, 2: {1: 2.0}, 3: {1: 0.0}}
    fair = {1: {3: 1.0}, 2: {1: 2.0}, 3: {}}

    kept = figures.kept_of(fair, free)

    assert (kept.whole, kept.worst_off) == (0.75, 0.5)


def test_lists_by_scores_leave_out_hidden_people(figures: ModuleType) -> None:
    def top(scores: np.ndarray, k: int) -> np.ndarray:
        return np.argsort(-scores, axis=1)[:, :k]

    scores = np.array([[-np.inf, 0.2, 0.7], [0.4, -np.inf, -np.inf]])

    assert figures.lists_by(scores, top, 2, ["ada", "grace", "linus"]) == {"ada": {"linus": 0.7, "grace": 0.2}, "grace": {"ada": 0.4}}


def test_likeness_inside_a_list_counts_pairs_of_different_people(figures: ModuleType) -> None:
    alike = np.array([[1.0, 0.2, 0.4], [0.2, 1.0, 0.6], [0.4, 0.6, 1.0]])

    assert figures.likeness_inside({7: {0: 0.9, 1: 0.8, 2: 0.7}, 8: {1: 1.0}}, alike) == pytest.approx(0.4)


def test_a_market_of_two_people_is_worth_their_chance(market: ModuleType) -> None:
    p, q = np.array([[0.5]]), np.array([[0.4]])
    alone = np.array([[0]])

    assert market.expected_matches(p, q, (alone, alone)) == pytest.approx(0.2)


def test_each_place_lower_divides_the_chance_to_be_looked_at(market: ModuleType) -> None:
    p, q = np.array([[1.0, 0.0]]), np.array([[1.0], [1.0]])

    assert market.expected_matches(p, q, (np.array([[1, 0]]), np.array([[0], [0]]))) == pytest.approx(1 / 2)


def test_rounds_of_assignment_spread_who_is_wanted_by_all(market: ModuleType) -> None:
    p, q = np.array([[1.0, 0.9], [1.0, 0.5]]), np.ones((2, 2))

    assert [order.tolist() for order in market.by_rounds(p, q)] == [[[1, 0], [0, 1]], [[1, 0], [0, 1]]]
    assert market.expected_matches(p, q, market.by_rounds(p, q)) > market.expected_matches(p, q, market.by_product(p, q))


def test_market_sizes_are_those_asked_for(market: ModuleType) -> None:
    p, q = market.market(3, 2, seed=1)

    assert (p.shape, q.shape) == ((3, 2), (2, 3))
    assert min(p.min(), q.min()) >= 0
    assert max(p.max(), q.max()) <= 1


def test_an_evening_s_guest_is_told_without_gaps(bench: None) -> None:
    dating = import_module("quality_dating")
    row = dict.fromkeys(dating.INTERESTS, 5.0) | {"iid": 7, "gender": 1, "age": 25.0, "goal": 2.0, "field_cd": 1.0, "career_c": np.nan}

    guest = dating.profile_of(row | {"yoga": 7.0, "tvsports": np.nan})

    assert (guest.id, guest.talk_about, guest.groups) == (7, ("yoga",), ("men",))
    assert guest.shared == ("law", "new people", "aged24")


def test_contact_times_of_a_pair_add_up_both_ways(bench: None) -> None:
    contacts, pandas = import_module("quality_contacts"), import_module("pandas")
    edges = pandas.DataFrame({"actor1": ["a", "b", "a"], "actor2": ["b", "a", "c"], "duration": [20.0, 40.0, 60.0]})

    assert contacts.seconds_together(edges, {"a": 0, "b": 1, "c": 2}).tolist() == [[0, 60, 60], [60, 0, 0], [60, 0, 0]]


def test_whoever_met_on_day_one_gains_nothing_later(bench: None) -> None:
    contacts = import_module("quality_contacts")
    met = contacts.Meeting([{}, {}, {}], np.array([[0, 20, 0], [20, 0, 0], [0, 0, 0]]), np.array([[0, 60, 60], [60, 0, 0], [60, 0, 0]]))

    assert met.gains.tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
    assert {(told.reader_id, told.other_id, told.answer) for told in met.decisions} == {(0, 1, "met"), (1, 0, "met")}


def test_without_the_data_the_bench_says_so_and_measures_the_rest(tmp_path: Path) -> None:
    words = ["--data", str(tmp_path), "--only", "dating", "exposure", "--people", "30", "--seeds", "5"]

    told = subprocess.run([sys.executable, str(BENCH / "quality"), *words], capture_output=True, text=True, check=True)

    assert told.stdout.startswith(f"The shared data is not in {tmp_path}, so these parts are left out: dating.\n")
    assert "| exposure, even: unseen | 0.0 % |" in told.stdout
    assert "speed dating" not in told.stdout
