"""Who gets which field."""

from itertools import chain, combinations

import pytest

from matchmaker.domain.contacts.card import (
    TICKABLE,
    SharedCard,
    WholeCard,
    asking_card,
    exchanged_card,
    fields_on,
    tickable_on,
    valid_ticks,
)

GRACE = WholeCard("Grace Hopper", "Navy", "Writes compilers", "grace@example.org", "+44 20 7946 0018", "https://grace.example")
EVERY_CHOICE = list(chain.from_iterable(combinations(TICKABLE, count) for count in range(len(TICKABLE) + 1)))


@pytest.mark.parametrize("ticked", EVERY_CHOICE)
def test_exactly_the_ticked_fields_go_along(ticked: tuple[str, ...]) -> None:
    card = exchanged_card(GRACE, ticked)

    assert fields_on(card) == ("name", "headline", "organisation", *ticked)
    assert all(getattr(card, name) == getattr(GRACE, name) for name in fields_on(card))


def test_a_field_that_nobody_can_tick_is_never_shared() -> None:
    assert exchanged_card(GRACE, ["bio", "EMAIL"]) == SharedCard("Grace Hopper", "Grace", "Navy", "Writes compilers")


def test_somebody_who_asks_shows_no_more_than_the_event_shows_anyway() -> None:
    assert asking_card(GRACE, "full_names") == SharedCard("Grace Hopper", "Grace", "Navy", "Writes compilers")
    assert asking_card(GRACE, "first_names") == SharedCard("Grace", "Grace", "", "Writes compilers")


def test_only_what_is_there_can_be_ticked() -> None:
    assert tickable_on(GRACE) == ("email", "phone", "link")
    assert tickable_on(WholeCard("Linus", email="linus@example.org")) == ("email",)


def test_ticks_of_a_form_are_put_in_order_and_unknown_ones_dropped() -> None:
    assert valid_ticks(["link", "consent", "email", "link"]) == ["email", "link"]
