"""A synthetic market of two sides, where a match takes both to look and both to want. (row 9)

Protocol. n × m people; x wants y with chance p[x, y] = λ (1 - y / (m - 1)) + (1 - λ) u, and y wants x with q[y, x] likewise; u even in
[0, 1], λ = 0.5: all agree by half on who is wanted. Everybody gets the whole other side in some order and looks at place r
with chance 1 / r. Expected mutual matches: Σ p[x, y] q[y, x] ÷ (place of y for x × place of x for y) (Su, Bayoumi and Joachims, "Optimizing
rankings for recommendation in matching markets", WWW 2022; Tomita et al., RecSys 2023). Mean and interval over invented
markets, 10 of the small sizes and 3 of the largest.
- Product: both sides by p × q. Rounds of assignment: the best one-to-one assignment by p × q takes the first places, the best of the
  pairs left the second, and so on. On this protocol they come out where the given table has them.
- The matcher's own orders are those of `order_market(p, q)` in `matchmaker.domain.matching.market`, with its usual settings. The value
  is counted here, not there.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from quality_figures import Estimate, estimate, holds, missing
from scipy.optimize import linear_sum_assignment
from table import Row

SIZES = ((30, 20, 10), (50, 50, 10), (200, 200, 3))
AIMS = (16.0, 36.0, 160.0)
CROWDING = 0.5
OURS = "matchmaker.domain.matching.market"

Orders = Callable[[Any, Any], tuple[Any, Any]]


def rows() -> list[Row]:
    markets = [[market(n, m, seed) for seed in range(many)] for n, m, many in SIZES]
    name = "market 30×20 / 50×50 / 200×200, mutual matches"
    found = [
        Row(f"{name}: product", _shown(_values(by_product, markets)), "seen: 13.2 / 25.8 / 85.7"),
        Row(
            f"{name}: rounds of assignment", _shown(_values(by_rounds, markets)), "seen: 16.4 / 37.4 / 167; TU-matching 15.4 / 33.0 / 139.8"
        ),
    ]
    target, ours = "≥ 16.0 / 36 / 160", our_orders()
    if ours is None:
        return [*found, missing(f"{name}: matchmaker", target, "no market step yet")]
    values = _values(ours, markets)
    return [*found, Row(f"{name}: matchmaker", _shown(values), target, all(map(holds, values, AIMS)))]


def our_orders() -> Orders | None:
    """None for a matcher of a time before it had them."""
    if find_spec(OURS) is None:
        return None
    orders: Orders = import_module(OURS).order_market
    return orders


def market(n: int, m: int, seed: int) -> tuple[Any, Any]:
    dice = np.random.default_rng(seed)

    def wishes(many: int, others: int) -> Any:
        return CROWDING * np.linspace(1, 0, others) + (1 - CROWDING) * dice.random((many, others))

    return wishes(n, m), wishes(m, n)


def expected_matches(p: Any, q: Any, orders: tuple[Any, Any]) -> float:
    mine, theirs = map(places_in, orders)
    return float((p * q.T / (mine * theirs.T)).sum())


def places_in(order: Any) -> Any:
    """From people by place to each one's place, counted from 1."""
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
    return places


def by_product(p: Any, q: Any) -> tuple[Any, Any]:
    return _both_ways(p * q.T)


def by_rounds(p: Any, q: Any) -> tuple[Any, Any]:
    product = p * q.T
    left, worth = product.copy(), product.copy()
    for turn in range(min(product.shape)):
        mine, theirs = linear_sum_assignment(left, maximize=True)
        worth[mine, theirs] += len(product) + len(product.T) - turn
        left[mine, theirs] = -1e6
    return _both_ways(worth)


def _both_ways(worth: Any) -> tuple[Any, Any]:
    return np.argsort(-worth, axis=1, kind="stable"), np.argsort(-worth.T, axis=1, kind="stable")


def _values(orders: Orders, markets: list[list[tuple[Any, Any]]]) -> list[Estimate]:
    return [estimate(expected_matches(p, q, orders(p, q)) for p, q in of_size) for of_size in markets]


def _shown(values: list[Estimate]) -> str:
    return " / ".join(f"{value.mean:.1f} [{value.low:.1f}, {value.high:.1f}]" for value in values)
