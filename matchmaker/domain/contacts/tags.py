"""The tags somebody gives to people they met: their own words, seen by nobody else."""

import re
from collections.abc import Iterable

from matchmaker.domain.contacts.search import fold
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, Fault

LONGEST_TAG = 40
MOST_TAGS = 12
# Commas of every script: the Arabic and the Chinese keyboard have their own.
_COMMAS = re.compile(r"[,;\n\u060c\u061b\u3001\uff0c\uff1b]")


def read_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """The tags in what was typed, each once, in the first spelling and in their order; commas part them."""
    found: dict[str, str] = {}
    for text in texts:
        for part in _COMMAS.split(text):
            tag = one_line(part).removeprefix("#")
            if fold(tag):
                found.setdefault(fold(tag), tag)
    return tuple(found.values())


def tag_faults(tags: tuple[str, ...]) -> list[Fault]:
    faults = [
        Fault(
            "tags", N_("“%(tag)s” is too long for a tag: at most %(most)s characters fit."), {"tag": tag[:LONGEST_TAG], "most": LONGEST_TAG}
        )
        for tag in tags
        if len(tag) > LONGEST_TAG
    ]
    if len(tags) > MOST_TAGS:
        faults.append(Fault("tags", N_("At most %(most)s tags fit one person."), {"most": MOST_TAGS}))
    return faults
