"""Settings out of their range are refused by a sentence that names the setting; those at the edge of it are taken."""

import math
import re

import numpy as np
import pytest

from matchmaker.domain.matching import Matcher, Profile
from matchmaker.domain.matching.spelling import NearSpellings
from matchmaker.domain.matching.topics import TopicModel
from matchmaker.domain.matching.vectors import ProfileVectorizer

PEOPLE = [Profile("ada", talk_about=["Rust"], seeks=["law"]), Profile("grace", talk_about=["Rust"], offers=["law"]), Profile("linus")]
WEIGHTS = [name for name in Matcher().get_params() if name.endswith("_weight")]
NO_NUMBERS = [math.nan, math.inf, -math.inf, None, "0.5", (), 10**400]


def refused(value: object, name: str, takes: str) -> str:
    return f"^{re.escape(f'{name} must be {takes}, not {value!r}')}$"


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("value", [-0.01, *NO_NUMBERS])
def test_a_weight_that_is_no_number_from_zero_up_names_itself(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=refused(value, name, "a number between 0 and 1e+09")):
        Matcher(**{name: value}).fit(PEOPLE)


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        *(("reciprocity", value, "a number between 0 and 1") for value in [-0.1, 1.1, *NO_NUMBERS]),
        *(("exposure_floor", value, "a number between 0 and 1") for value in [-0.1, 1.1, *NO_NUMBERS]),
        *(("exposure_cap", value, "a number between 1 and 1e+09") for value in [0.9, *NO_NUMBERS]),
        *(("diversity", value, "a number between 0 and 1e+09") for value in [-0.1, *NO_NUMBERS]),
        *(("learning", value, "a number between 0 and 1e+09") for value in [-0.1, *NO_NUMBERS]),
        *(("learns_from", value, "a datetime or None") for value in ["2026-11-05", 0, math.nan]),
        *(("embed", value, "callable or None") for value in ["a model", 0, math.nan]),
        *(("block_size", value, "a whole number between 1 and 1000000000") for value in [0, -1, 1.5, math.nan, None, "9"]),
        *(("random_state", value, "a whole number between 0 and 4294967295") for value in [-1, 1.5, None, "0", 2**32]),
        *(("topic_sizes", value, "a list of whole numbers, each at least 1") for value in [(), None, 32, "32", math.nan]),
    ],
)
def test_every_setting_out_of_its_range_names_itself(name: str, value: object, takes: str) -> None:
    with pytest.raises(ValueError, match=refused(value, name, takes)):
        Matcher(**{name: value}).fit(PEOPLE)


@pytest.mark.parametrize("size", [0, -1, 1.5, None, "32"])
def test_each_number_of_topics_is_whole_and_at_least_one(size: object) -> None:
    with pytest.raises(ValueError, match=refused(size, "each of topic_sizes", "a whole number between 1 and 1000000000")):
        Matcher(topic_sizes=(32, size)).fit(PEOPLE)


def test_all_weights_at_zero_make_no_score() -> None:
    with pytest.raises(ValueError, match=r"^one of the weights must be above 0: talk_weight, .*languages_weight$"):
        Matcher(**dict.fromkeys(WEIGHTS, 0.0)).fit(PEOPLE)


@pytest.mark.parametrize(
    "settings",
    [
        {"reciprocity": 0},
        {"reciprocity": 1},
        {"exposure_floor": 0, "exposure_cap": 1},
        {"exposure_floor": 1, "exposure_cap": 1e9},
        {"diversity": 1e9},
        {"block_size": 1},
        {"random_state": 2**32 - 1},
        {"topic_sizes": [1]},
        {"talk_weight": np.float32(0.5), "block_size": np.int64(3), "random_state": np.int64(3)},
        dict.fromkeys(WEIGHTS, 1e9),
        dict.fromkeys(WEIGHTS, 5e-324),
    ],
)
def test_settings_at_the_edge_of_their_range_give_lists(settings: dict[str, object]) -> None:
    lists = Matcher(**settings).fit(PEOPLE).recommend()

    assert [match.id for match in lists["ada"]] == ["grace", "linus"]
    assert all(0 <= match.score <= 1 for match in lists["ada"])


@pytest.mark.parametrize("value", [0, 0.05, 1.5, math.nan, "x", None])
def test_the_least_nearness_of_spellings_names_itself(value: object) -> None:
    with pytest.raises(ValueError, match=refused(value, "least", "a number between 0.1 and 1")):
        NearSpellings(least=value).fit({"kubernetes": 2})
    with pytest.raises(ValueError, match="least must be"):
        ProfileVectorizer(least_spelling=value).fit(PEOPLE)


def test_a_topic_model_refuses_what_it_cannot_learn_with_however_few_the_texts() -> None:
    with pytest.raises(ValueError, match=refused((), "sizes", "a list of whole numbers, each at least 1")):
        TopicModel(sizes=()).fit([])
    with pytest.raises(ValueError, match=r"^random_state must be a whole number"):
        TopicModel(random_state=-1).fit([])


@pytest.mark.parametrize("k", [0, -1, 2.0, 2.5, math.nan, math.inf, "3", None, 10**400])
@pytest.mark.parametrize("fair", [True, False])
def test_a_list_of_no_whole_length_is_refused_and_the_length_is_named(k: object, fair: bool) -> None:
    matcher = Matcher().fit(PEOPLE)

    with pytest.raises(ValueError, match=refused(k, "k", "a whole number between 1 and 1000000000")):
        matcher.recommend(k, fair=fair)


@pytest.mark.parametrize("k", [0, -1, 2.5, "3", None])
def test_everything_that_asks_for_a_length_refuses_one_that_is_none(k: object) -> None:
    matcher = Matcher().fit(PEOPLE)

    for ask in (matcher.seldom_shown, matcher.room_above_floor, matcher.keep_fresh):
        with pytest.raises(ValueError, match=r"^k must be a whole number between 1 and 1000000000"):
            ask(k)
    with pytest.raises(ValueError, match=r"^spare must be a whole number between 0 and 1000000000, not -1$"):
        dict(matcher.each_list(2, spare=-1))
    with pytest.raises(ValueError, match=r"^spare must be a whole number between 0 and 1000000000, not -1$"):
        matcher.lists_of(["ada"], spare=-1)
    assert len(matcher.recommend()["ada"]) == 2


def test_a_length_may_be_a_whole_number_of_any_kind() -> None:
    matcher = Matcher().fit(PEOPLE)

    assert matcher.recommend(np.int64(1)) == matcher.recommend(1) == matcher.recommend(True)
