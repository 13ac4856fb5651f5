"""A choice of paper and words as its form holds it, taken apart into what two people can choose differently."""

from collections.abc import Mapping
from typing import Final

from matchmaker.domain.badges.formats import OWN
from matchmaker.domain.badges.printing import PrintChoice
from matchmaker.domain.events.clash import THEIRS

# Measures of another size belong to the paper: nobody wants one's width with somebody else's height.
MEASURES: Final = ("width", "height", "sheet", "columns", "rows", "left", "top", "gap_x", "gap_y")
PARTS: Final = ("paper", "side", "fields", "whom", "sort", "first", "last")


def as_form(choice: PrintChoice) -> dict[str, str]:
    """Every field as text; what is on a badge in one, with blanks between."""
    chosen = {"paper": choice.paper, "side": choice.side, "whom": choice.whom, "sort": choice.sort, "fields": " ".join(choice.fields)}
    measures = {name: _text(getattr(choice.own, name)) for name in MEASURES}
    return {**chosen, "first": _text(choice.first), "last": _text(choice.last), **measures}


def parts_of(form: Mapping[str, str]) -> dict[str, str]:
    """What can clash: a paper of one's own says its measures."""
    paper = " ".join([OWN, *(form.get(name, "") or "-" for name in MEASURES)]) if form.get("paper") == OWN else form.get("paper", "")
    return {**{name: form.get(name, "") for name in PARTS}, "paper": paper}


def settled_choice(mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """My form with theirs where I said so: `take_<part>` is "theirs"."""
    taken = {name for name in PARTS if mine.get(f"take_{name}") == THEIRS}
    if "paper" in taken:
        taken |= set(MEASURES)
    return {**mine, **{name: theirs[name] for name in taken}}


def _text(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, float | int) else value or ""
