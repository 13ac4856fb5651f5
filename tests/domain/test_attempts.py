"""Tries of a letter lie further and further apart, and end after a day."""

from datetime import UTC, datetime, timedelta

import pytest

from matchmaker.domain.followup.attempts import GIVE_UP_AFTER, next_try

NOW = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(("tries", "seconds"), [(1, 10), (2, 30), (3, 60), (4, 300), (5, 900), (6, 900), (50, 900)])
def test_pauses_grow_to_a_quarter_of_an_hour(tries: int, seconds: int) -> None:
    assert next_try(tries, created_at=NOW, now=NOW, dice=0.5) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("dice", "seconds"), [(0.0, 8), (1.0, 12)])
def test_the_dice_spread_the_letters_by_a_fifth(dice: float, seconds: int) -> None:
    assert next_try(1, created_at=NOW, now=NOW, dice=dice) == NOW + timedelta(seconds=seconds)


def test_a_letter_a_day_old_is_given_up() -> None:
    assert next_try(6, created_at=NOW - GIVE_UP_AFTER, now=NOW, dice=0.5) is None
    assert next_try(6, created_at=NOW - GIVE_UP_AFTER + timedelta(seconds=1), now=NOW, dice=0.5) is not None


@pytest.mark.parametrize(("tries", "seconds"), [(1, 10), (5, 900)])
def test_a_letter_that_waited_days_for_its_turn_still_gets_every_pause(tries: int, seconds: int) -> None:
    assert next_try(tries, created_at=NOW - 3 * GIVE_UP_AFTER, now=NOW, dice=0.5) == NOW + timedelta(seconds=seconds)
