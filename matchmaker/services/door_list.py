"""The list a desk works with: who is found by a part of their name, how many are in, the last entries. Names, and nothing else."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import badge_code_in, normalise_short_code
from matchmaker.domain.contacts.search import is_found
from matchmaker.store.queries.checkin import DoorCounts, DoorLine, EntryLine, door_counts, door_lines, last_entries

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class DoorPage:
    """`found` are the first of `matching` people; nobody is found without a question."""

    counts: DoorCounts
    last: tuple[EntryLine, ...]
    found: tuple[DoorLine, ...] = ()
    matching: int = 0


def door_page(session: Session, event_id: int, *, question: str = "") -> DoorPage:
    counts, last = door_counts(session, event_id), last_entries(session, event_id)
    if not question.strip():
        return DoorPage(counts, last)
    found = [line for line in door_lines(session, event_id) if is_found(question, [line.name])]
    return DoorPage(counts, last, tuple(found[:MOST_FOUND]), len(found))


def is_code(typed: str, base_url: str) -> bool:
    """Whether this is a badge's code rather than a part of a name. Eight letters can be both: with a figure among them it is a code."""
    if badge_code_in(typed, base_url) is not None:
        return True
    return normalise_short_code(typed) is not None and any(sign.isdecimal() for sign in typed)
