"""Two organisers edit the same form at once: what the second must be shown before anything is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed a field last, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClashField:
    """One field that somebody else has changed since the form was opened."""

    name: str
    mine: str
    theirs: str
    change: Change
    was_touched: bool  # by me as well


def clashing_fields(
    mine: Mapping[str, str], was: Mapping[str, str], theirs: Mapping[str, str], changes: Mapping[str, Change]
) -> tuple[ClashField, ...]:
    """The fields others have changed to something else than what I send, in the order of the form."""
    return tuple(
        ClashField(name, _plain(mine.get(name, "")), value, changes[name], _plain(mine.get(name, "")) != _plain(was.get(name, "")))
        for name, value in theirs.items()
        if name in changes and _plain(mine.get(name, "")) != _plain(value)
    )


def settled(mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """My form with theirs where I said so: `take_<field>` is "theirs"."""
    taken = {name: theirs[name] for name in theirs if mine.get(f"take_{name}") == THEIRS}
    return {**mine, **taken}


def _plain(text: str) -> str:
    """As browsers send it back: line ends vary, and what is typed around a word doesn't count."""
    return text.replace("\r\n", "\n").strip()
