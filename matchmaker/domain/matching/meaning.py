"""An operator's own model of meaning beside the topics, if one is plugged in."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from matchmaker.domain.matching.topics import Rows

Embed = Callable[[list[str]], Any]
_TABLE = 2


def with_meaning(topics: Rows, texts: Sequence[str], embed: Embed | None) -> Rows:
    """Topics and what a model makes of the same texts, side by side.

    Parameters
    ----------
    topics : ndarray of float32, shape (n, n_topics)
        Rows of length one, or zero.
    texts : sequence of str
        Of n people; who wrote nothing is not asked about.
    embed : callable or None
        From a list of texts to an array, shape (n_texts, any size). None: topics alone.

    Returns
    -------
    ndarray of float32, shape (n, n_topics + size)
        The inner product of two rows is the mean of both cosines; of whichever there is, if only one of the two is.

    Raises
    ------
    ValueError
        What the model returned is no table of finite numbers with a row for each text.
    """
    written = [at for at, text in enumerate(texts) if text.strip()]
    if embed is None or not written:
        return topics
    found = np.asarray(embed([texts[at] for at in written]), dtype=float)
    if found.ndim != _TABLE or len(found) != len(written) or not np.isfinite(found).all():
        raise ValueError(f"embed must return a row of finite numbers for each of {len(written)} texts, not an array of shape {found.shape}")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    meaning = np.zeros((len(texts), found.shape[1]))
    meaning[written] = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)
    both = np.hstack([topics, meaning])
    whole = np.linalg.norm(both, axis=1, keepdims=True)
    return np.ascontiguousarray(np.divide(both, whole, out=np.zeros_like(both), where=whole > 0), np.float32)
