"""One batch of a phone's outbox: every item by itself, with all of its faults; one bad item never holds the others back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, cast, get_args

from matchmaker.domain.contacts.note import LONGEST_NOTE
from matchmaker.domain.interests.form import read_pairs
from matchmaker.domain.outbox.batch import FaultyItem, ItemFields, items_of, shown_id
from matchmaker.errors import N_, Fault

WAYS: Final = ("printed", "typed", "live")
Deed = Literal["touch", "let_go"]
DEEDS: Final = get_args(Deed)
LONGEST_CODE: Final = 400  # the badge's whole address may be handed in
LONGEST_WORD: Final = 40
MOST_TAGS: Final = 12
LONGEST_PROMISE: Final = 300


@dataclass(frozen=True, slots=True)
class KeptPromise:
    text: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ScanItem:
    """A badge somebody scanned; `at` is when the phone read it, as far as it knows."""

    id: str
    code: str
    way: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Written:
    """What a scan's sheet had kept before this: the rest of what is noted is of other times, and stays."""

    note: str
    tags: tuple[str, ...]
    promise: str


@dataclass(frozen=True, slots=True)
class NoteItem:
    """What was talked about with the person of a scan or of a contact; None leaves what is there.

    `over`: only this is replaced, as a sheet that opens empty doesn't know what was noted about the same person before; None: all of it.
    """

    id: str
    scan_id: str | None
    contact_id: int | None
    note: str | None
    tags: tuple[str, ...] | None
    may_follow_up: bool | None
    promise: KeptPromise | None
    over: Written | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class UndoItem:
    id: str
    scan_id: str


@dataclass(frozen=True, slots=True)
class AnswerItem:
    id: str
    other_id: int
    answer: str
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class InterestsItem:
    """A form of the profile, name by name, and what it held before; None: the page could not tell."""

    id: str
    form: tuple[tuple[str, str], ...]
    base: tuple[tuple[str, str], ...] | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CareItem:
    """How somebody stays in touch with a person they met."""

    id: str
    contact_id: int
    deed: Deed
    at: datetime | None


Item = ScanItem | NoteItem | UndoItem | AnswerItem | InterestsItem | CareItem


def read_batch(body: object, *, now: datetime) -> tuple[Item | FaultyItem, ...]:
    """The items of one batch in their order.

    Raises
    ------
    BadRequestError
        The body is no batch at all, or holds more items than one may.
    """
    return tuple(_read(raw, now) for raw in items_of(body))


def _read(raw: object, now: datetime) -> Item | FaultyItem:
    if not isinstance(raw, Mapping):
        return FaultyItem("", (Fault("", N_("This was no item of an outbox.")),))
    fields = ItemFields(raw)
    reader = _READERS.get(str(raw.get("kind")))
    item_id = fields.uuid("id")
    if reader is None:
        fields.fault("kind", N_("This kind of item is not known here. A newer page may have made it."))
        return FaultyItem(item_id or shown_id(raw), tuple(fields.faults))
    item = reader(item_id, fields, now)
    return FaultyItem(item_id or shown_id(raw), tuple(fields.faults)) if fields.faults else item


def _read_scan(item_id: str, fields: ItemFields, now: datetime) -> ScanItem:
    way = fields.raw.get("way", "printed")
    if way not in WAYS:
        fields.fault("way", N_("How this code was read is not known here."))
    return ScanItem(item_id, fields.text("code", LONGEST_CODE), str(way), fields.time(now))


def _read_note(item_id: str, fields: ItemFields, now: datetime) -> NoteItem:
    has_scan = fields.raw.get("scan_id") is not None
    scan_id = fields.uuid("scan_id") if has_scan else None
    contact_id = None if has_scan else fields.number("contact_id")
    note = fields.text("note", LONGEST_NOTE, needed=False) if fields.raw.get("note") is not None else None
    may = fields.raw.get("may_follow_up")
    if may is not None and not isinstance(may, bool):
        fields.fault("may_follow_up", N_("“%(name)s” is neither yes nor no."), name="may_follow_up")
    about = (_read_tags(fields), may, _read_promise(fields), _read_over(fields))
    return NoteItem(item_id, scan_id, contact_id, note, *about, fields.time(now))


def _read_tags(fields: ItemFields) -> tuple[str, ...] | None:
    tags = fields.raw.get("tags")
    if tags is None:
        return None
    if not isinstance(tags, list) or len(tags) > MOST_TAGS or not all(isinstance(tag, str) and len(tag) <= LONGEST_WORD for tag in tags):
        fields.fault("tags", N_("At most %(most)s tags fit, each of %(longest)s characters."), most=MOST_TAGS, longest=LONGEST_WORD)
        return None
    words = (" ".join(tag.replace("\x00", "").split()) for tag in tags)
    return tuple(dict.fromkeys(word for word in words if word))


def _read_promise(fields: ItemFields) -> KeptPromise | None:
    raw = fields.raw.get("promise")
    if raw is None:
        return None
    promise = ItemFields(raw if isinstance(raw, Mapping) else {})
    text = " ".join(promise.text("text", LONGEST_PROMISE).split())
    due, due_on = promise.raw.get("due_on"), None
    try:
        due_on = date.fromisoformat(due) if due else None
    except (TypeError, ValueError):
        promise.fault("due_on", N_("The day of the promise is no day."))
    fields.faults += promise.faults
    return KeptPromise(text, due_on)


def _read_over(fields: ItemFields) -> Written | None:
    raw = fields.raw.get("over")
    if not isinstance(raw, Mapping):
        return None
    over = ItemFields(raw)
    promise = " ".join(over.text("promise", LONGEST_PROMISE, needed=False).split())
    read = Written(over.text("note", LONGEST_NOTE, needed=False), _read_tags(over) or (), promise)
    fields.faults += over.faults
    return read


def _read_undo(item_id: str, fields: ItemFields, _now: datetime) -> UndoItem:
    return UndoItem(item_id, fields.uuid("scan_id"))


def _read_answer(item_id: str, fields: ItemFields, now: datetime) -> AnswerItem:
    answer, reason = fields.text("answer", LONGEST_WORD), fields.text("reason", LONGEST_WORD, needed=False)
    return AnswerItem(item_id, fields.number("other_id"), answer, reason, fields.time(now))


def _read_interests(item_id: str, fields: ItemFields, now: datetime) -> InterestsItem:
    base = _read_pairs(fields, "base") if fields.raw.get("base") is not None else None
    return InterestsItem(item_id, _read_pairs(fields, "form"), base, fields.time(now))


def _read_pairs(fields: ItemFields, name: str) -> tuple[tuple[str, str], ...]:
    pairs = read_pairs(fields.raw.get(name))
    if pairs is None:
        fields.fault(name, N_("This was not the form of the profile page."))
    return pairs or ()


def _read_care(item_id: str, fields: ItemFields, now: datetime) -> CareItem:
    deed = fields.raw.get("deed")
    if deed not in DEEDS:
        fields.fault("deed", N_("This kind of item is not known here. A newer page may have made it."))
    return CareItem(item_id, fields.number("contact_id"), cast(Deed, deed), fields.time(now))


_READERS: Final[Mapping[str, Callable[[str, ItemFields, datetime], Item]]] = {
    "scan": _read_scan,
    "note": _read_note,
    "undo": _read_undo,
    "answer": _read_answer,
    "interests": _read_interests,
    "care": _read_care,
}
