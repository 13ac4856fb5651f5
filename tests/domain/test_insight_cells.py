"""No shown count gives away a small one: every table of up to four cells, looked at as somebody who knows the rules would."""

import random
from collections import defaultdict
from itertools import product

import pytest

from matchmaker.domain.insights.cells import LEAST, Cell, How, shown_cells, shown_overlapping
from matchmaker.domain.insights.release import may_move, people_changed_at_least


def test_cells_of_at_least_five_are_shown_as_they_are() -> None:
    assert shown_cells([41, 83, 62]) == (Cell(How.EXACT, 41, 0), Cell(How.EXACT, 83, 1), Cell(How.EXACT, 62, 2))


def test_a_small_cell_stands_together_with_its_neighbour() -> None:
    assert shown_cells([30, 20, 3]) == (Cell(How.EXACT, 30, 0), Cell(How.TOGETHER, 23, 1), Cell(How.FEW, 23, 1))


def test_nothing_is_shown_of_fewer_than_five_people() -> None:
    assert shown_cells([2, 1, 1]) == ()


def test_nobody_is_shown_like_a_few() -> None:
    assert shown_cells([40, 0]) == shown_cells([36, 4]) == (Cell(How.TOGETHER, 40, 0), Cell(How.FEW, 40, 0))


def test_hours_are_shown_few_or_nearly_all() -> None:
    assert [cell.how for cell in shown_overlapping([0, 4, 5, 15, 16, 20], 20)] == [
        How.FEW,
        How.FEW,
        How.EXACT,
        How.EXACT,
        How.ALL,
        How.ALL,
    ]


@pytest.mark.parametrize(("cells", "most"), [(2, 26), (3, 22), (4, 17)])
def test_whoever_knows_the_rules_and_the_sum_is_left_with_five_possible_values_of_every_hidden_cell(cells: int, most: int) -> None:
    possible: dict[tuple[int, tuple[Cell, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=cells):
        if LEAST <= sum(counts) <= most:
            possible[sum(counts), shown_cells(counts)].append(counts)

    for (_sum, shown), tables in possible.items():
        for place, cell in enumerate(shown):
            values = {counts[place] for counts in tables}
            if cell.how is How.EXACT:
                assert values == {cell.people}
                assert cell.people >= LEAST
            else:
                assert len(values) >= LEAST, (shown, place, values)


@pytest.mark.parametrize("seed", range(40))
def test_released_counts_move_only_after_five_people_have_changed(seed: int) -> None:
    dice = random.Random(seed)
    cells = ["none", "some", "many"]
    people = {person: dice.choice(cells) for person in range(dice.randint(5, 60))}
    hours = {person: {dice.choice("abcd")} for person in people}

    def tables() -> dict[str, dict[str, int]]:
        counts = {cell: sum(at == cell for at in people.values()) for cell in cells}
        return {"talks": counts, "hours": {hour: sum(hour in mine for mine in hours.values()) for hour in "abcd"}}

    released, as_released = tables(), (dict(people), {person: set(mine) for person, mine in hours.items()})
    for step in range(300):
        who = dice.choice([*people, 1000 + step])
        if dice.random() < 0.2:
            people.pop(who, None)
            hours.pop(who, None)
        else:
            people[who] = dice.choice(cells)
            hours.setdefault(who, set()).add(dice.choice("abcd"))
        now = tables()
        before = (as_released[0], as_released[1])
        changed = {one for one in {*people, *before[0]} if (people.get(one), hours.get(one)) != (before[0].get(one), before[1].get(one))}

        assert people_changed_at_least(released, now) <= len(changed)
        if may_move(released, now):
            assert len(changed) >= LEAST
            released, as_released = now, (dict(people), {person: set(mine) for person, mine in hours.items()})


def test_one_person_added_taken_out_or_changed_changes_nothing_that_is_shown() -> None:
    released = {"talks": {"none": 12, "some": 9, "many": 6}}

    for cell, other in product(released["talks"], repeat=2):
        counts = dict(released["talks"])
        counts[cell] -= 1
        counts[other] += 1
        assert not may_move(released, {"talks": counts})
    for cell, by in product(released["talks"], (-1, 1)):
        assert not may_move(released, {"talks": {**released["talks"], cell: released["talks"][cell] + by}})


def test_the_first_counts_are_released_at_once() -> None:
    assert may_move(None, {"talks": {"none": 3}})
