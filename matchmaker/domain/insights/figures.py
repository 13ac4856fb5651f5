"""Released counts as figures: which cells each has, in which order, and what of them is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from matchmaker.domain.insights.cells import LEAST, Cell, How, shown_cells, shown_overlapping

# The figures of each family. A family is counted at one moment and moves as a whole: its figures overlap.
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "talks": ("talks", "mixing", "answers", "hours"),
    "profiles": ("profiles",),
    "cards": ("cards",),
    "exposure": ("exposure",),
    "followups": ("followups", "reminders"),
}
CELLS: Final[Mapping[str, tuple[str, ...]]] = {
    "talks": ("none", "some", "many"),
    "mixing": ("new_apart", "new_mixed", "back_apart", "back_mixed"),
    "answers": ("minutes", "hour", "later", "waiting", "unasked"),
    "profiles": ("filled", "not"),
    "cards": ("unseen", "seen", "answered"),
    "exposure": ("none", "some", "many"),
    "followups": ("wrote", "taken", "opened", "not"),
    "reminders": ("reminded", "not"),
}
ORDER: Final = ("talks", "hours", "cards", "exposure", "answers", "mixing", "profiles", "followups", "reminders")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its cells by name, as they are shown; none if there is too little to show."""

    name: str
    cells: tuple[tuple[str, Cell], ...]
    everybody: int

    def people(self, *names: str) -> int | None:
        """How many people these cells hold together; None if that may not be told."""
        blocks = {cell.block for name, cell in self.cells if name in names}
        inside = [(name, cell) for name, cell in self.cells if cell.block in blocks]
        if not inside or any(name not in names for name, _ in inside):
            return None
        return sum({cell.block: cell.people for _, cell in inside}.values())


@dataclass(frozen=True, slots=True)
class Released:
    """All figures of an event, and what they are about: those checked in (`hall`) or all who are registered."""

    figures: Mapping[str, Figure]
    hall: bool
    pairs: int | None
    knows_newcomers: bool
    by_day: bool


@dataclass(frozen=True, slots=True)
class Alone:
    """Who is still alone: None where a number may not be told. `willing` agreed that a host sees them, so they are counted as they are."""

    everybody: int
    none: int | None
    talked: int | None
    many: int | None
    few_alone: bool
    pairs: int | None
    hall: bool
    willing: int


def alone_in(released: Released, *, willing: int) -> Alone:
    """The first figure of the released ones."""
    talks = released.figures["talks"]
    none, many = talks.people("none"), talks.people("many")
    few_alone = any(name == "none" and cell.how is How.FEW for name, cell in talks.cells)
    talked = talks.people("some", "many") if none is not None else None
    return Alone(talks.everybody, none, talked, many, few_alone, released.pairs, released.hall, willing)


def released_figures(families: Mapping[str, Mapping[str, Any]]) -> Released:
    """What may be shown of the counts that `services/insights` keeps."""
    figures = {}
    for family, kept in families.items():
        for name in FAMILIES[family]:
            figures[name] = _figure(name, kept["tables"], kept["facts"])
    facts = families.get("talks", {}).get("facts", {})
    talks = figures.get("talks")
    told = talks is not None and talks.people("none") is not None and facts.get("pairs", 0) >= LEAST
    return Released(
        figures,
        hall=bool(facts.get("hall")),
        pairs=facts["pairs"] if told else None,
        knows_newcomers=bool(facts.get("knows_newcomers")),
        by_day=bool(facts.get("by_day")),
    )


def _figure(name: str, tables: Mapping[str, Mapping[str, int]], facts: Mapping[str, Any]) -> Figure:
    counts, everybody = tables.get(name, {}), int(facts["everybody"])
    if name == "hours":
        hours = sorted(counts)
        cells = shown_overlapping([counts[hour] for hour in hours], everybody)
        return Figure(name, tuple(zip(hours, cells, strict=True)), everybody)
    if name == "mixing":
        return Figure(name, _mixing(counts, facts), everybody)
    shown = shown_cells([counts.get(cell, 0) for cell in CELLS[name]])
    return Figure(name, tuple(zip(CELLS[name], shown, strict=True)) if shown else (), everybody)


def _mixing(counts: Mapping[str, int], facts: Mapping[str, Any]) -> tuple[tuple[str, Cell], ...]:
    """Two groups side by side: shown only where every part of both is at least five, and so is what their difference to "talks" tells."""
    people = [counts.get(cell, 0) for cell in CELLS["mixing"]]
    if min(people) < LEAST or int(facts.get("own_kind_only", 0)) < LEAST or not facts.get("knows_newcomers"):
        return ()
    return tuple((name, Cell(How.EXACT, count, place)) for place, (name, count) in enumerate(zip(CELLS["mixing"], people, strict=True)))
