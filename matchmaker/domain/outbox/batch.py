"""A batch of an outbox, whoever keeps it: its raw items, and the values inside one of them, with all of their faults."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from matchmaker.errors import N_, BadRequestError, Fault

MOST_ITEMS: Final = 100
LARGEST_BATCH: Final = 2 * 1024 * 1024  # bytes; a hundred of the longest notes fit
LONGEST_WAIT: Final = 30 * 24 * 3600 * 1000  # ms; whatever says more is no number of ours
DRIFT: Final = timedelta(minutes=2)  # a clock nearer than that is right: it orders what one phone kept better than a slow network does


@dataclass(frozen=True, slots=True)
class FaultyItem:
    """Nothing of this item can be taken in; the faults say why. Without a readable id, `id` is what came, cut short."""

    id: str
    faults: tuple[Fault, ...]


def items_of(body: object) -> list[object]:
    """The raw items of a batch; whoever holds an outbox of their own kind reads them."""
    items = body.get("items") if isinstance(body, Mapping) else None
    if not isinstance(items, list):
        raise BadRequestError(N_("These were no items of an outbox, so nothing was done."))
    if len(items) > MOST_ITEMS:
        raise BadRequestError(N_("At most %(most)s items come in at once, so nothing was done."), most=MOST_ITEMS)
    return items


def clamped(at: datetime | None, *, earliest: datetime, now: datetime) -> datetime | None:
    """A phone's time within what is possible: clocks of phones are wrong by years."""
    return None if at is None else min(max(at, earliest), now)


class ItemFields:
    """Takes values out of one item and remembers every fault."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.faults: list[Fault] = []

    def fault(self, field: str, sentence: str, /, **values: object) -> None:
        self.faults.append(Fault(field, sentence, values))

    def text(self, name: str, longest: int, *, needed: bool = True) -> str:
        value = self.raw.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()) or len(value) > longest:
            self.fault(name, N_("“%(name)s” is missing, too long, or no text."), name=name)
            return ""
        return value.replace("\x00", "")

    def uuid(self, name: str) -> str:
        value = self.raw.get(name)
        read = _read_uuid(value)
        if not read:
            self.fault(name, N_("This came without its number, so it could not be told from another."))
        return read

    def number(self, name: str) -> int:
        value = self.raw.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**9:
            self.fault(name, N_("“%(name)s” is no number of ours."), name=name)
            return 0
        return value

    def waited(self) -> timedelta | None:
        """How long the phone held it; unlike a time of day, this is right on a phone whose clock is wrong."""
        value = self.raw.get("waited")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_WAIT:
            return None
        return timedelta(milliseconds=value)

    def time(self, now: datetime) -> datetime | None:
        """When it was kept: by the phone's clock, or where that is wrong by how long it waited. What can't be read loses only itself."""
        said, waited = self._said(), self.waited()
        if waited is None or (said is not None and abs(said - (now - waited)) <= DRIFT):
            return said
        return now - waited

    def _said(self) -> datetime | None:
        value = self.raw.get("at")
        try:
            read = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
        return read if read is not None and read.tzinfo is not None else None


def shown_id(raw: Mapping[str, Any]) -> str:
    return str(raw.get("id") or "")[:36]


def _read_uuid(value: object) -> str:
    try:
        read = uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    return str(read) if read and read.version == 4 and str(read) == str(value).lower() else ""
