"""What all items of one batch share while they are taken in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.interests.answers import InterestAnswers
from matchmaker.domain.outbox.batch import FaultyItem, clamped
from matchmaker.domain.outbox.items import Item, NoteItem, ScanItem, UndoItem
from matchmaker.errors import Fault
from matchmaker.settings import Settings
from matchmaker.store.queries.outbox import attendee_since, scan_states_of
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

ReadForm = Callable[[tuple[tuple[str, str], ...]], InterestAnswers]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an item led to; the contact only where the scanner may know of it. `problems`: what the person should know of it."""

    state: str
    contact_id: int | None = None
    problems: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """`scans`: by id, the state of every scan this batch speaks of, kept up while the batch is taken in."""

    session: Session
    event: EventFacts
    reader: AttendeeFacts
    since: datetime
    scans: dict[str, str]
    read_form: ReadForm
    settings: Settings
    now: datetime

    def time_of(self, at: datetime | None) -> datetime | None:
        return clamped(at, earliest=self.since, now=self.now)

    def is_undone(self, item: Item | FaultyItem) -> bool:
        scan_id = item.id if isinstance(item, ScanItem) else item.scan_id if isinstance(item, NoteItem) else None
        return scan_id is not None and self.scans.get(scan_id) == "undone"


def open_desk(
    session: Session,
    event: EventFacts,
    reader: AttendeeFacts,
    items: Sequence[Item | FaultyItem],
    *,
    read_form: ReadForm,
    settings: Settings,
    now: datetime,
) -> Desk:
    named = {item.id for item in items if isinstance(item, ScanItem)}
    named |= {item.scan_id for item in items if isinstance(item, NoteItem | UndoItem) and item.scan_id}
    scans = scan_states_of(session, named, event_id=event.id, scanner_id=reader.id)
    since = attendee_since(session, event_id=event.id, attendee_id=reader.id)
    return Desk(session, event, reader, since, scans, read_form, settings, now)
