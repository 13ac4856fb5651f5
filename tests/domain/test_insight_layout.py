"""The picture without names: who talks with each other stands together, groups apart, and no dot lies on another."""

import random

import numpy as np
import numpy.typing as npt
import pytest

from matchmaker.domain.insights.communities import communities_of
from matchmaker.domain.insights.layout import place_dots
from matchmaker.domain.insights.network import Web, without_hubs

SIZES = [(120, 6), (500, 10), (2000, 40)]


def web_of_groups(people: int, groups: int, seed: int) -> tuple[Web, npt.NDArray[np.int64]]:
    """About four lines each, 80 % of them inside the own group; and the group of each dot."""
    dice = random.Random(seed)
    of = [number % groups for number in range(people)]
    dice.shuffle(of)
    members = [[dot for dot in range(people) if of[dot] == group] for group in range(groups)]
    lines = set()
    for _ in range(2 * people):
        one = dice.randrange(people)
        other = dice.choice(members[of[one]]) if dice.random() < 0.8 else dice.randrange(people)
        lines |= {(min(one, other), max(one, other))} if one != other else set()
    return Web(people, tuple(without_hubs(sorted(lines), people))), np.array(of)


def distances(web: Web) -> npt.NDArray[np.float32]:
    x, y = np.array(place_dots(web), dtype=np.float32).T
    return np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("people", "groups"), SIZES)
def test_groups_stand_apart_and_who_talked_stands_near(people: int, groups: int, seed: int) -> None:
    web, of = web_of_groups(people, groups, seed)
    lines = np.array(web.lines)

    apart = distances(web)

    linked, chance = apart[lines[:, 0], lines[:, 1]].mean(), apart[~np.eye(people, dtype=bool)].mean()
    np.fill_diagonal(apart, np.inf)
    nearest = np.argpartition(apart, 5, axis=1)[:, :5]
    of_own_group = float((of[nearest] == of[:, None]).mean())
    assert linked < 0.3 * chance
    assert of_own_group > 0.65


@pytest.mark.parametrize(("people", "groups", "wide"), [(500, 10, 14), (2000, 40, 8)])
def test_dots_do_not_lie_on_each_other(people: int, groups: int, wide: int) -> None:
    apart = distances(web_of_groups(people, groups, 1)[0])
    np.fill_diagonal(apart, np.inf)

    assert float((apart.min(axis=1) < wide).mean()) < 0.05


def test_who_talks_mostly_with_each_other_is_one_community() -> None:
    four = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    lines = [*four, *((one + 4, other + 4) for one, other in four), (3, 4)]

    assert communities_of(lines, 9) == [0, 0, 0, 0, 1, 1, 1, 1, 2]


def test_communities_of_nobody_are_none() -> None:
    assert communities_of([], 3) == [0, 1, 2]
    assert communities_of([], 0) == []
