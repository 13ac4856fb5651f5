"""The one place that decides what a reader sees of another person's card."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Sees = Literal["full_names", "first_names"]


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """What a page may show of somebody."""

    name: str
    short_name: str
    organisation: str
    headline: str
    photo: str = ""


def first_name(name: str) -> str:
    """The first word of a name; a name without spaces is its own first name."""
    words = name.split()
    return words[0] if words else name


def shown_person(
    name: str, *, organisation: str, headline: str, sees: Sees, exchanged: bool, hidden: Collection[str] = (), photo: str = ""
) -> ShownPerson:
    """Under `first_names`, the rest of the name and the organisation appear only once cards were exchanged; so do `hidden` fields."""
    whole = exchanged or sees == "full_names"
    short = first_name(name)
    kept = frozenset() if exchanged else frozenset(hidden)
    return ShownPerson(
        name if whole else short,
        short,
        organisation if whole and "organisation" not in kept else "",
        headline if "headline" not in kept else "",
        photo if "photo" not in kept else "",
    )
