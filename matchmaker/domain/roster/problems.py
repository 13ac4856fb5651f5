"""What is wrong in an attendee file, where, and what happens to that row."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.errors import N_


class Fate(StrEnum):
    """What becomes of a row that has a problem."""

    OUT = "out"
    WITHOUT = "without"
    LOOK = "look"


STAYS_OUT = N_("Stays out")
COMES_IN = N_("Comes in")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its line in the file (1 is the first), the field it is about, a sentence, and what happens now.

    `stops` marks a file that is not whole (an open quote, a NUL, no header): a reader that cannot ask back should stop.
    `about_file` marks what concerns the whole file and no single row.
    """

    line: int
    sentence: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    field: str = ""
    fate: Fate = Fate.OUT
    outcome: str = STAYS_OUT
    stops: bool = False
    about_file: bool = False

    def __str__(self) -> str:
        return self.sentence % dict(self.values)

    @property
    def stays_out(self) -> bool:
        return self.fate is Fate.OUT
