"""Reasons between two people from their words alone: whoever the sliders bring up is told about without a matcher.

What counts is that both use the same telling words; what a matcher knows beyond that, such as near spellings and topics,
is left to it. A reason told here is always one that its reader can check with their own eyes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from matchmaker.domain.matching.profile import Reason
from matchmaker.domain.matching.telling import best_reasons
from matchmaker.domain.matching.text import spans_of, terms_of

Said = Mapping[str, Sequence[str]]  # talk, offer, seek -> entries
_PAIRS: Final = (("get", "seek", "offer"), ("give", "offer", "seek"), ("alike", "talk", "talk"))
_MINE: Final = {"get": "seeks", "give": "offers", "alike": "talk_about"}
_THEIRS: Final = {"get": "offers", "give": "seeks", "alike": "talk_about"}


def spoken_reasons(mine: Said, theirs: Said, most: int) -> list[Reason]:
    """What one offers and the other seeks, and what both talk about, as far as both say it with the same words."""
    found = [
        reason
        for kind, my_field, their_field in _PAIRS
        for one in mine.get(my_field, ())
        for two in theirs.get(their_field, ())
        if (reason := _reason(kind, one, two)) is not None
    ]
    found = [replace(reason, mine_field=_MINE[reason.kind], theirs_field=_THEIRS[reason.kind]) for reason in found]
    return best_reasons(sorted(found, key=lambda reason: (-reason.weight, reason.mine, reason.theirs)), most)


def _reason(kind: str, mine: str, theirs: str) -> Reason | None:
    one, two = ({word.term for word in terms_of(text).words} for text in (mine, theirs))
    both = one & two
    if not both:
        return None
    # Jaccard 1912: shared words in all words.
    weight = len(both) / len(one | two)
    return Reason(kind, mine, theirs, weight, mine_spans=spans_of(mine, both), theirs_spans=spans_of(theirs, both))
