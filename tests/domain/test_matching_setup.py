"""What an organiser may turn: read, checked field by field, kept, and handed to the matcher."""

import json
from datetime import UTC, datetime

import pytest

from matchmaker.domain.matching import Matcher
from matchmaker.domain.matching.profile import Rules
from matchmaker.domain.matching.setup import (
    HIGHEST,
    IN_USE,
    MATCHER_SETTINGS,
    MatchingSetup,
    as_form,
    as_stored,
    checked,
    setup_in,
)
from matchmaker.errors import BadInputError

AT_FIRST = MatchingSetup()
FORM = as_form(AT_FIRST)
ALL = frozenset(MATCHER_SETTINGS)


def faults_of(form: dict[str, str]) -> dict[str, str]:
    with pytest.raises(BadInputError) as refused:
        checked(form, AT_FIRST, ALL)
    return {fault.field: str(fault) for fault in refused.value.faults}


def test_pages_offer_what_the_matcher_knows_and_begin_with_its_defaults() -> None:
    """Fails when the matcher learns a setting of the list: then IN_USE and the defaults here follow it."""
    known = Matcher().get_params()

    assert set(MATCHER_SETTINGS) & set(known) == IN_USE | {"shared_weight"}
    assert AT_FIRST.as_settings(known) == {name: known[name] for name in IN_USE | {"shared_weight"}}


def test_the_settings_make_a_matcher_and_the_rules_make_rules() -> None:
    setup = MatchingSetup(talk_weight=0.1, same_organisation=True)

    assert Matcher(**setup.as_settings(IN_USE)).talk_weight == 0.1
    assert Rules(**setup.as_rules()) == Rules(same_organisation=True, common_language=False)
    assert set(setup.as_settings()) == ALL


def test_an_untouched_form_changes_nothing() -> None:
    assert checked(FORM, AT_FIRST, ALL) == AT_FIRST


def test_a_form_turns_weights_and_switches() -> None:
    form = {**FORM, "talk_weight": " 10 ", "reciprocity": "100%", "diversity": "0", "common_language": "1"}
    del form["learning"]

    setup = checked(form, AT_FIRST, ALL)

    assert setup == MatchingSetup(talk_weight=0.1, reciprocity=1.0, diversity=0.0, learning=False, common_language=True)


def test_what_the_page_does_not_offer_stays_as_it_was() -> None:
    former = MatchingSetup(topics_weight=0.9, learning=False, learns_from=datetime(2026, 11, 5, tzinfo=UTC))

    setup = checked({**FORM, "topics_weight": "1", "learning": "1"}, former, IN_USE - {"topics_weight", "learning"})

    assert (setup.topics_weight, setup.learning, setup.learns_from) == (0.9, False, former.learns_from)


@pytest.mark.parametrize("text", ["", "much", "-1", "1.5", "1e2", "٣", "½", "9" * 50, "0x10"])
def test_anything_but_a_whole_number_is_named_by_its_field(text: str) -> None:
    assert faults_of({**FORM, "fit_weight": text}) == {"fit_weight": "“Offers and seeks” takes a whole number from 0 to 100."}


def test_all_faults_are_told_at_once_each_with_its_limit() -> None:
    faults = faults_of({**FORM, "talk_weight": "101", "words_weight": "some", "diversity": "51"})

    assert faults == {
        "talk_weight": "“Likes to talk about” takes a whole number from 0 to 100.",
        "words_weight": "“Words they write” takes a whole number from 0 to 100.",
        "diversity": "“Variety” takes a whole number from 0 to 50.",
    }


def test_weights_that_are_all_nought_would_order_nothing() -> None:
    nothing = dict.fromkeys(HIGHEST, "0")

    assert list(faults_of({**FORM, **nothing})) == ["talk_weight"]


def test_shares_add_up_to_one_with_the_largest_first() -> None:
    shares = MatchingSetup(talk_weight=0.1, words_weight=0.1, fit_weight=0.3).shares({"talk_weight", "words_weight", "fit_weight"})

    assert list(shares) == ["fit_weight", "talk_weight", "words_weight"]
    assert list(shares.values()) == pytest.approx([0.6, 0.2, 0.2])


def test_a_setup_comes_back_from_the_json_it_was_stored_as() -> None:
    setup = MatchingSetup(talk_weight=0.12, learns_from=datetime(2026, 11, 5, 9, 30, tzinfo=UTC), history=False)

    assert setup_in(json.loads(json.dumps(as_stored(setup)))) == setup


def test_an_event_without_a_row_and_a_row_of_another_version_still_have_a_setup() -> None:
    assert setup_in(None) == AT_FIRST
    assert setup_in({"talk_weight": 0.5, "moon_weight": 1.0}) == MatchingSetup(talk_weight=0.5)
