"""What the organiser's page of the matching asks: the setup, and figures of the stored lists without anybody's pairs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, Subquery, and_, cast, distinct, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.matching.coverage import Places, Standing
from matchmaker.domain.matching.plain import PLAIN
from matchmaker.domain.matching.setup import MatchingSetup, setup_in
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.matching import StoredSetup
from matchmaker.store.queries.safety import takes_part

_NO_REASON = "[]"


@dataclass(frozen=True, slots=True)
class SetupRow:
    """The setup of one event as it is stored; `draft_figures` and `live_figures` only once the worker has compared the two."""

    live: MatchingSetup
    may_undo: bool = False
    draft: MatchingSetup | None = None
    draft_state: str = "none"
    draft_number: int = 0
    draft_figures: dict[str, Any] | None = None
    live_figures: dict[str, Any] | None = None
    learned: tuple[dict[str, Any], ...] = ()
    changed_at: datetime | None = None


def setup_row(session: Session, event_id: int) -> SetupRow:
    """What the organiser chose; an event without a row has the setup every event begins with."""
    row = session.execute(select(StoredSetup).where(StoredSetup.event_id == event_id)).scalar_one_or_none()
    if row is None:
        return SetupRow(setup_in(None))
    return SetupRow(
        setup_in(row.settings),
        row.former is not None,
        setup_in(row.draft) if row.draft is not None else None,
        row.draft_state,
        row.draft_number,
        row.draft_figures,
        row.live_figures,
        tuple(row.learned or ()),
        row.changed_at,
    )


def live_setup(session: Session, event_id: int) -> MatchingSetup:
    """How the event's lists are made now."""
    return setup_in(session.scalar(select(StoredSetup.settings).where(StoredSetup.event_id == event_id)))


def wanted_drafts(session: Session) -> list[int]:
    """The events whose draft waits to be compared."""
    return list(session.scalars(select(StoredSetup.event_id).where(StoredSetup.draft_state == "wanted").order_by(StoredSetup.event_id)))


def standings_of(session: Session, event_id: int, *, length: int) -> tuple[Standing, ...]:
    """Everybody who may stand in lists of this length, in one statement."""
    shown = _shown(event_id, length)
    listed = select(shown.c.other_id, func.count().label("lists")).group_by(shown.c.other_id).subquery()
    turned = (
        select(Decision.other_id, func.count().label("readers"))
        .where(Decision.event_id == event_id, Decision.answer.not_in(["accepted", "later"]))
        .group_by(Decision.other_id)
        .subquery()
    )
    said = select(AttendeeInterest.id).where(AttendeeInterest.event_id == event_id, AttendeeInterest.attendee_id == Attendee.id).exists()
    rows = session.execute(
        select(
            Attendee.id,
            func.coalesce(listed.c.lists, 0),
            Attendee.organisation,
            Attendee.languages,
            func.coalesce(turned.c.readers, 0),
            or_(Attendee.headline != "", Attendee.bio != "", said),
        )
        .outerjoin(listed, listed.c.other_id == Attendee.id)
        .outerjoin(turned, turned.c.other_id == Attendee.id)
        .where(Attendee.event_id == event_id, takes_part(Attendee))
        .order_by(Attendee.id)
    )
    return tuple(
        Standing(one, lists, employer, tuple(spoken), away, bool(has_said)) for one, lists, employer, spoken, away, has_said in rows
    )


def places_of(session: Session, event_id: int, *, length: int) -> Places:
    """The sums over all stored lists of this length, in one statement."""
    shown, back = _shown(event_id, length), _shown(event_id, length)
    mutual = (
        select(func.count())
        .select_from(shown.join(back, and_(back.c.reader_id == shown.c.other_id, back.c.other_id == shown.c.reader_id)))
        .scalar_subquery()
    )
    told = _shown(event_id, length)
    with_reason = select(func.count(distinct(told.c.reader_id))).where(~told.c.is_wild).scalar_subquery()
    wild = select(func.count()).select_from(told).where(told.c.is_wild).scalar_subquery()
    row = session.execute(select(func.count(distinct(told.c.reader_id)), with_reason, func.count(), wild, mutual).select_from(told)).one()
    return Places(*row)


def shown_lists(session: Session, event_id: int, *, length: int) -> dict[int, list[int]]:
    """Whom each stored list names, for the worker that compares them with others."""
    shown = _shown(event_id, length)
    lists: dict[int, list[int]] = {}
    for reader_id, other_id in session.execute(select(shown.c.reader_id, shown.c.other_id)):
        lists.setdefault(reader_id, []).append(other_id)
    return lists


def plain_readers(session: Session, event_id: int) -> frozenset[int]:
    """Who looks at a plain list: the one that is kept for them beside it is shown to nobody."""
    return frozenset(session.scalars(select(Attendee.id).where(Attendee.event_id == event_id, Attendee.list_kind == PLAIN)))


def _shown(event_id: int, length: int) -> Subquery:
    """The places that pages show: the first ones of each list that is made for its reader, of people who are still there."""
    reader, other = aliased(Attendee), aliased(Attendee)
    return (
        select(
            Recommendation.reader_id,
            Recommendation.other_id,
            (cast(Recommendation.reasons, String) == _NO_REASON).label("is_wild"),
        )
        .join(reader, and_(reader.event_id == event_id, reader.id == Recommendation.reader_id))
        .join(other, and_(other.event_id == event_id, other.id == Recommendation.other_id))
        .where(Recommendation.event_id == event_id, Recommendation.rank <= length, takes_part(other))
        .where(reader.status == "registered", reader.list_kind != PLAIN)
        .subquery()
    )
