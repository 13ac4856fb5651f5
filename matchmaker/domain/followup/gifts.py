"""Give before you ask: what one could concretely do for somebody, from one's own offers and what the other seeks."""

from collections.abc import Sequence

from matchmaker.domain.followup.draft import Offer
from matchmaker.domain.followup.same import key
from matchmaker.domain.followup.ties import Interests, Join

MOST_GIFTS = 3
_SHORTEST_TELLING_WORD = 4


def suggest_gifts(mine: Interests, theirs: Interests, joins: Sequence[Join] = ()) -> tuple[Offer, ...]:
    """Up to three things to give, what fits best first.

    Parameters
    ----------
    joins : sequence of Join
        Why the two fit. Where I offer what they seek, that comes before all pairs that merely share a word.

    Returns
    -------
    tuple of Offer
        Each quotes one of my offers and the seek it fits; as long as there is another one, neither stands there twice. Then come
        further offers of mine that answer no seek and claim none: `theirs` is empty. Nothing for somebody who seeks nothing.
    """
    fits = (one for one in joins if (one.mine_field, one.theirs_field) == ("offer", "seek"))
    told = [Offer(i_give=True, mine=one.mine, theirs=one.theirs) for one in fits]
    pairs = [Offer(i_give=True, mine=offer, theirs=seek) for offer in mine.offer for seek in theirs.seek]
    known = {(key(one.mine), key(one.theirs)) for one in told}
    fitting = [one for one in pairs if one.says_the_same or _telling(one.mine) & _telling(one.theirs)]
    left = list({(key(one.mine), key(one.theirs)): one for one in [*fitting, *told]}.values())
    chosen: list[Offer] = []
    while left and len(chosen) < MOST_GIFTS:
        best = min(left, key=lambda one: _rank(one, known, chosen))
        left.remove(best)
        chosen.append(best)
    given = {key(one.mine) for one in chosen}
    further = {key(one.mine): Offer(i_give=True, mine=one.mine, theirs="") for one in pairs if key(one.mine) not in given}
    return tuple([*chosen, *further.values()][:MOST_GIFTS])


def _rank(one: Offer, known: set[tuple[str, str]], chosen: Sequence[Offer]) -> tuple[bool, int, int]:
    used = sum((key(one.mine) == key(other.mine)) + (key(one.theirs) == key(other.theirs)) for other in chosen)
    return (key(one.mine), key(one.theirs)) not in known, used, -len(_telling(one.mine) & _telling(one.theirs))


def _telling(text: str) -> set[str]:
    return {word for word in key(text).split() if len(word) >= _SHORTEST_TELLING_WORD}
