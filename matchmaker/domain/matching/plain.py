"""The order of a list that is made for nobody: drawn anew for each reader and day, and favouring no one."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

PERSONAL: Final = "personal"
PLAIN: Final = "plain"
PLAIN_PAGE: Final = 30
# The largest prime that any id stays below; two ids below it never fall on one place.
PRIME: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Shuffle:
    """``(factor * id + start) mod (2^31 - 1)``: a pairwise independent draw (Carter and Wegman 1979), which a database can sort by.

    Of any two people each comes first as often as the other, over readers and days.
    """

    factor: int
    start: int

    def place_of(self, identity: int) -> int:
        return (self.factor * identity + self.start) % PRIME


def shuffle_for(event_id: int, reader_id: int, day: date) -> Shuffle:
    """The same all day, so that pages hang together; another one for another reader, so that nobody heads every list."""
    drawn = hashlib.sha256(f"plain list|{event_id}|{reader_id}|{day.isoformat()}".encode()).digest()
    return Shuffle(1 + int.from_bytes(drawn[:8]) % (PRIME - 1), int.from_bytes(drawn[8:16]) % PRIME)
