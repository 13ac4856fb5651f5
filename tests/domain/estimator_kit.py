"""What every estimator of the library promises, whatever it learns: scikit-learn's rules and our own on top.

An estimator joins by a `Case`: how it is made, two inputs to learn from, and all its public answers as plain values.
"""

import copy
import inspect
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

Estimator = Any


def stays_as_it_is(estimator: Estimator) -> None:
    """What was learned once and for all."""


@dataclass(frozen=True)
class Case:
    """One estimator under test.

    `first` and `second` are made anew by each call and differ so much that what the estimator says after them differs too;
    `answers` asks it everything it can be asked; `unfitted` are questions that need a fit; `change` lets it live on after
    the fit, if it can; `others` are settings off the default; `learn` fits, if that takes more than the input in order.
    """

    make: Callable[..., Estimator]
    first: Callable[[], tuple[Any, ...]]
    second: Callable[[], tuple[Any, ...]]
    answers: Callable[[Estimator], Any]
    unfitted: dict[str, Callable[[Estimator], Any]]
    others: dict[str, Any] = field(default_factory=dict)
    change: Callable[[Estimator], Any] = stays_as_it_is

    learn: Callable[[Estimator, tuple[Any, ...]], Estimator] = lambda estimator, given: estimator.fit(*given)

    def fitted(self) -> Estimator:
        return self.learn(self.make(), self.first())


def plain_twin(estimator: Estimator) -> Estimator:
    return pickle.loads(pickle.dumps(estimator))


class EstimatorPromises:
    """Tests for a class with a fixture `case`."""

    def test_the_defaults_make_one_that_learns_and_answers(self, case: Case) -> None:
        assert case.answers(case.fitted()) is not None

    def test_making_one_only_stores_the_settings(self, case: Case) -> None:
        odd = {name: object() for name in inspect.signature(case.make).parameters}

        assert vars(case.make(**odd)) == odd

    def test_settings_are_read_written_and_cloned_as_they_are(self, case: Case) -> None:
        changed = case.make(**case.others)
        defaults = case.make().get_params()

        assert changed.get_params() == defaults | case.others
        assert clone(changed).get_params() == changed.get_params()
        assert case.make().set_params(**case.others).get_params() == changed.get_params()
        assert clone(case.fitted()).__dict__.keys() == defaults.keys()

    def test_a_setting_nobody_knows_is_refused(self, case: Case) -> None:
        with pytest.raises(ValueError, match="no_such_setting"):
            case.make().set_params(no_such_setting=1)

    def test_fitting_returns_the_estimator_itself(self, case: Case) -> None:
        estimator = case.make()

        assert case.learn(estimator, case.first()) is estimator

    def test_fitting_leaves_settings_and_input_as_they_were(self, case: Case) -> None:
        estimator, given = case.make(**case.others), case.first()
        settings, before = copy.deepcopy(estimator.get_params()), pickle.dumps(given)

        case.learn(estimator, given)

        assert estimator.get_params() == settings
        assert pickle.dumps(given) == before

    def test_what_is_learned_ends_in_an_underscore(self, case: Case) -> None:
        estimator = case.fitted()
        learned = vars(estimator).keys() - estimator.get_params().keys()

        case.answers(estimator)

        assert learned
        assert sorted(name for name in vars(estimator).keys() - estimator.get_params().keys() if not name.endswith("_")) == []
        assert vars(estimator).keys() - estimator.get_params().keys() == learned

    def test_asking_before_learning_is_a_clear_error(self, case: Case) -> None:
        for name, ask in case.unfitted.items():
            with pytest.raises(NotFittedError, match="fit"):
                pytest.fail(f"{name} answered {ask(case.make())!r}")

    def test_one_input_has_one_answer(self, case: Case) -> None:
        estimator = case.fitted()

        once = case.answers(estimator)

        assert case.answers(estimator) == once
        assert case.answers(case.fitted()) == once

    def test_a_copy_answers_alike_and_lives_its_own_life(self, case: Case) -> None:
        estimator = case.fitted()
        before = case.answers(estimator)

        for twin in (plain_twin(estimator), copy.deepcopy(estimator)):
            assert case.answers(twin) == before
            case.change(twin)
            assert case.answers(estimator) == before

    def test_a_copy_made_in_the_middle_of_life_goes_on_alike(self, case: Case) -> None:
        estimator = case.fitted()
        case.change(estimator)

        twins = [plain_twin(estimator), copy.deepcopy(estimator)]

        assert [case.answers(twin) for twin in twins] == [case.answers(estimator)] * 2
        assert [case.change(twin) for twin in twins] == [case.change(estimator)] * 2
        assert [case.answers(twin) for twin in twins] == [case.answers(estimator)] * 2

    def test_fitting_again_forgets_everything(self, case: Case) -> None:
        estimator = case.fitted()
        first = case.answers(estimator)
        case.change(estimator)

        again = case.answers(case.learn(estimator, case.second()))

        assert again == case.answers(case.learn(case.make(), case.second()))
        assert again != first
        assert vars(estimator).keys() == vars(case.learn(case.make(), case.second())).keys()

    def test_a_failed_fit_does_not_half_answer(self, case: Case) -> None:
        estimator = case.fitted()
        before = case.answers(estimator)

        with pytest.raises((TypeError, AttributeError, ValueError)):
            estimator.fit(object())

        assert case.answers(estimator) == before
