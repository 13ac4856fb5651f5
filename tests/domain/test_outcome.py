"""Every combination of what decides a scan, held against a decision table."""

from itertools import product

import pytest

from matchmaker.domain.contacts.outcome import Outcome, ScanFacts, Way, outcome_of
from matchmaker.domain.contacts.standing import Side

Row = tuple[object, ...]
ANY = "any"
YES, NO = True, False
REFUSED = (Side.DECLINED, Side.WITHDRAWN)
OPEN = (Side.ASKED,)

# way, known, same event, own, owner's side, owner shares, organiser asks first, event runs, both confirmed, budget left -> outcome
DECISIONS: list[tuple[Row, Outcome]] = [
    ((ANY, NO, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.UNKNOWN),
    ((ANY, YES, NO, ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.UNKNOWN),
    ((ANY, YES, YES, YES, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.OWN),
    ((ANY, YES, YES, NO, (Side.GIVEN,), ANY, ANY, ANY, ANY, ANY), Outcome.EXCHANGED),
    ((ANY, YES, YES, NO, REFUSED, ANY, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.TYPED, YES, YES, NO, OPEN, ANY, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, NO, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, YES, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, NO, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, YES, NO, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, YES, YES, NO), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, YES, YES, YES), Outcome.EXCHANGED),
]
COMBINATIONS = list(product(Way, *[(YES, NO)] * 3, Side, *[(YES, NO)] * 5))


def fits(row: Row, combination: Row) -> bool:
    return all(
        wanted == ANY or (value in wanted if isinstance(wanted, tuple) else value is wanted)
        for wanted, value in zip(row, combination, strict=True)
    )


def test_the_table_has_one_row_for_every_combination() -> None:
    matches = [sum(fits(row, combination) for row, _ in DECISIONS) for combination in COMBINATIONS]

    assert len(COMBINATIONS) == 2048
    assert set(matches) == {1}


def test_every_combination_has_the_outcome_of_the_table() -> None:
    expected = {combination: next(outcome for row, outcome in DECISIONS if fits(row, combination)) for combination in COMBINATIONS}

    decided = {combination: outcome_of(ScanFacts(*combination)) for combination in COMBINATIONS}

    assert decided == expected


AT_ONCE = ScanFacts(
    way=Way.PRINTED,
    known=True,
    same_event=True,
    own=False,
    owner_side=Side.ASKED,
    owner_shares=True,
    organiser_asks_first=False,
    event_runs=True,
    both_confirmed=True,
    budget_left=True,
)


def test_a_first_scan_while_the_event_runs_exchanges_at_once() -> None:
    assert outcome_of(AT_ONCE) is Outcome.EXCHANGED


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("way", Way.TYPED),
        ("owner_side", Side.DECLINED),
        ("owner_side", Side.WITHDRAWN),
        ("owner_shares", False),
        ("organiser_asks_first", True),
        ("event_runs", False),
        ("both_confirmed", False),
        ("budget_left", False),
    ],
)
def test_any_single_doubt_asks_the_owner_first(word: str, value: object) -> None:
    facts = {name: getattr(AT_ONCE, name) for name in ScanFacts.__slots__} | {word: value}

    assert outcome_of(ScanFacts(**facts)) is Outcome.PENDING
