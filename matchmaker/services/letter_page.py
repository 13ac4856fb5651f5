"""What the organiser's page of letters shows: how many will go, and how those that went fared."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.services.unsubscribe import BULK_KINDS
from matchmaker.store.engine import reading
from matchmaker.store.queries.followup import Readers, count_readers
from matchmaker.store.queries.mail import LetterLine, letter_counts, letters_of, letters_to_look_at
from matchmaker.store.queries.visits import EventFacts

PER_PAGE = 100
ON_THE_WAY = ("queued", "claimed", "transmitting")


@dataclass(frozen=True, slots=True)
class Tally:
    """Letters of one event by what became of them."""

    sent: int
    on_the_way: int
    failed: int
    uncertain: int
    not_sent: int

    @property
    def all(self) -> int:
        return self.sent + self.on_the_way + self.failed + self.uncertain + self.not_sent


@dataclass(frozen=True, slots=True)
class LetterPage:
    """`readers` is only counted while the event is open: afterwards the rows tell."""

    closed_at: datetime | None
    readers: Readers
    tally: Tally
    lines: tuple[LetterLine, ...]
    page: int
    pages: int


def letter_page(session: Session, event: EventFacts, *, page: int) -> LetterPage:
    readers = count_readers(session, event.id) if event.closed_at is None else Readers(0, 0, 0)
    tally = _tally(letter_counts(session, event_id=event.id, kinds=BULK_KINDS))
    pages = max(1, -(-tally.all // PER_PAGE))
    page = min(max(1, page), pages)
    lines = letters_of(session, event.id, kinds=BULK_KINDS, start=(page - 1) * PER_PAGE, most=PER_PAGE)
    return LetterPage(event.closed_at, readers, tally, tuple(lines), page, pages)


def _tally(counts: dict[str, int]) -> Tally:
    return Tally(
        sent=counts.get("sent", 0),
        on_the_way=sum(counts.get(state, 0) for state in ON_THE_WAY),
        failed=counts.get("failed", 0),
        uncertain=counts.get("uncertain", 0),
        not_sent=counts.get("suppressed", 0) + counts.get("cancelled", 0),
    )


def whole_tally(engine: Engine) -> Tally:
    """Letters of the whole house, codes included; for the command line."""
    with Session(reading(engine)) as session:
        return _tally(letter_counts(session))


def troubled_letters(engine: Engine, *, most: int) -> list[LetterLine]:
    with Session(reading(engine)) as session:
        return letters_to_look_at(session, most=most)
