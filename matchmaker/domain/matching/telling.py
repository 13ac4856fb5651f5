"""Which reasons are worth showing to people."""

from collections.abc import Sequence
from typing import Final

from matchmaker.domain.matching.profile import Reason, Span
from matchmaker.domain.matching.text import terms_of, words_of

_LONGEST_LABEL: Final = 3
_FEWEST: Final = 2
# A reason far weaker than the best one reads like chance.
_WEAKEST_SHARE: Final = 0.12
_FIT_COUNTS: Final = 3.0
_OWN_WORDS_COUNT: Final = 1.5


def best_reasons(reasons: Sequence[Reason], most: int) -> list[Reason]:
    """A few reasons worth reading, each about another matter.

    Without those that read like chance; what one offers and the other seeks is told before what both like, and people's
    own words before one label that both ticked. A matter is told twice only where a single reason would be left.
    """
    telling = [reason for reason in reasons if is_telling(reason)]
    strong = [reason for reason in telling if reason.weight >= _WEAKEST_SHARE * telling[0].weight]
    strong.sort(key=_worth_telling, reverse=True)
    told: list[Reason] = []
    for reason in strong:
        if not any(_fired(reason) & _fired(other) for other in told):
            told.append(reason)
    told += [reason for reason in strong if reason not in told][: max(0, _FEWEST - len(told))]
    return told[:most]


def is_telling(reason: Reason) -> bool:
    """Whether people would call it a reason: one of the two entries fired as a whole, or neither is a mere label.

    "First job" and "New job" share a word and a bit of the score, and nothing that two people could talk about.
    """
    sides = ((reason.mine, reason.mine_spans), (reason.theirs, reason.theirs_spans))
    return any(_fired_whole(text, spans) for text, spans in sides) or not any(_is_label(text) for text, _ in sides)


def _fired_whole(text: str, spans: Sequence[Span]) -> bool:
    return all(any(first <= word.start and word.end <= last for first, last in spans) for word in terms_of(text).words)


def _is_label(text: str) -> bool:
    """A few words without any that bind them: the name of a topic rather than something somebody says."""
    words = words_of(text)
    return len(words) <= _LONGEST_LABEL and len(words) == len(terms_of(text).words)


def _worth_telling(reason: Reason) -> float:
    is_fit = reason.kind in {"get", "give"}
    return reason.weight * (_FIT_COUNTS if is_fit else 1.0) * (1.0 if reason.mine == reason.theirs else _OWN_WORDS_COUNT)


def _fired(reason: Reason) -> frozenset[str]:
    return frozenset(word.casefold() for first, last in reason.theirs_spans for word in reason.theirs[first:last].split())
