"""How many people a letter goes to, and how much of that may be said."""

from dataclasses import dataclass
from typing import Final

from matchmaker.domain.insights.cells import LEAST

# More than this many are asked for a second time.
MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Count:
    """`people` gets it; `others` are those the same letter would reach were it not for what they did or didn't do with others.

    A private count is said in steps of five, and only where five on each side stand behind it.
    """

    people: int
    others: int = 0
    is_private: bool = False

    @property
    def may_go(self) -> bool:
        return self.people > 0 and not self.is_too_small

    @property
    def is_too_small(self) -> bool:
        return self.is_private and min(self.people, self.others) < LEAST

    @property
    def shown(self) -> int:
        """The number a page says: exact, or the lower end of a step."""
        if not self.is_private:
            return self.people
        return 0 if self.is_too_small else self.people - self.people % LEAST

    @property
    def up_to(self) -> int:
        return self.shown + LEAST - 1 if self.is_private else self.shown

    @property
    def needs_second_word(self) -> bool:
        return self.people > MANY
