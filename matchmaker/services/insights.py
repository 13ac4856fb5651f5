"""The organiser's figures: counted by the worker, released in steps, read by pages as they were released."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.domain.insights.figures import Alone, Released, alone_in, released_figures
from matchmaker.domain.insights.release import may_move
from matchmaker.store.models.events import Event
from matchmaker.store.models.insights import InsightRelease, NetworkPicture
from matchmaker.store.queries.alone import count_alone
from matchmaker.store.queries.conversations import There, is_hall_open, people_there
from matchmaker.store.queries.insights import (
    answer_counts,
    card_counts,
    exposure_counts,
    follow_up_counts,
    pair_count,
    picture_of,
    profile_counts,
    releases_of,
    scan_counts,
    talk_counts,
)

# Figures live from two weeks before an event, when people begin to fill profiles, until follow-ups and a first reminder had their time.
BEFORE: Final = timedelta(days=14)
AFTER: Final = timedelta(days=45)
AROUND_DOORS: Final = timedelta(hours=12)
LONGEST_BY_HOUR: Final = timedelta(hours=36)

Counted = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class InsightsPage:
    """What the page shows; `released_at` is None as long as the worker has counted nothing."""

    released: Released
    released_at: datetime | None
    picture: Mapping[str, Any] | None


def insights_page(session: Session, event_id: int) -> InsightsPage:
    rows = releases_of(session, event_id)
    counts = {family: row.counts for family, row in rows.items()}
    newest = max((row.released_at for row in rows.values()), default=None)
    return InsightsPage(released_figures(counts), newest, picture_of(session, event_id))


def still_alone(session: Session, event_id: int, *, now: datetime) -> Alone | None:
    """The first figure of an event, as it was last released; None as long as the worker has counted nothing."""
    row = releases_of(session, event_id).get("talks")
    if row is None:
        return None
    willing = count_alone(session, event_id, hall=is_hall_open(session, event_id), now=now)
    return alone_in(released_figures({"talks": row.counts}), willing=willing)


def events_to_count(session: Session, *, now: datetime) -> tuple[int, ...]:
    """Events that run, will soon, or have lately."""
    about_now = select(Event.id).where(Event.starts_at < now + BEFORE, Event.ends_at > now - AFTER)
    return tuple(session.scalars(about_now.order_by(Event.id)))


def counts_that_move(session: Session, event_id: int) -> Counted:
    """The families that at least five people have changed since they were released; read alone, so it holds nobody up."""
    rows = releases_of(session, event_id)
    return {family: counts for family, counts in count_families(session, event_id).items() if _may_move(rows.get(family), counts)}


def release(session: Session, event_id: int, counted: Counted, *, now: datetime) -> None:
    """Let these counts take the place of the released ones, unless another worker was first."""
    rows = releases_of(session, event_id)
    for family, counts in counted.items():
        row = rows.get(family)
        if not _may_move(row, counts):
            continue
        if row is None:
            session.add(InsightRelease(event_id=event_id, family=family, number=1, counts=counts, released_at=now))
        else:
            row.number, row.counts, row.released_at = row.number + 1, counts, now
    session.flush()


def keep_picture(session: Session, event_id: int, drawing: Mapping[str, Any], *, now: datetime) -> None:
    """Keep the picture of the conversations as they were just released; nothing drawn is no picture."""
    row = releases_of(session, event_id)["talks"]
    session.execute(delete(NetworkPicture).where(NetworkPicture.event_id == event_id))
    if drawing:
        session.add(NetworkPicture(event_id=event_id, number=row.number, drawing=dict(drawing), drawn_at=now))
    session.flush()


def _may_move(row: InsightRelease | None, counts: Mapping[str, Any]) -> bool:
    return may_move(row.counts["tables"] if row else None, counts["tables"])


def count_families(session: Session, event_id: int) -> Counted:
    """Everything counted as it is now: never to be shown, only to be released."""
    there = people_there(session, event_id)
    talks = _talks(session, there)
    facts = {"hall": there.hall_is_open, "everybody": talks["facts"]["everybody"]}
    one_each = {
        "profiles": profile_counts(session, there),
        "cards": card_counts(session, there),
        "exposure": exposure_counts(session, there),
    }
    followups, reminders = follow_up_counts(session, there)
    return {
        "talks": {"tables": talks["tables"], "facts": {**facts, **talks["facts"]}},
        **{family: {"tables": {family: counts}, "facts": facts} for family, counts in one_each.items()},
        "followups": {"tables": {"followups": followups, "reminders": reminders}, "facts": facts},
    }


def _talks(session: Session, there: There) -> dict[str, dict[str, Any]]:
    groups = talk_counts(session, there)
    talks = {"none": 0, "some": 0, "many": 0}
    mixing = {"new_apart": 0, "new_mixed": 0, "back_apart": 0, "back_mixed": 0}
    for is_new, level, is_mixed, people in groups:
        talks[level] += people
        mixing[f"{'new' if is_new else 'back'}_{'mixed' if is_mixed else 'apart'}"] += people
    hours, by_day = _hours(session, there)
    tables = {"talks": talks, "mixing": mixing, "answers": answer_counts(session, there), "hours": hours}
    facts = {
        "everybody": sum(talks.values()),
        "pairs": pair_count(session, there.event_id),
        "knows_newcomers": any(not is_new for is_new, *_ in groups),
        "own_kind_only": sum(people for _, level, is_mixed, people in groups if level != "none" and not is_mixed),
        "by_day": by_day,
    }
    return {"tables": tables, "facts": facts}


def _hours(session: Session, there: There) -> tuple[Mapping[str, int], bool]:
    event = session.scalars(select(Event).where(Event.id == there.event_id)).one()
    by_day = event.ends_at - event.starts_at > LONGEST_BY_HOUR
    begins, ends = event.starts_at - AROUND_DOORS, event.ends_at + AROUND_DOORS
    return scan_counts(session, there, begins=begins, ends=ends, by_day=by_day), by_day
