"""What the organiser's pages of letters to many show: each with how it fares, and one with everything about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.mailings.audience import Audience, audience_of
from matchmaker.domain.mailings.count import Count
from matchmaker.domain.mailings.library import BY_KEY, Ready
from matchmaker.domain.mailings.schedule import Late, lateness
from matchmaker.domain.mailings.wording import Version
from matchmaker.errors import Fault
from matchmaker.services.letter_page import PER_PAGE, Tally, tally_of
from matchmaker.services.mailing_runs import addressed
from matchmaker.services.mailings import audience_kept, faults_of, the_mailing
from matchmaker.services.roster_page import found_attendees
from matchmaker.settings import HOUSE
from matchmaker.store.models.mailings import Mailing
from matchmaker.store.queries.audience import count_readers, sample_names
from matchmaker.store.queries.mail import LetterLine
from matchmaker.store.queries.mailings import counts_of, letters_of_mailing, mailing_lines, person_named, versions_of
from matchmaker.store.queries.roster import RosterLine, roster_lines_of
from matchmaker.store.queries.visits import EventFacts

MOST_FOUND = 8
# What a filter of the table asks for, as the table of rows calls it.
SHOWS = {
    "sent": ("sent",),
    "on_the_way": ("queued", "claimed", "transmitting"),
    "failed": ("failed",),
    "uncertain": ("uncertain",),
    "not_sent": ("suppressed", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class MailingCard:
    """One letter to many on the page of letters.

    `stage`: draft, scheduled, waiting (it can be undone), going, paused, held (as its event is a draft) or done.
    """

    id: int
    name: str
    ready: Ready
    stage: str
    goes_at: datetime | None
    changed_at: datetime
    began_at: datetime | None
    tally: Tally
    is_private: bool
    late: Late


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the page of one letter."""

    page: int = 1
    show: str = ""
    search: str = ""  # among its letters
    reader: str = ""  # among attendees, for the preview


@dataclass(frozen=True, slots=True)
class MailingPage:
    """`lines` is empty where being addressed is private; `found` counts them on all pages; `readers` are found for the preview."""

    mailing: Mailing
    ready: Ready
    late: Late
    audience: Audience
    versions: tuple[Version, ...]
    stage: str
    tally: Tally
    count: Count
    samples: tuple[str, ...]
    faults: list[tuple[str, Fault]]
    sender: tuple[str, str]
    asked: Asked
    lines: tuple[LetterLine, ...] = ()
    found: int = 0
    readers: tuple[RosterLine, ...] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PER_PAGE))


def mailing_cards(session: Session, event: EventFacts, *, now: datetime) -> tuple[MailingCard, ...]:
    cards = []
    for line in mailing_lines(session, event.id):
        tally = tally_of(line.counts)
        is_private = audience_of(line.audience).is_private
        stage = stage_of(line.state, line.goes_at, tally, is_draft=event.opened_at is None, now=now)
        moments = (line.goes_at, line.changed_at, line.began_at)
        ready = BY_KEY[line.based_on]
        cards.append(MailingCard(line.id, line.name, ready, stage, *moments, tally, is_private, lateness(ready, event, at=now)))
    return tuple(cards)


def stage_of(state: str, goes_at: datetime | None, tally: Tally, *, is_draft: bool, now: datetime) -> str:
    if state != "going":
        return state
    if not tally.on_the_way:
        return "done"
    if is_draft:
        return "held"
    return "waiting" if goes_at is not None and goes_at > now else "going"


def mailing_page(
    session: Session, event: EventFacts, mailing_id: int, *, asked: Asked, by: int, now: datetime, house: str = HOUSE
) -> MailingPage:
    """
    Raises
    ------
    NotFoundError
        Not there, or another event's.
    """
    mailing = the_mailing(session, event.id, mailing_id)
    audience, versions = audience_kept(mailing), versions_of(session, mailing.id)
    tally = tally_of(counts_of(session, event.id, mailing.id))
    asks = addressed(mailing, language=event.language, house=house)
    lines, found = _lines(session, event.id, mailing.id, asked) if tally.all and not audience.is_private else ([], 0)
    readers = found_attendees(session, event.id, asked.reader)[:MOST_FOUND] if asked.reader.strip() else []
    return MailingPage(
        mailing,
        BY_KEY[mailing.based_on],
        lateness(BY_KEY[mailing.based_on], event, at=now),
        audience,
        versions,
        stage_of(mailing.state, mailing.goes_at, tally, is_draft=event.opened_at is None, now=now),
        tally,
        count_readers(session, asks),
        sample_names(session, asks),
        faults_of(mailing, versions),
        person_named(session, mailing.sent_by or by),
        asked,
        tuple(lines),
        found,
        roster_lines_of(session, event.id, readers),
    )


def _lines(session: Session, event_id: int, mailing_id: int, asked: Asked) -> tuple[list[LetterLine], int]:
    only = found_attendees(session, event_id, asked.search) if asked.search.strip() else None
    start = (max(1, asked.page) - 1) * PER_PAGE
    states = SHOWS.get(asked.show, ())
    return letters_of_mailing(session, event_id, mailing_id, states=states, attendee_ids=only, start=start, most=PER_PAGE)
