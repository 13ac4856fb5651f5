"""The settings of a matcher as channels, and what of them is refused."""

from collections.abc import Mapping
from math import inf, isfinite

from matchmaker.domain.matching.sides import STAGE, TOPICS, Channel
from matchmaker.domain.matching.vectors import LANGUAGES, SHARED, WORDS

WEIGHTS = ("talk", "words", "topics", "fit", "stage", "shared", "languages")


def channels_for(settings: Mapping[str, float]) -> tuple[list[Channel], float]:
    """The channels of the first stage with their weights, and the weight of the harmonic mean of both directions.

    Parameters
    ----------
    settings : mapping of str to float
        ``talk_weight`` …, scaled to a sum of one, and ``reciprocity``.

    Raises
    ------
    ValueError
        Weights that are negative, not finite or all zero; a reciprocity outside [0, 1].
    """
    given = [settings[f"{name}_weight"] for name in WEIGHTS]
    if not all(isfinite(weight) and weight >= 0 for weight in given) or not sum(given):
        raise ValueError("the weights must be finite, at least zero and not all zero")
    if not 0 <= settings["reciprocity"] <= 1:
        raise ValueError("reciprocity must be between 0 and 1")
    talk, words, topics, fit, stage, shared, languages = (weight / sum(given) for weight in given)
    each_way = fit * (1 - settings["reciprocity"]) / 2
    channels = [
        Channel("alike", "talk_about", "talk_about", talk),
        Channel("words", WORDS, WORDS, words),
        Channel("topics", TOPICS, TOPICS, topics),
        Channel("get", "seeks", "offers", each_way),
        Channel("give", "offers", "seeks", each_way),
        Channel("stage", STAGE, STAGE, stage),
        Channel("shared", SHARED, SHARED, shared),
        Channel("languages", LANGUAGES, LANGUAGES, languages),
    ]
    return channels, fit * settings["reciprocity"]


def check_lists(*, floor: float, cap: float, diversity: float, learning: float) -> None:
    """Refuse what makes no lists.

    Raises
    ------
    ValueError
        A floor below zero or above one, a cap below one, a diversity or a learning below zero.
    """
    if not 0 <= floor <= 1 <= cap < inf:
        raise ValueError("exposure_floor must be between 0 and 1, and exposure_cap at least 1 and finite")
    if not 0 <= diversity < inf:
        raise ValueError("diversity must be at least 0 and finite")
    if not 0 <= learning < inf:
        raise ValueError("learning must be at least 0 and finite")
