"""The organiser's list of attendees, page by page, with a search that knows the accents and capitals of every script."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.store.queries.roster import (
    PAGE_LENGTH,
    RosterCounts,
    RosterLine,
    roster_counts,
    roster_lines,
    roster_lines_of,
    searchable_words,
)


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One page of the list; `found` counts everybody the search found, on all pages."""

    counts: RosterCounts
    lines: tuple[RosterLine, ...]
    search: str
    found: int
    page: int
    only_in: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE_LENGTH))


def roster_page(session: Session, event_id: int, *, search: str, page: int, only_in: bool = False) -> RosterPage:
    counts = roster_counts(session, event_id)
    words = plain(search).split()
    if not words:
        lines = roster_lines(session, event_id, page=page, only_in=only_in)
        return RosterPage(counts, lines, "", counts.inside if only_in else counts.coming + counts.cancelled, page, only_in)
    found = found_attendees(session, event_id, search, only_in=only_in)
    lines = roster_lines_of(session, event_id, found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH])
    return RosterPage(counts, lines, search, len(found), page, only_in)


def found_attendees(session: Session, event_id: int, search: str, *, only_in: bool = False) -> list[int]:
    """Everybody whose name, address or organisation holds all these words, by name."""
    words = plain(search).split()
    return [
        attendee_id
        for attendee_id, text in searchable_words(session, event_id, only_in=only_in)
        if all(word in plain(text) for word in words)
    ]


def plain(text: str) -> str:
    """The text without capitals and accents, so that "jose" finds José."""
    if text.isascii():
        return text.casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
