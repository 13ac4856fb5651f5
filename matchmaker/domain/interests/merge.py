"""One's own words, changed in two places: what a form changed is laid over what stands by now, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from matchmaker.domain.interests.answers import KINDS, MOST_PER_KIND, Choice, InterestAnswers
from matchmaker.domain.interests.spoken import MOST_LANGUAGES
from matchmaker.domain.interests.tags import tag_key
from matchmaker.domain.privacy.fields import HIDEABLE
from matchmaker.errors import N_, Fault

ONE_VALUE: Final = ("headline", "bio", "stage", "remote", "pronouns", "name_sounds", "approach", "wants_few")
THEIRS_STANDS: Final = N_("This was changed somewhere else too, and your profile was saved there later. What was said there stands.")
OURS_STANDS: Final = N_("This was changed somewhere else too, but earlier. What you said here stands.")
NO_ROOM: Final = N_("With what was added somewhere else, these were more than %(most)s. What was added here last is left out.")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be saved, and what its owner should know of it: by field, where both places had changed the same."""

    answers: InterestAnswers
    told: tuple[Fault, ...] = ()


def merge(base: InterestAnswers, here: InterestAnswers, there: InterestAnswers, *, is_newest: bool) -> Merged:
    """Lay over what stands (`there`) what a form changed (`here`) of what it held before (`base`).

    Lists are merged by what was added and taken away. Where both changed one value, the newer stands.

    Parameters
    ----------
    is_newest
        Whether the form was filled in after what stands was saved.
    """
    told: list[Fault] = []
    changed: dict[str, Any] = {}
    for name in ONE_VALUE:
        before, mine, stands = (getattr(answers, name) for answers in (base, here, there))
        if mine in (before, stands):
            continue
        if stands != before:
            told.append(Fault(name, OURS_STANDS if is_newest else THEIRS_STANDS))
        if stands == before or is_newest:
            changed[name] = mine
    for kind in KINDS:
        lists = (_by_key(answers.of(kind)) for answers in (base, here, there))
        changed[kind] = tuple(_merge_items(*lists, most=MOST_PER_KIND, field=kind, told=told).values())
    spoken = (_by_code(answers) for answers in (base, here, there))
    levels = _merge_items(*spoken, most=MOST_LANGUAGES, field="languages", told=told)
    hidden = _merge_items(
        *(dict.fromkeys(answers.hidden, True) for answers in (base, here, there)), most=len(HIDEABLE), field="", told=told
    )
    changed |= {"languages": tuple(levels), "levels": {code: level for code, level in levels.items() if level}}
    changed["hidden"] = tuple(name for name in HIDEABLE if name in hidden)
    return Merged(replace(there, **changed, faults=here.faults), tuple(told))


def _by_key(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    return {tag_key(choice.text): choice for choice in choices}


def _by_code(answers: InterestAnswers) -> dict[str, str]:
    return {code: answers.levels.get(code, "") for code in answers.languages}


def _merge_items(
    base: Mapping[str, Value], here: Mapping[str, Value], there: Mapping[str, Value], *, most: int, field: str, told: list[Fault]
) -> dict[str, Value]:
    """What stands, without what was taken away here and with what was added here; in the order of here if that was changed."""
    merged = {
        key: here[key] if key in here and here[key] != base.get(key) else value
        for key, value in there.items()
        if key in here or key not in base
    }
    added = [key for key in here if key not in base and key not in there]
    room = max(0, most - len(merged))
    if len(added) > room:
        told.append(Fault(field, NO_ROOM, {"most": most}))
    merged |= {key: here[key] for key in added[:room]}
    in_place = [*(key for key in base if key in here), *(key for key in here if key not in base)]
    if list(here) == in_place:
        return merged
    order = list(here)
    return {key: merged[key] for key in sorted(merged, key=lambda key: order.index(key) if key in here else len(order))}
