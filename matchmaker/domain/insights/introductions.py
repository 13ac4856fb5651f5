"""Whom a host could introduce to whom, and why: one suggestion for each person who is still alone."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from matchmaker.domain.privacy.fields import may_be_told
from matchmaker.errors import N_


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the list of a person who is alone; `is_willing`: they too agreed to be introduced."""

    attendee_id: int
    other_id: int
    rank: int
    is_willing: bool


@dataclass(frozen=True, slots=True)
class Why:
    """One reason as a sentence with its slots, for the door to translate."""

    sentence: str
    values: Mapping[str, str]


def choose_introductions(waiting: Sequence[int], candidates: Sequence[Candidate]) -> dict[int, Candidate]:
    """For each of those who wait, in their order, the best of their list: who is willing first, then who is asked for least, then by rank.

    Two who would be introduced to each other are one suggestion: it stands with the first of them.
    """
    asked: Counter[int] = Counter()
    chosen: dict[int, Candidate] = {}
    for attendee_id in waiting:
        mine = [one for one in candidates if one.attendee_id == attendee_id]
        if not mine or any(pick.other_id == attendee_id for pick in chosen.values()):
            continue
        best = min(mine, key=lambda one: (not one.is_willing, asked[one.other_id], one.rank, one.other_id))
        asked[best.other_id] += 1
        chosen[attendee_id] = best
    return chosen


_SENTENCES: Final = {
    "get": N_("%(name)s seeks “%(mine)s”, and %(other)s offers “%(theirs)s”."),
    "give": N_("%(name)s offers “%(mine)s”, and %(other)s seeks “%(theirs)s”."),
    "alike": N_("Both bring up “%(mine)s”."),
}
_DIFFERENT_WORDS: Final = N_("%(name)s brings up “%(mine)s”, %(other)s “%(theirs)s”.")
NO_WORDS: Final = N_("%(other)s stands on %(name)s’s list, without a reason in words.")


def why_of(reasons: Sequence[Mapping[str, Any]], names: tuple[str, str], hidden: tuple[Collection[str], Collection[str]]) -> Why:
    """The first reason made of nothing that either keeps for people they met.

    Parameters
    ----------
    reasons
        As a list keeps them: what the reader says, and what the other says.
    names
        The reader's and the other's.
    hidden
        The fields that each of the two keeps for people with whom they exchanged cards.
    """
    values = {"name": names[0], "other": names[1]}
    for reason in reasons:
        if not (may_be_told(reason["mine_field"], hidden[0]) and may_be_told(reason["theirs_field"], hidden[1])):
            continue
        mine, theirs = _text(reason["mine"]), _text(reason["theirs"])
        sentence = _SENTENCES.get(reason["kind"], _SENTENCES["alike"])
        if sentence == _SENTENCES["alike"] and mine.casefold() != theirs.casefold():
            sentence = _DIFFERENT_WORDS
        return Why(sentence, {**values, "mine": mine, "theirs": theirs})
    return Why(NO_WORDS, values)


def _text(pieces: Sequence[Sequence[Any]]) -> str:
    return "".join(str(piece[0]) for piece in pieces)
