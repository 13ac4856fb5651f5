"""What a desk kept, read item by item; one bad item never holds the others back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from matchmaker.domain.checkin.verdict import WAYS
from matchmaker.domain.outbox.batch import FaultyItem, ItemFields, items_of, shown_id
from matchmaker.domain.outbox.items import LONGEST_CODE
from matchmaker.errors import N_, Fault

PAGE_WAYS: Final = WAYS[:-1]  # a walk-in needs the network: its badge is made by the server


@dataclass(frozen=True, slots=True)
class EntryItem:
    """Somebody who stood at the desk: the code that was read, or whom the desk found by name, or both."""

    id: str
    code: str
    attendee_id: int | None
    way: str
    let_in: bool  # a host lets a cancelled ticket in
    waited: timedelta  # how long the desk held it; unlike a time of day, this is right on a phone whose clock is wrong


@dataclass(frozen=True, slots=True)
class UndoEntryItem:
    id: str
    entry_id: str


DeskItem = EntryItem | UndoEntryItem


def read_desk_batch(body: object) -> tuple[DeskItem | FaultyItem, ...]:
    """The items of one batch in their order.

    Raises
    ------
    BadRequestError
        The body is no batch at all, or holds more items than one may.
    """
    return tuple(_read(raw) for raw in items_of(body))


def _read(raw: object) -> DeskItem | FaultyItem:
    if not isinstance(raw, Mapping):
        return FaultyItem("", (Fault("", N_("This was no item of an outbox.")),))
    fields = ItemFields(raw)
    item_id, kind = fields.uuid("id"), raw.get("kind")
    item: DeskItem | None = None
    if kind == "entry":
        item = _read_entry(item_id, fields)
    elif kind == "undo":
        item = UndoEntryItem(item_id, fields.uuid("entry_id"))
    else:
        fields.fault("kind", N_("This kind of item is not known here. A newer page may have made it."))
    return item if item and not fields.faults else FaultyItem(item_id or shown_id(raw), tuple(fields.faults))


def _read_entry(item_id: str, fields: ItemFields) -> EntryItem:
    code = fields.text("code", LONGEST_CODE, needed=False)
    has_number = fields.raw.get("attendee_id") is not None
    attendee_id = fields.number("attendee_id") if has_number or not code else None
    way = fields.raw.get("way")
    if way not in PAGE_WAYS:
        fields.fault("way", N_("How this person was found is not known here."))
    return EntryItem(item_id, code, attendee_id, str(way), fields.raw.get("let_in") is True, fields.waited() or timedelta(0))
