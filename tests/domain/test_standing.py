"""All sixteen ways in which two people can stand to each other, seen from one side."""

from itertools import product

from matchmaker.domain.contacts.standing import Side, Standing, shows_card, side_of, standing

ASKED, GIVEN, DECLINED, WITHDRAWN = Side.ASKED, Side.GIVEN, Side.DECLINED, Side.WITHDRAWN

SEEN_FROM_MY_SIDE = {
    (GIVEN, GIVEN): Standing.MET,
    (WITHDRAWN, GIVEN): Standing.MET,
    (ASKED, GIVEN): Standing.ANSWER_DUE,
    (DECLINED, GIVEN): Standing.KEPT_MINE,
    (GIVEN, ASKED): Standing.WAITING,
    (GIVEN, DECLINED): Standing.WAITING,
    (GIVEN, WITHDRAWN): Standing.LEFT,
    (ASKED, ASKED): Standing.NOTHING,
    (ASKED, DECLINED): Standing.NOTHING,
    (ASKED, WITHDRAWN): Standing.NOTHING,
    (DECLINED, ASKED): Standing.NOTHING,
    (DECLINED, DECLINED): Standing.NOTHING,
    (DECLINED, WITHDRAWN): Standing.NOTHING,
    (WITHDRAWN, ASKED): Standing.NOTHING,
    (WITHDRAWN, DECLINED): Standing.NOTHING,
    (WITHDRAWN, WITHDRAWN): Standing.LEFT,
}


def test_each_pair_of_sides_has_one_standing() -> None:
    assert {pair: standing(*pair) for pair in product(Side, Side)} == SEEN_FROM_MY_SIDE


def test_a_card_shows_only_while_its_owner_gives_it_and_the_reader_took_it() -> None:
    assert {pair for pair in product(Side, Side) if shows_card(*pair)} == {(GIVEN, GIVEN), (WITHDRAWN, GIVEN)}


def test_a_side_is_read_from_the_contact() -> None:
    sides = {
        (state, began): side_of(state, began=began, withdrawn=False)
        for state, began in product(("pending", "exchanged", "declined"), (True, False))
    }

    assert sides == {
        ("pending", True): GIVEN,
        ("pending", False): ASKED,
        ("exchanged", True): GIVEN,
        ("exchanged", False): GIVEN,
        ("declined", True): GIVEN,
        ("declined", False): DECLINED,
    }


def test_a_card_taken_back_is_gone_whatever_else_is_stored() -> None:
    assert {
        side_of(state, began=began, withdrawn=True) for state, began in product(("pending", "exchanged", "declined"), (True, False))
    } == {WITHDRAWN}


def test_a_no_looks_exactly_like_no_answer() -> None:
    assert standing(GIVEN, DECLINED) is standing(GIVEN, ASKED)
