"""The mode of a logistic regression with Gaussian priors, by Newton's method with conjugate gradients inside."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from scipy.special import expit

from matchmaker.domain.matching.ranking import Scores

_STEPS: Final = 12
_TURNS: Final = 80
_ENOUGH: Final = 1e-6


def posterior_mode(parts: Sequence[tuple[float, Any]], offset: Scores, yes: Scores, weights: Scores) -> list[Scores]:
    """The most likely weights (Komarek and Moore, "Making logistic regression a core data mining tool", ICDM 2005).

    Parameters
    ----------
    parts : sequence of (float, sparse matrix of shape (n_rows, n_columns))
        The prior standard deviation of a group of weights, and its columns.
    offset : ndarray, shape (n_rows,)
        What the log-odds are before anything is learned.
    yes, weights : ndarray, shape (n_rows,)

    Returns
    -------
    list of ndarray, shape (n_columns,)
        The weights of each part.
    """
    deviations = np.concatenate([np.full(columns.shape[1], deviation) for deviation, columns in parts])
    table = csr_matrix(hstack([csr_matrix(columns) for _, columns in parts]) @ diags(deviations))
    turned = table.T.tocsr()
    found = _climb(table, turned, offset, yes, weights) * deviations
    return list(np.split(found, np.cumsum([columns.shape[1] for _, columns in parts])[:-1]))


def _climb(table: Any, turned: Any, offset: Scores, yes: Scores, weights: Scores) -> Scores:
    flat, eta = np.zeros(table.shape[1]), offset.copy()
    now = _loss(eta, flat, yes, weights)
    for _ in range(_STEPS):
        chance = expit(eta)
        slope = -(turned @ (weights * (chance - yes)) + flat)
        step = _solved(table, turned, weights * chance * (1.0 - chance), slope)
        moved, size = table @ step, 1.0
        while (then := _loss(eta + size * moved, flat + size * step, yes, weights)) > now and size > 1e-3:
            size /= 2
        flat, eta = flat + size * step, eta + size * moved
        if now - then <= _ENOUGH * abs(now):
            break
        now = then
    return flat


def _loss(eta: Scores, flat: Scores, yes: Scores, weights: Scores) -> float:
    return float(weights @ (np.logaddexp(0.0, eta) - yes * eta) + 0.5 * flat @ flat)


def _solved(table: Any, turned: Any, curve: Scores, slope: Scores) -> Scores:
    """The step that the curvature and the prior ask for."""
    step, rest, direction = np.zeros_like(slope), slope.copy(), slope.copy()
    square = float(rest @ rest)
    goal = _ENOUGH * square
    for _ in range(_TURNS):
        if square <= goal:
            break
        bent = turned @ (curve * (table @ direction)) + direction
        length = square / float(direction @ bent)
        step, rest = step + length * direction, rest - length * bent
        before, square = square, float(rest @ rest)
        direction = rest + square / before * direction
    return step
