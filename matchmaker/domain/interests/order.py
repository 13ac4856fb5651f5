"""The order of what somebody chose: the most important first."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from matchmaker.domain.interests.tags import tag_key


class Named(Protocol):
    @property
    def text(self) -> str: ...


One = TypeVar("One", bound=Named)


def in_order(choices: Sequence[One], texts: Sequence[str]) -> tuple[One, ...]:
    """The choices as the texts name them; what no text names keeps its place behind."""
    places: dict[str, int] = {}
    for place, text in enumerate(texts):
        places.setdefault(tag_key(text), place)
    return tuple(sorted(choices, key=lambda choice: places.get(tag_key(choice.text), len(texts))))


def moved(choices: Sequence[One], text: str, *, by: int) -> tuple[One, ...]:
    """The choices with one of them a place further up (by=-1) or down (by=1), as far as there is one."""
    order = list(choices)
    here = next((place for place, choice in enumerate(order) if tag_key(choice.text) == tag_key(text)), None)
    if here is not None and 0 <= here + by < len(order):
        order[here], order[here + by] = order[here + by], order[here]
    return tuple(order)
