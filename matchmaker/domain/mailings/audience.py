"""Whom a letter goes to: a few conditions, all of which must hold."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Final

from matchmaker.errors import N_, Fault

YES_NO: Final = ("", "yes", "no")
MET: Final = ("", "somebody", "nobody")
# What somebody could narrow people down with until one is left.
_NARROWING: Final = ("interests", "signed_in", "group", "language")


@dataclass(frozen=True, slots=True)
class Audience:
    """Every condition is a word; "" asks for nothing. Nobody who cancelled, pauses or stopped such letters is ever in it."""

    checked_in: str = ""
    interests: str = ""
    signed_in: str = ""
    met: str = ""
    group: str = ""
    language: str = ""

    @property
    def is_everybody(self) -> bool:
        return self == Audience()

    @property
    def is_private(self) -> bool:
        """Whether being in it says something that people keep from organisers: docs/decisions/who-met-nobody-stays-unnamed.md."""
        return bool(self.met)

    def as_json(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def audience_of(kept: Mapping[str, object]) -> Audience:
    """An audience as it was kept."""
    return Audience(**{name: str(value) for name, value in kept.items() if name in Audience.__slots__})


def read_audience(form: Mapping[str, str], *, groups: Collection[str], languages: Collection[str]) -> tuple[Audience, list[Fault]]:
    """The conditions a form names, and what is wrong with them.

    Parameters
    ----------
    groups, languages : collection of str
        The groups of the event, and the languages letters can be read in.
    """
    allowed = {
        "checked_in": YES_NO,
        "interests": YES_NO,
        "signed_in": YES_NO,
        "met": MET,
        "group": ("", *groups),
        "language": ("", *languages),
    }
    faults = [Fault(name, N_("Choose one of these.")) for name, values in allowed.items() if form.get(name, "") not in values]
    wrong = {fault.field for fault in faults}
    audience = Audience(**{name: "" if name in wrong else form.get(name, "") for name in allowed})
    if audience.met and any(getattr(audience, name) for name in _NARROWING):
        sentence = N_(
            "Who met somebody, or nobody, can’t be narrowed down by interests, sign-in, group or language: in a small group it would tell "
            "who is still alone. Take one of the two away."
        )
        faults.append(Fault("met", sentence))
    return audience, faults
