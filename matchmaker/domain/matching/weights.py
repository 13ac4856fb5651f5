"""The settings of a matcher as channels, and what of them is refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from matchmaker.domain.matching.ranges import HIGHEST_SEED, check_number, check_sizes, check_whole
from matchmaker.domain.matching.sides import STAGE, TOPICS, Channel
from matchmaker.domain.matching.vectors import LANGUAGES, SHARED, WORDS

WEIGHTS = ("talk", "words", "topics", "fit", "stage", "shared", "languages")


def channels_for(settings: Mapping[str, Any]) -> tuple[list[Channel], float]:
    """The channels of the first stage with their weights, and the weight of the harmonic mean of both directions.

    Parameters
    ----------
    settings : mapping of str
        ``talk_weight`` …, scaled to a sum of one, and ``reciprocity``.

    Raises
    ------
    ValueError
        Weights that are no numbers from zero up, or all zero; a reciprocity outside [0, 1].
    """
    for name in WEIGHTS:
        check_number(f"{name}_weight", settings[f"{name}_weight"])
    check_number("reciprocity", settings["reciprocity"], most=1)
    given = [float(settings[f"{name}_weight"]) for name in WEIGHTS]
    if not sum(given):
        raise ValueError(f"one of the weights must be above 0: {', '.join(f'{name}_weight' for name in WEIGHTS)}")
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


def check_settings(settings: Mapping[str, Any]) -> None:
    """Refuse settings that make no lists; weights and reciprocity are for `channels_for` to check.

    Raises
    ------
    ValueError
        Names the setting, what it takes and what was given.
    """
    check_number("exposure_floor", settings["exposure_floor"], most=1)
    check_number("exposure_cap", settings["exposure_cap"], least=1)
    check_number("diversity", settings["diversity"])
    check_number("learning", settings["learning"])
    check_number("person_effects", settings["person_effects"])
    if not (settings["learns_from"] is None or isinstance(settings["learns_from"], datetime)):
        raise ValueError(f"learns_from must be a datetime or None, not {settings['learns_from']!r}")
    if not (settings["embed"] is None or callable(settings["embed"])):
        raise ValueError(f"embed must be callable or None, not {settings['embed']!r}")
    check_sizes("topic_sizes", settings["topic_sizes"])
    check_whole("block_size", settings["block_size"])
    check_whole("random_state", settings["random_state"], least=0, most=HIGHEST_SEED)
