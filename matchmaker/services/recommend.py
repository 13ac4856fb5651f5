"""Who meets whom: ask for fresh lists, claim a build of them, and store what a worker worked out.

The counters of the event are the truth: whatever changes what people see adds one to `lists_wanted`; a list is fresh once
`lists_built` has caught up. A worker that dies has built nothing, and the next one begins anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Session, aliased

from matchmaker.services.list_rows import ListRow
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation, RecommendationDraft
from matchmaker.store.queries.recommend import StoredLists

# As many readers as one transaction may hold up the others for; about a tenth of a second.
READERS_AT_ONCE = 200
_COLUMNS = ("event_id", "reader_id", "rank", "other_id", "score", "likeness", "complement", "reasons")


@dataclass(frozen=True, slots=True)
class EventLists:
    """What a worker worked out for one state of an event: some readers' rows, best first; none for who has no list any more."""

    event_id: int
    version: int
    rows: Mapping[int, Sequence[ListRow]] = field(default_factory=dict)


def want_lists(session: Session, event_id: int) -> None:
    """Say that the event's lists are stale; the worker builds them anew."""
    session.execute(update(Event).where(Event.id == event_id).values(lists_wanted=Event.lists_wanted + 1))


def stale_events(session: Session) -> list[int]:
    """The events whose lists are older than what people said."""
    return list(session.scalars(select(Event.id).where(Event.lists_wanted > Event.lists_built).order_by(Event.id)))


def claim_lists(session: Session, event_id: int, *, even_if_fresh: bool = False) -> int | None:
    """Say that a build of the event's lists begins; its version, or None if the event is gone or its lists are fresh."""
    is_stale = [] if even_if_fresh else [Event.lists_wanted > Event.lists_built]
    return session.execute(
        update(Event).where(Event.id == event_id, *is_stale).values(lists_claimed=Event.lists_wanted).returning(Event.lists_claimed)
    ).scalar()


def changed_lists(lists: EventLists, stored: StoredLists) -> dict[int, Sequence[ListRow]]:
    """The lists that read otherwise than the stored ones; empty ones for readers who have none any more."""
    changed = {
        reader_id: rows
        for reader_id, rows in lists.rows.items()
        if [(row["other_id"], row["reasons"]) for row in rows] != stored.get(reader_id, [])
    }
    return changed | {reader_id: () for reader_id in stored if reader_id not in lists.rows}


def in_portions(rows: Mapping[int, Sequence[ListRow]]) -> Iterator[dict[int, Sequence[ListRow]]]:
    """Small enough for one short transaction each."""
    every = list(rows.items())
    for start in range(0, len(every), READERS_AT_ONCE):
        yield dict(every[start : start + READERS_AT_ONCE])


def forget_drafts(session: Session, event_id: int) -> None:
    """A full pass that never came to its end leaves nothing behind."""
    session.execute(delete(RecommendationDraft).where(RecommendationDraft.event_id == event_id))


def draft_lists(session: Session, rows: Mapping[int, Sequence[ListRow]]) -> None:
    """Put lists by that pages don't see yet."""
    drafted = [row for of_reader in rows.values() for row in of_reader]
    if drafted:
        session.execute(insert(RecommendationDraft), drafted)


def swap_in_drafts(session: Session, event_id: int, readers: Sequence[int]) -> None:
    """Give all these readers the lists that were put by, at once; whoever left meanwhile stands on none."""
    for start in range(0, len(readers), READERS_AT_ONCE):
        part = _without_paused(session, event_id, readers[start : start + READERS_AT_ONCE])
        session.execute(delete(Recommendation).where(Recommendation.event_id == event_id, Recommendation.reader_id.in_(part)))
    reader, other, draft = aliased(Attendee), aliased(Attendee), RecommendationDraft
    still_here = (
        select(*(getattr(draft, name) for name in _COLUMNS))
        .join(reader, and_(reader.event_id == draft.event_id, reader.id == draft.reader_id))
        .join(other, and_(other.event_id == draft.event_id, other.id == draft.other_id))
        .where(draft.event_id == event_id, reader.paused_at.is_(None))
    )
    session.execute(insert(Recommendation).from_select(list(_COLUMNS), still_here))
    forget_drafts(session, event_id)


def store_lists(session: Session, lists: EventLists) -> bool:
    """Swap the lists of some readers; False if a newer build has begun, which writes them itself."""
    if not is_ours(session, lists):
        return False
    readers = _without_paused(session, lists.event_id, list(lists.rows))
    if readers:
        mine = (Recommendation.event_id == lists.event_id, Recommendation.reader_id.in_(readers))
        session.execute(delete(Recommendation).where(*mine))
    still_here = set(session.scalars(select(Attendee.id).where(Attendee.event_id == lists.event_id)))
    rows = [row for reader_id in readers for row in lists.rows[reader_id] if {row["reader_id"], row["other_id"]} <= still_here]
    if rows:
        session.execute(insert(Recommendation), rows)
    session.flush()
    return True


def mark_built(session: Session, lists: EventLists, *, now: datetime) -> None:
    """All lists of this build are stored: whoever waited for them may see them."""
    ours = (Event.id == lists.event_id, Event.lists_claimed == lists.version, Event.lists_built < lists.version)
    session.execute(update(Event).where(*ours).values(lists_built=lists.version, lists_built_at=now))


def is_ours(session: Session, lists: EventLists) -> bool:
    """Whether no newer build of the event has begun; holds the event until the transaction ends."""
    claimed = select(Event.lists_claimed).where(Event.id == lists.event_id).with_for_update()
    return session.scalar(claimed) == lists.version


def _without_paused(session: Session, event_id: int, readers: Sequence[int]) -> list[int]:
    """The list of whoever pauses stands still until they come back."""
    pausing = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.paused_at.is_not(None))
    still = set(session.scalars(pausing))
    return [reader_id for reader_id in readers if reader_id not in still]
