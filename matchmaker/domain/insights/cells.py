"""Counts of people that may be shown: neighbours stand together until each is at least five, so that no difference gives one away.

docs/decisions/figures-move-in-steps.md tells why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LEAST: Final = 5


class How(StrEnum):
    """How one cell is shown."""

    EXACT = "exact"
    FEW = "few"  # fewer than five, nobody included
    TOGETHER = "together"  # only with its neighbours
    ALL = "all but a few"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is shown: `people` is its count, or that of its whole block when it stands together with neighbours."""

    how: How
    people: int
    block: int  # cells of one block have the same number


def shown_cells(counts: Sequence[int]) -> tuple[Cell, ...]:
    """The cells of a partition, in their order; nothing (an empty tuple) if there are fewer than five people in all.

    Parameters
    ----------
    counts
        How many people each cell has. Every person stands in one cell, and their sum is known to the reader.
    """
    if sum(counts) < LEAST:
        return ()
    shown: list[Cell] = []
    for number, block in enumerate(_blocks(counts)):
        shown.extend(_shown(block, number))
    return tuple(shown)


def shown_overlapping(counts: Sequence[int], everybody: int) -> tuple[Cell, ...]:
    """Cells in which one person may stand several times, such as hours: each is shown, or is said to be few or nearly all."""
    return tuple(_alone(count, everybody, place) for place, count in enumerate(counts))


def _alone(count: int, everybody: int, place: int) -> Cell:
    if count < LEAST:
        return Cell(How.FEW, 0, place)
    if everybody - count < LEAST:
        return Cell(How.ALL, 0, place)
    return Cell(How.EXACT, count, place)


def _blocks(counts: Sequence[int]) -> list[list[int]]:
    """Neighbours from the left until they are five; what is left over at the end joins the last block."""
    blocks: list[list[int]] = []
    block: list[int] = []
    for count in counts:
        block.append(count)
        if sum(block) >= LEAST:
            blocks.append(block)
            block = []
    if block:
        blocks[-1].extend(block)
    return blocks


def _shown(block: Sequence[int], number: int) -> list[Cell]:
    people = sum(block)
    if len(block) == 1:
        return [Cell(How.EXACT, people, number)]
    # A reader who knows which cells are small must not be able to narrow them down: that takes more people than small cells can hold.
    may_be_called_few = people > (LEAST - 1) * len(block)
    return [Cell(How.FEW if may_be_called_few and count < LEAST else How.TOGETHER, people, number) for count in block]
