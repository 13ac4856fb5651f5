"""What people say of themselves as named marks that an answer can be about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix

from matchmaker.domain.matching.fields import STAGES
from matchmaker.domain.matching.profile import Profile
from matchmaker.domain.matching.vectors import BLOCKS, ProfileVectorizer

GROUPS, STAGE = "groups", "stage"


class Traits:
    """Profiles as columns of named marks: the terms of each field, the groups, and the stage as "at least".

    A field is scaled so that whoever filled it as much as people do on the mean has the same length in each of them: no field
    matters more only because it has many entries.

    Parameters
    ----------
    vectorizer : ProfileVectorizer
        Fitted; it reads the fields.
    least : int, default 3
        Marks of fewer people teach nothing about others.

    Attributes
    ----------
    places_ : dict of (field, mark) to int
    scales_ : dict of str to float
    """

    def __init__(self, vectorizer: ProfileVectorizer, least: int = 3) -> None:
        self.vectorizer = vectorizer
        self.least = least

    def fit(self, profiles: Sequence[Profile]) -> Self:
        read = [set(self._marks(profile)) for profile in profiles]
        uses = Counter(mark for marks in read for mark in marks)
        kept = sorted(mark for mark, count in uses.items() if self.least <= count < len(read))
        self.places_ = {mark: at for at, mark in enumerate(kept)}
        self.uses_ = np.array([uses[mark] for mark in kept], dtype=np.int64)
        entries, people = defaultdict[str, int](int), defaultdict[str, int](int)
        for marks in read:
            mine = Counter(field for field, mark in marks if (field, mark) in self.places_)
            for field, count in mine.items():
                entries[field] += count
                people[field] += 1
        self.scales_ = {field: 1.0 / sqrt(len(entries) * entries[field] / people[field]) for field in sorted(entries)}
        return self

    def transform(self, profiles: Iterable[Profile]) -> Any:
        """The scaled columns of some people.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n, n_marks)
        """
        columns, values, ends = [], [], [0]
        for profile in profiles:
            known = sorted((self.places_[mark], self.scales_[mark[0]]) for mark in set(self._marks(profile)) if mark in self.places_)
            columns += [at for at, _ in known]
            values += [scale for _, scale in known]
            ends.append(len(columns))
        parts = np.array(values, float), np.array(columns, np.int32), np.array(ends)
        return csr_matrix(parts, shape=(len(ends) - 1, len(self.places_)))

    def _marks(self, profile: Profile) -> Iterable[tuple[str, str]]:
        for block in BLOCKS:
            for vector in self.vectorizer.fields(profile, block):
                for term in vector.weights:
                    yield block, term
        for group in profile.groups:
            yield GROUPS, group
        for stage in STAGES[1:]:
            if profile.stage is not None and profile.stage >= stage:
                yield STAGE, str(stage)
