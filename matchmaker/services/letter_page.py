"""What the organiser's page of letters shows: how many will go, and how those that went fared."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import MAILING_KINDS
from matchmaker.domain.insights.cells import LEAST
from matchmaker.services.followup import CAMPAIGN as FOLLOW_UP
from matchmaker.services.unsubscribe import EVENT_KINDS
from matchmaker.store.engine import reading
from matchmaker.store.queries.followup import Readers, count_readers
from matchmaker.store.queries.mail import LetterLine, has_letters, letter_counts, letters_leave_at, letters_of, letters_to_look_at
from matchmaker.store.queries.visits import EventFacts

PER_PAGE = 100
# What the event itself writes; what organisers write to many stands on pages of its own.
OWN_KINDS = EVENT_KINDS - MAILING_KINDS
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
    """`readers` is only counted while the event is open: afterwards the rows tell.

    `may_tell_met`: how many of them met somebody, and how many nobody, tells nothing about one person. `leaves_at`: when the
    first of the letters that wait begins to leave. `was_closed`: follow-ups have left since a closing that was undone.
    """

    closed_at: datetime | None
    readers: Readers
    may_tell_met: bool
    leaves_at: datetime | None
    tally: Tally
    lines: tuple[LetterLine, ...]
    page: int
    pages: int
    was_closed: bool = False


def letter_page(session: Session, event: EventFacts, *, page: int) -> LetterPage:
    readers = count_readers(session, event.id, FOLLOW_UP) if event.closed_at is None else Readers(0, 0, 0)
    tally = tally_of(letter_counts(session, event_id=event.id, kinds=OWN_KINDS))
    pages = max(1, -(-tally.all // PER_PAGE))
    page = min(max(1, page), pages)
    lines = letters_of(session, event.id, kinds=OWN_KINDS, start=(page - 1) * PER_PAGE, most=PER_PAGE)
    may_tell_met = min(readers.met, readers.met_nobody) >= LEAST
    leaves_at = letters_leave_at(session, event.id, FOLLOW_UP) if event.closed_at is not None and tally.on_the_way else None
    was_closed = event.closed_at is None and has_letters(session, event.id, FOLLOW_UP)
    return LetterPage(event.closed_at, readers, may_tell_met, leaves_at, tally, tuple(lines), page, pages, was_closed)


def tally_of(counts: dict[str, int]) -> Tally:
    return Tally(
        sent=counts.get("sent", 0),
        on_the_way=sum(counts.get(state, 0) for state in ON_THE_WAY),
        failed=counts.get("failed", 0),
        uncertain=counts.get("uncertain", 0),
        not_sent=counts.get("suppressed", 0) + counts.get("cancelled", 0),
    )


def whole_tally(engine: Engine, *, event_id: int | None = None) -> Tally:
    """Letters of the whole house or of an event, codes included; for the command line."""
    with Session(reading(engine)) as session:
        return tally_of(letter_counts(session, event_id=event_id))


def troubled_letters(engine: Engine, *, most: int, event_id: int | None = None) -> list[LetterLine]:
    with Session(reading(engine)) as session:
        return letters_to_look_at(session, most=most, event_id=event_id)
