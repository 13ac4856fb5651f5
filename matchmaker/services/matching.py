"""Turn how an event's lists are made: look first, then make it live, and take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.matching.coverage import (
    Coverage,
    ListChange,
    Places,
    Standing,
    change_between,
    coverage_in,
    coverage_of,
    listed_in,
    places_in,
)
from matchmaker.domain.matching.setup import MatchingSetup, as_stored
from matchmaker.errors import N_, BadInputError, ConflictError, Fault
from matchmaker.services.recommend import EventLists, want_lists
from matchmaker.store.models.matching import StoredSetup
from matchmaker.store.queries.history import EarlierEvent, earlier_events
from matchmaker.store.queries.matching import SetupRow, live_setup, places_of, plain_readers, setup_row, shown_lists, standings_of
from matchmaker.store.queries.visits import EventFacts
from matchmaker.store.upsert import insert_into

if TYPE_CHECKING:
    from matchmaker.services.live_lists import LiveLists

_NO_DRAFT: dict[str, Any] = {"draft": None, "draft_state": "none", "draft_figures": None, "live_figures": None}
# What the organiser is told of what was learned: nothing about few people, and nothing that is next to nothing.
FEWEST_PEOPLE: Final = 5
LEAST_WEIGHT: Final = 0.02
MOST_LESSONS: Final = 12


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a draft would do: the lists as they are, as they would be, and how many change."""

    before: Coverage
    after: Coverage
    change: ListChange


@dataclass(frozen=True, slots=True)
class StoredSide:
    """What is live, as far as a draft is laid beside it: figures, whom each list names, and who looks at a plain list instead."""

    standings: tuple[Standing, ...]
    places: Places
    lists: Mapping[int, Sequence[int]]
    plain: frozenset[int]


@dataclass(frozen=True, slots=True)
class MatchingPage:
    """What the organiser sees; `comparison` once the worker has worked the draft out."""

    row: SetupRow
    figures: Coverage
    comparison: Comparison | None
    earlier: tuple[EarlierEvent, ...]


def matching_page(session: Session, event: EventFacts, *, length: int, now: datetime, retention_days: int) -> MatchingPage:
    """In four statements, whatever the size of the event."""
    row = setup_row(session, event.id)
    standings, places = standings_of(session, event.id, length=length), places_of(session, event.id, length=length)
    figures = coverage_of(standings, places, row.live, length=length)
    return MatchingPage(row, figures, _comparison(row), earlier_events(session, event.id, now=now, retention_days=retention_days))


def draft_matching(session: Session, event_id: int, setup: MatchingSetup, *, now: datetime) -> None:
    """Keep a draft for the worker to compare; nothing changes for anybody yet.

    Raises
    ------
    BadInputError
        It is what is live already.
    """
    live = live_setup(session, event_id)
    if setup == live:
        raise BadInputError(Fault("", N_("Nothing here is turned yet, so nothing would change. Turn something first.")))
    values = {**_NO_DRAFT, "draft": as_stored(setup), "draft_state": "wanted"}
    fresh = {"event_id": event_id, "settings": as_stored(live), "changed_at": now, "draft_number": 1}
    statement = insert_into(session, StoredSetup).values(**fresh, **values)
    again = {**values, "draft_number": StoredSetup.draft_number + 1}
    session.execute(statement.on_conflict_do_update(index_elements=["event_id"], set_=again))


def read_stored(session: Session, event_id: int, *, length: int) -> StoredSide:
    """The stored lists as they are compared with others, in four statements."""
    return StoredSide(
        standings_of(session, event_id, length=length),
        places_of(session, event_id, length=length),
        shown_lists(session, event_id, length=length),
        plain_readers(session, event_id),
    )


def compare_lists(row: SetupRow, stored: StoredSide, lists: EventLists, *, length: int) -> Comparison:
    """The stored lists beside those a draft gives."""
    shown: dict[int, list[tuple[int, bool]]] = {
        reader: [(int(str(place["other_id"])), bool(place["reasons"])) for place in rows[:length]]
        for reader, rows in lists.rows.items()
        if reader not in stored.plain
    }
    counts = listed_in(shown)
    planned = [replace(one, listed=counts[one.id]) for one in stored.standings]
    return Comparison(
        coverage_of(stored.standings, stored.places, row.live, length=length),
        coverage_of(planned, places_in(shown), row.draft or row.live, length=length),
        change_between(stored.lists, {reader: [other for other, _ in rows] for reader, rows in shown.items()}),
    )


