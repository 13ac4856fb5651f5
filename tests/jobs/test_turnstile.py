"""One runs, the others are told so at once, and nobody's call is lost."""

import pytest

from matchmaker.jobs.turnstile import Turnstile


def test_one_runs_and_the_next_one_after_it() -> None:
    turnstile = Turnstile()

    assert turnstile.enter()
    with turnstile.rounds() as rounds:
        assert len(list(rounds)) == 1
    assert turnstile.enter()


def test_who_comes_meanwhile_does_not_run_but_makes_the_run_look_once_more() -> None:
    turnstile = Turnstile()
    turnstile.enter()
    entered = []

    with turnstile.rounds() as rounds:
        for turn, _ in enumerate(rounds):
            if turn == 0:
                entered = [turnstile.enter(), turnstile.enter()]

    assert (entered, turn) == ([False, False], 1)


def test_a_run_that_breaks_leaves_the_way_free() -> None:
    turnstile = Turnstile()
    turnstile.enter()

    def break_off() -> None:
        with turnstile.rounds():
            raise OSError("broke")

    with pytest.raises(OSError, match="broke"):
        break_off()

    assert turnstile.enter()
