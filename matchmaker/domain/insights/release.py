"""When released counts may move: only once the counts themselves prove that at least five people have changed them."""

from collections.abc import Mapping
from typing import Final

from matchmaker.domain.insights.cells import LEAST

Table = Mapping[str, int]
Tables = Mapping[str, Table]

# One person may stand in several of these cells; in all other tables, everybody stands in one.
OVERLAPPING: Final = frozenset({"hours"})


def may_move(released: Tables | None, now: Tables) -> bool:
    """Whether the counts of now may take the place of the released ones."""
    return released is None or people_changed_at_least(released, now) >= LEAST


def people_changed_at_least(before: Tables, after: Tables) -> int:
    """A number of people who must have come, gone or moved between two sets of counts; more may have.

    A table that was never released proves nothing: it comes in when the others move.
    """
    return max((_changed(name, before[name], after[name]) for name in {*before} & {*after}), default=0)


def _changed(name: str, before: Table, after: Table) -> int:
    by = [after.get(cell, 0) - before.get(cell, 0) for cell in {*before, *after}]
    if name in OVERLAPPING:
        return max((abs(difference) for difference in by), default=0)
    # Whoever moves leaves one cell and enters one; who comes or goes does one of the two.
    return max(sum(difference for difference in by if difference > 0), -sum(difference for difference in by if difference < 0))
