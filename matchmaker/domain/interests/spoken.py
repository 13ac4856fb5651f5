"""The languages somebody speaks, and how well."""

from collections.abc import Mapping, Sequence
from typing import Final

from matchmaker.domain.interests.tags import tag_key
from matchmaker.domain.roster.cells import read_languages
from matchmaker.errors import N_, Fault

LEVELS: Final = ("little", "talk", "fluent", "first")
MOST_LANGUAGES: Final = 20
UNKNOWN: Final = N_("We don’t know “%(word)s” as a language. Write it in English, such as “Welsh”.")
TOO_MANY: Final = N_("These are %(count)s; %(most)s is the most. Keep those you like to talk in.")

Lines = Sequence[tuple[str, str]]


def read_spoken(
    lines: Lines, names: Mapping[str, str], faults: list[Fault], *, field: str = "languages"
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Language tags in the order written and their levels, from lines of words and level.

    Parameters
    ----------
    names : mapping of folded name to tag
        What languages are called in the language of the page, beside the names that attendee files may use.
    """
    levels: dict[str, str] = {}
    known: dict[str, None] = {}
    unknown: list[str] = []
    for words, level in lines:
        named = names.get(tag_key(words))
        codes, strange = ((named,), ()) if named else read_languages(words)
        unknown.extend(strange)
        for code in codes:
            known[code] = None
            if level in LEVELS:
                levels[code] = level
    if unknown:
        faults.append(Fault(field, UNKNOWN, {"word": unknown[0][:40]}))
    if len(known) > MOST_LANGUAGES:
        faults.append(Fault(field, TOO_MANY, {"count": len(known), "most": MOST_LANGUAGES}))
    return tuple(known), levels
