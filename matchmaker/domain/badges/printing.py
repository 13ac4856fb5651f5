"""What an organiser chooses before printing: paper, what is on a badge, whose badges, in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from matchmaker.domain.badges.formats import A4_EIGHT, NAMES, OWN, PAPERS, SHEETS, OwnSize, Paper, own_paper
from matchmaker.errors import N_, BadInputError, Fault

FRONT: Final = "front"
BACK: Final = "back"
EVERYBODY: Final = "all"
CHANGED: Final = "new"
SORTS: Final = {"name": N_("Name"), "organisation": N_("Organisation"), "group": N_("Group"), "added": N_("When they came in")}
FIELDS: Final = {
    "organisation": N_("Organisation"),
    "headline": N_("Headline"),
    "topics": N_("What to ask them about"),
    "pronouns": N_("Pronouns"),
    "languages": N_("Languages"),
    "approach": N_("How to approach them, as a sign with words"),
    "group": N_("Group, with its colour"),
}
_NO_WHOLE: Final = {
    "first": N_("From which badge: write a whole number from 1, or leave it empty."),
    "last": N_("To which badge: write a whole number from 1, or leave it empty."),
}
_NO_NUMBER = N_("Write a number, such as 12 or 4.5.")


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """`first` and `last` count badges in the chosen order, from 1; None: from the beginning, to the end.

    `place` is where on its first page a sheet begins, from 1: a page of labels that was begun can be used up.
    """

    paper: str = A4_EIGHT.key
    own: OwnSize = OwnSize()  # noqa: RUF009  a frozen value
    side: str = FRONT
    fields: tuple[str, ...] = tuple(FIELDS)
    sort: str = "name"
    whom: str = EVERYBODY
    first: int | None = None
    last: int | None = None
    place: int = 1

    @property
    def sheet(self) -> Paper:
        return own_paper(self.own) if self.paper == OWN else PAPERS[self.paper]

    @property
    def code_in_front(self) -> bool:
        return self.side == FRONT

    def kept(self) -> dict[str, Any]:
        """As the database keeps it."""
        return asdict(self) | {"fields": list(self.fields)}


def kept_choice(kept: Mapping[str, Any] | None) -> PrintChoice:
    """What was kept; what an older version didn't know has its default."""
    known = {field.name: kept[field.name] for field in fields(PrintChoice) if kept and field.name in kept}
    if "own" in known:
        known["own"] = OwnSize(**known["own"])
    if "fields" in known:
        known["fields"] = tuple(known["fields"])
    return PrintChoice(**known)


def read_print_choice(form: Mapping[str, str], ticked: Sequence[str]) -> PrintChoice:
    """Check the whole form.

    Raises
    ------
    BadInputError
        With every fault, in the order of the form.
    """
    faults: list[Fault] = []
    choice = PrintChoice(
        paper=form.get("paper", "") if form.get("paper") in NAMES else A4_EIGHT.key,
        own=_own_size(form, faults) if form.get("paper") == OWN else OwnSize(),
        side=BACK if form.get("side") == BACK else FRONT,
        fields=tuple(name for name in FIELDS if name in ticked),
        sort=form.get("sort", "") if form.get("sort") in SORTS else "name",
        whom=CHANGED if form.get("whom") == CHANGED else EVERYBODY,
        first=_whole(form, "first", faults),
        last=_whole(form, "last", faults),
    )
    if choice.first and choice.last and choice.last < choice.first:
        faults.append(Fault("last", N_("The last badge comes before the first.")))
    if faults:
        raise BadInputError(*faults)
    _ = choice.sheet
    return choice


def _own_size(form: Mapping[str, str], faults: list[Fault]) -> OwnSize:
    sheet = form.get("sheet", "") if form.get("sheet") in SHEETS else ""
    return OwnSize(
        width=_number(form, "width", faults) or 0.0,
        height=_number(form, "height", faults) or 0.0,
        sheet=sheet,
        columns=_whole(form, "columns", faults) or 1,
        rows=_whole(form, "rows", faults) or 1,
        left=_number(form, "left", faults),
        top=_number(form, "top", faults),
        gap_x=_number(form, "gap_x", faults) or 0.0,
        gap_y=_number(form, "gap_y", faults) or 0.0,
    )


def _number(form: Mapping[str, str], name: str, faults: list[Fault]) -> float | None:
    text = form.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1000:
        faults.append(Fault(name, _NO_NUMBER))
        return None
    return round(number, 2)


def _whole(form: Mapping[str, str], name: str, faults: list[Fault]) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 999_999):
        faults.append(Fault(name, _NO_WHOLE.get(name, N_("Write a whole number from 1."))))
        return None
    return int(text)
