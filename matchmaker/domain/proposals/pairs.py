"""Which of the people one met might gain from knowing each other: what one offers, the other seeks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.followup.same import key
from matchmaker.domain.followup.ties import Interests

MOST_PAIRS: Final = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and the words, as the one who offers spells them.

    Attributes
    ----------
    giver, seeker
        Ids of the two.
    offer
        What the first offers and the second seeks.
    is_mutual
        The second offers something that the first seeks, too.
    """

    giver: int
    seeker: int
    offer: str
    is_mutual: bool = False


def pairs_that_fit(people: Mapping[int, Interests], *, without: Collection[frozenset[int]] = ()) -> tuple[Pair, ...]:
    """The best pairs, mutual ones first, each person in one of them only.

    It looks at what these people say of themselves and at nothing that happened between them: whether two know each other already
    is not the reader's to learn.

    Parameters
    ----------
    people
        What each says, by id.
    without
        Pairs that were proposed before.
    """
    seekers: dict[str, list[int]] = {}
    for person, said in people.items():
        for text in dict.fromkeys(key(one) for one in said.seek):
            seekers.setdefault(text, []).append(person)
    found: dict[tuple[int, int], str] = {}
    for person, said in people.items():
        for offer in said.offer:
            fits = (one for one in seekers.get(key(offer), ()) if one != person and frozenset((person, one)) not in without)
            found |= {(person, one): offer for one in fits if (person, one) not in found}
    pairs = [Pair(giver, seeker, offer, (seeker, giver) in found) for (giver, seeker), offer in found.items()]
    chosen: list[Pair] = []
    taken: set[int] = set()
    for pair in sorted(pairs, key=lambda one: (not one.is_mutual, one.giver, one.seeker)):
        if len(chosen) < MOST_PAIRS and not {pair.giver, pair.seeker} & taken:
            chosen.append(pair)
            taken |= {pair.giver, pair.seeker}
    return tuple(chosen)
