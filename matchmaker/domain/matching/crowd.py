"""The people of an event as rows that stay where they are while others come and go."""

from bisect import bisect_left, insort
from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from matchmaker.domain.matching.channels import PairSpace, Sums, with_neutral_levels
from matchmaker.domain.matching.filters import Traits
from matchmaker.domain.matching.profile import Profile, id_order
from matchmaker.domain.matching.ranking import NOBODY, Indices, Scorer
from matchmaker.domain.matching.sides import Channel, Sides
from matchmaker.domain.matching.vectors import ProfileVectorizer, new_vocabularies, vocabulary_of

Rough = npt.NDArray[np.float64]
# So many newcomers are scored one by one before the fast columns are laid out anew.
MOST_LATE: Final = 1_000


class Crowd:
    """Everybody's profile, sides and traits by place. A place is never used twice: who changes gets a new one.

    Parameters
    ----------
    vectorizer : ProfileVectorizer
        Fitted; what it learned stays as it is.
    people : sequence of Profile
        In the order of their ids.
    channels : sequence of Channel

    Attributes
    ----------
    channels : list of Channel
        With the neutral levels of these people.
    """

    def __init__(self, vectorizer: ProfileVectorizer, people: Sequence[Profile], channels: Sequence[Channel]) -> None:
        self.vectorizer = vectorizer
        self.vocabularies = new_vocabularies()
        self.profiles = list(people)
        self.places: dict[Hashable, int] = {profile.id: at for at, profile in enumerate(people)}
        vectors = vectorizer.transform(people, self.vocabularies)
        self.channels = with_neutral_levels(channels, vectors)
        self.sides = Sides(self.channels, vectors)
        self.traits = Traits(people)
        self.rank: Indices = np.arange(len(people))
        self._keys = [(id_order(profile.id), at) for at, profile in enumerate(people)]
        self._early: tuple[list[int], Scorer] | None = None

    def __len__(self) -> int:
        return len(self.profiles)

    @property
    def present(self) -> int:
        """How many people there are now."""
        return len(self._keys)

    @property
    def space(self) -> PairSpace:
        """Everybody with everybody, by place."""
        return PairSpace(self.channels, self.sides, self.sides)

    def here(self) -> list[int]:
        """The places of all who are there, by id."""
        return [at for _, at in self._keys]

    def widths(self) -> list[int]:
        """How many terms each channel knows by now."""
        return [len(self.vocabularies[name]) if (name := vocabulary_of(channel.mine)) else 0 for channel in self.channels]

    def add(self, profile: Profile) -> int:
        """A new place for a person who has none."""
        at = len(self.profiles)
        self.profiles.append(profile)
        self.places[profile.id] = at
        self.traits.add(profile)
        width = self.sides.topics.shape[1]
        self.sides.append(Sides(self.channels, self.vectorizer.transform([profile], self.vocabularies)))
        if self.sides.topics.shape[1] > width:
            self._early = None
        key = (id_order(profile.id), at)
        insort(self._keys, key)
        rank = bisect_left(self._keys, key)
        self.rank = np.append(np.where(self.rank >= rank, self.rank + 1, self.rank), rank)
        return at

    def close(self, at: int) -> None:
        """The person of a place has left."""
        identity = self.profiles[at].id
        del self._keys[bisect_left(self._keys, (id_order(identity), at))]
        self.traits.close(at)
        self.places.pop(identity, None)
        mine = self.rank[at]
        self.rank = np.where(self.rank > mine, self.rank - 1, self.rank)
        self.rank[at] = NOBODY

    def steps(self, readers: Indices, people: Indices) -> Indices:
        """How far behind the readers the people stand in the circle of all ids, element by element."""
        away: Indices = (self.rank[people] - self.rank[readers] - 1) % max(self.present, 1)
        return away

    def sums(self, readers: Indices, people: Indices, *, neutral: bool = True) -> Sums:
        """Every channel of chosen pairs of places, shape (n_pairs, n_channels)."""
        return self.space.sums(readers, people, neutral=neutral)

    def early(self, most_late: int = MOST_LATE) -> tuple[list[int], Scorer]:
        """The fast columns of all places but at most so many late ones, and how many terms each channel has in them."""
        if self._early is None or len(self) - self._early[1].n_candidates > most_late:
            widths = self.widths()
            self._early = widths, Scorer(self.space.candidate_columns(widths))
        return self._early

    def rough(self, at: int) -> Rough:
        """The first stage of one person with all places, the earlier ones in single precision, shape (n_places,)."""
        widths, scorer = self.early()
        one = self.sides.pick(np.array([at]))
        _, early = next(scorer.blocks(PairSpace(self.channels, one, one).reader_columns(widths)))
        late = np.arange(scorer.n_candidates, len(self))
        space = self.space
        return np.concatenate([early[0].astype(float), space.sums(np.full(late.size, at), late) @ space.weights])
