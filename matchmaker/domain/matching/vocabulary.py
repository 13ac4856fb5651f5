"""Which column a term has; columns are added as people bring new terms, and never moved."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix


class Vocabulary:
    """Terms as columns. Those of one call are sorted, so that the order of people changes no sum."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.places)

    def add(self, terms: Iterable[str]) -> None:
        for term in sorted({term for term in terms if term not in self.places}):
            self.places[term] = len(self.places)


def matrix_of(rows: Sequence[Mapping[str, float]], vocabulary: Vocabulary) -> Any:
    """Weighed terms as rows of length one.

    Returns
    -------
    scipy.sparse.csr_matrix, shape (len(rows), len(vocabulary))
        A row without terms is empty.
    """
    places = vocabulary.places
    columns, values, ends = array("q"), array("d"), array("q", [0])
    for row in rows:
        length = sqrt(sum(weight * weight for weight in row.values()))
        for column, weight in sorted((places[term], weight) for term, weight in row.items()):
            columns.append(column)
            values.append(weight / length)
        ends.append(len(columns))
    index = np.int32 if len(columns) < np.iinfo(np.int32).max else np.int64
    parts = np.frombuffer(values, float), np.frombuffer(columns, np.int64).astype(index), np.frombuffer(ends, np.int64).astype(index)
    return csr_matrix(parts, shape=(len(rows), len(vocabulary)))