def keep_comparison(session: Session, event_id: int, draft_number: int, comparison: Comparison) -> None:
    """Keep what the worker found, unless the draft was dropped or replaced meanwhile."""
    figures = {"coverage": asdict(comparison.after), "change": asdict(comparison.change)}
    values = {"draft_state": "ready", "draft_figures": figures, "live_figures": asdict(comparison.before)}
    ours = (StoredSetup.event_id == event_id, StoredSetup.draft_number == draft_number, StoredSetup.draft_state == "wanted")
    session.execute(update(StoredSetup).where(*ours).values(**values))


def make_live(session: Session, event_id: int, draft_number: int, *, now: datetime) -> None:
    """Put the draft in the place of what was live, keep that for one undo, and ask for fresh lists.

    Raises
    ------
    ConflictError
        Another draft took this one's place, or it was made live or dropped already.
    """
    row = session.execute(_with_draft(event_id, draft_number).with_for_update()).scalar_one_or_none()
    if row is None:
        raise ConflictError(N_("This draft is not there any more: somebody of your team made it live, dropped it or drew up another."))
    row.former, row.settings, row.changed_at = row.settings, row.draft or row.settings, now
    _drop(row)
    session.flush()
    want_lists(session, event_id)


def drop_draft(session: Session, event_id: int) -> None:
    """Leave everything as it is."""
    session.execute(update(StoredSetup).where(StoredSetup.event_id == event_id).values(**_NO_DRAFT))


def undo_matching(session: Session, event_id: int, *, now: datetime) -> None:
    """Back to what was live before the last change, once.

    Raises
    ------
    ConflictError
        There is nothing to go back to.
    """
    former = select(StoredSetup).where(StoredSetup.event_id == event_id, StoredSetup.former.is_not(None)).with_for_update()
    row = session.execute(former).scalar_one_or_none()
    if row is None or row.former is None:
        raise ConflictError(N_("There is nothing to go back to: the last change was taken back already."))
    row.settings, row.former, row.changed_at = row.former, None, now
    _drop(row)
    session.flush()
    want_lists(session, event_id)


def forget_learned(session: Session, event_id: int, *, now: datetime) -> None:
    """What people answered until now teaches the ranking nothing any more; whom they turned away stays away."""
    live = live_setup(session, event_id)
    values = {
        "former": as_stored(live),
        "settings": as_stored(replace(live, learns_from=now)),
        "changed_at": now,
        "learned": None,
        **_NO_DRAFT,
    }
    statement = insert_into(session, StoredSetup).values(event_id=event_id, draft_number=0, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["event_id"], set_=values))
    want_lists(session, event_id)


def keep_lessons(session: Session, live: "LiveLists", *, now: datetime) -> None:
    """Keep what the ranking learned for the organiser to read; what says something about fewer than five people stays unsaid."""
    lessons = live.matcher.lessons()
    told = [lesson for lesson in lessons if lesson.people >= FEWEST_PEOPLE and abs(lesson.weight) >= LEAST_WEIGHT][:MOST_LESSONS]
    learned = [
        {"kind": one.kind, "name": one.name.split(":", 1)[-1], "weight": round(one.weight, 3), "answers": one.answers} for one in told
    ]
    found = select(StoredSetup.learned).where(StoredSetup.event_id == live.event_id)
    if (session.scalar(found) or []) != learned:
        store_learned(session, live.event_id, learned, setup=live_setup(session, live.event_id), now=now)


def store_learned(session: Session, event_id: int, learned: Sequence[Mapping[str, Any]], *, setup: MatchingSetup, now: datetime) -> None:
    """Keep what the ranking learned for the organiser to read: `{"name", "weight", "answers"}` of each feature, for the worker to call."""
    values = {"learned": [dict(one) for one in learned]}
    fresh = {"event_id": event_id, "settings": as_stored(setup), "changed_at": now, "draft_state": "none", "draft_number": 0}
    statement = insert_into(session, StoredSetup).values(**fresh, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["event_id"], set_=values))


def _with_draft(event_id: int, draft_number: int) -> Any:
    return select(StoredSetup).where(
        StoredSetup.event_id == event_id, StoredSetup.draft_number == draft_number, StoredSetup.draft_state == "ready"
    )


def _drop(row: StoredSetup) -> None:
    for name, value in _NO_DRAFT.items():
        setattr(row, name, value)


def _comparison(row: SetupRow) -> Comparison | None:
    before, found = coverage_in(row.live_figures), row.draft_figures
    if row.draft_state != "ready" or before is None or not found:
        return None
    after = coverage_in(found["coverage"])
    return Comparison(before, after, ListChange(**found["change"])) if after else None
