"""Every combination of what decides a scan, held against a decision table."""

from dataclasses import replace
from itertools import product

import pytest

from matchmaker.domain.contacts.outcome import Outcome, ScanFacts, Way, outcome_of
from matchmaker.domain.contacts.standing import Side

Row = tuple[object, ...]
ANY = "any"
YES, NO = True, False
REFUSED = (Side.DECLINED, Side.WITHDRAWN)
OPEN = (Side.ASKED,)
ASKS_FIRST = (Way.TYPED, Way.SEARCH)
NOT_LIVE = (Way.PRINTED, *ASKS_FIRST)
NOT_GIVEN = (Side.ASKED, *REFUSED)

# way, known, same event, own, owner's side, owner shares, organiser asks first, event runs, both confirmed, budget left,
# has run out, came late -> outcome
DECISIONS: list[tuple[Row, Outcome]] = [
    ((ANY, NO, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.UNKNOWN),
    ((ANY, YES, NO, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.UNKNOWN),
    ((ANY, YES, YES, YES, ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.OWN),
    ((Way.LIVE, YES, YES, NO, ANY, ANY, ANY, ANY, ANY, ANY, YES, NO), Outcome.RUN_OUT),
    ((NOT_LIVE, YES, YES, NO, (Side.GIVEN,), ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.EXCHANGED),
    ((Way.LIVE, YES, YES, NO, (Side.GIVEN,), ANY, ANY, ANY, ANY, ANY, NO, ANY), Outcome.EXCHANGED),
    ((Way.LIVE, YES, YES, NO, (Side.GIVEN,), ANY, ANY, ANY, ANY, ANY, YES, YES), Outcome.EXCHANGED),
    ((NOT_LIVE, YES, YES, NO, REFUSED, ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.LIVE, YES, YES, NO, NOT_GIVEN, ANY, ANY, ANY, ANY, ANY, NO, ANY), Outcome.EXCHANGED),
    ((Way.LIVE, YES, YES, NO, NOT_GIVEN, ANY, ANY, ANY, ANY, ANY, YES, YES), Outcome.PENDING),
    ((ASKS_FIRST, YES, YES, NO, OPEN, ANY, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, NO, ANY, ANY, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, YES, ANY, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, NO, ANY, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, YES, NO, ANY, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, YES, YES, NO, ANY, ANY), Outcome.PENDING),
    ((Way.PRINTED, YES, YES, NO, OPEN, YES, NO, YES, YES, YES, ANY, ANY), Outcome.EXCHANGED),
]
NAMES = (
    *("way", "known", "same_event", "own", "owner_side", "owner_shares", "organiser_asks_first", "event_runs", "both_confirmed"),
    *("budget_left", "has_run_out", "came_late"),
)
COMBINATIONS = list(product(Way, *[(YES, NO)] * 3, Side, *[(YES, NO)] * 7))


def fits(row: Row, combination: Row) -> bool:
    return all(
        wanted == ANY or (value in wanted if isinstance(wanted, tuple) else value is wanted)
        for wanted, value in zip(row, combination, strict=True)
    )


def facts(combination: tuple[object, ...], *, blocked: bool = False) -> ScanFacts:
    return ScanFacts(**dict(zip(NAMES, combination, strict=True)), blocked=blocked)  # type: ignore[arg-type]  # names are what it takes


TOLD = {"exchanged", "pending", "own", "unknown", "run_out"}


def test_the_table_has_one_row_for_every_combination() -> None:
    matches = [sum(fits(row, combination) for row, _ in DECISIONS) for combination in COMBINATIONS]

    assert len(COMBINATIONS) == 16384
    assert set(matches) == {1}


def test_every_combination_has_the_outcome_of_the_table() -> None:
    expected = {combination: next(outcome for row, outcome in DECISIONS if fits(row, combination)) for combination in COMBINATIONS}

    decided = {combination: outcome_of(facts(combination)) for combination in COMBINATIONS}

    assert decided == expected


def test_a_block_keeps_the_two_apart_however_the_code_came_in() -> None:
    """Only what is nothing about the two is said as ever: no badge, one's own, a live code that has run out."""
    kept = {Outcome.UNKNOWN, Outcome.OWN, Outcome.RUN_OUT}

    apart = {(outcome_of(facts(one)), outcome_of(facts(one, blocked=True))) for one in COMBINATIONS}

    assert apart == {(outcome, outcome if outcome in kept else Outcome.VOID) for outcome in Outcome if outcome.value in TOLD}


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


@pytest.mark.parametrize("both_confirmed", [True, False])
@pytest.mark.parametrize(("both_in", "outcome"), [(True, Outcome.EXCHANGED), (False, Outcome.PENDING)])
def test_once_an_event_checks_people_in_it_is_being_in_that_counts(both_in, outcome, both_confirmed) -> None:
    printed = facts((Way.PRINTED, YES, YES, NO, Side.ASKED, YES, NO, YES, both_confirmed, YES, NO, NO))

    assert outcome_of(replace(printed, both_in=both_in)) is outcome


@pytest.mark.parametrize("both_in", [True, False, None])
def test_a_live_code_proves_by_itself_that_both_are_there(both_in) -> None:
    live = facts((Way.LIVE, YES, YES, NO, Side.ASKED, NO, YES, NO, NO, NO, NO, NO))

    assert outcome_of(replace(live, both_in=both_in)) is Outcome.EXCHANGED
