"""Who meets whom: ask for fresh lists, and build them.

The counters of the event are the truth: whatever changes what people see adds one to `lists_wanted`; a list is fresh once
`lists_built` has caught up. A worker that dies has built nothing, and the next one begins anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.matching.openers import topic_of
from matchmaker.domain.matching.profile import Decision as Answer
from matchmaker.domain.matching.profile import Match, Profile, Reason
from matchmaker.domain.matching.quote import quote
from matchmaker.domain.matching.telling import best_reasons
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.queries.recommend import EventPeople

if TYPE_CHECKING:
    from matchmaker.domain.matching import Matcher

FEWEST = 5
# More than a page shows, so that somebody who says "not for me" has a list until the next one is built.
MOST = 14
MOST_REASONS = 4

FIELDS = {"talk_about": "talk", "offers": "offer", "seeks": "seek", "headline": "headline", "texts": "bio"}


@dataclass(frozen=True, slots=True)
class EventLists:
    """What a worker worked out, and for which state of the event."""

    event_id: int
    version: int
    rows: Sequence[dict[str, object]]


def want_lists(session: Session, event_id: int) -> None:
    """Say that the event's lists are stale; the worker builds them anew."""
    session.execute(update(Event).where(Event.id == event_id).values(lists_wanted=Event.lists_wanted + 1))


def stale_events(session: Session) -> list[int]:
    """The events whose lists are older than what people said."""
    return list(session.scalars(select(Event.id).where(Event.lists_wanted > Event.lists_built).order_by(Event.id)))


def build_lists(people: EventPeople, matcher: "Matcher") -> EventLists:
    """Work out everybody's list; nothing is written, and no transaction may be open meanwhile."""
    profiles = [_profile(attendee, people) for attendee in people.attendees]
    ready = [profile for profile in profiles if _says_something(profile)]
    answers = [Answer(*row) for row in people.answers]
    matcher.fit(ready, decisions=answers)
    rows: list[dict[str, object]] = []
    for reader_id, matches in matcher.each_list(MOST):
        found = [(match, matcher.reasons(reader_id, match.id)) for match in matches]
        rows.extend(_rows(people.event_id, reader_id, found))
    return EventLists(people.event_id, people.version, rows)


def store_lists(session: Session, lists: EventLists, *, now: datetime) -> bool:
    """Swap the event's lists in one short transaction; False if another worker stored newer ones or the event is gone."""
    taken = session.execute(
        update(Event)
        .where(Event.id == lists.event_id, Event.lists_built < lists.version)
        .values(lists_built=lists.version, lists_built_at=now)
        .returning(Event.id)
    ).scalar()
    if taken is None:
        return False
    session.execute(delete(Recommendation).where(Recommendation.event_id == lists.event_id))
    still_here = set(session.scalars(select(Attendee.id).where(Attendee.event_id == lists.event_id)))
    rows = [row for row in lists.rows if row["reader_id"] in still_here and row["other_id"] in still_here]
    if rows:
        session.execute(insert(Recommendation), rows)
    session.flush()
    return True


def _profile(attendee: Attendee, people: EventPeople) -> Profile:
    said = people.interests.get(attendee.id, {})
    return Profile(
        attendee.id,
        talk_about=said.get("talk", ()),
        offers=said.get("offer", ()),
        seeks=said.get("seek", ()),
        texts=(attendee.bio,),
        headline=attendee.headline,
        stage=attendee.stage,
        languages=attendee.languages,
        organisation=attendee.organisation,
        remote=attendee.remote,
        listed=attendee.listed,
    )


def _says_something(profile: Profile) -> bool:
    return bool(profile.talk_about or profile.offers or profile.seeks or profile.texts or profile.headline.strip())


def _rows(event_id: int, reader_id: object, found: Iterable[tuple[Match, list[Reason]]]) -> list[dict[str, object]]:
    """People with a reason, best first; wild cards only as far as the list would be too short without them."""
    told = [(match, best_reasons(reasons, MOST_REASONS)) for match, reasons in found]
    with_reason = [pair for pair in told if pair[1]]
    wild = [pair for pair in told if not pair[1]]
    chosen = with_reason + wild[: max(0, FEWEST - len(with_reason))]
    return [
        {
            "event_id": event_id,
            "reader_id": reader_id,
            "rank": rank,
            "other_id": match.id,
            "score": match.score,
            "likeness": match.likeness,
            "complement": match.complement,
            "reasons": [_as_stored(reason) for reason in reasons],
        }
        for rank, (match, reasons) in enumerate(chosen, 1)
    ]


def _as_stored(reason: Reason) -> dict[str, object]:
    mine, theirs = quote(reason.mine, reason.mine_spans), quote(reason.theirs, reason.theirs_spans)
    return {
        "kind": "alike" if reason.kind == "words" else reason.kind,
        "mine_field": FIELDS[reason.mine_field],
        "theirs_field": FIELDS[reason.theirs_field],
        "mine": _pieces(mine.pieces, mine.cut_before, mine.cut_after),
        "theirs": _pieces(theirs.pieces, theirs.cut_before, theirs.cut_after),
        "topic": topic_of(theirs.text, theirs.fired),
        "weight": round(reason.weight, 6),
    }


def _pieces(pieces: Sequence[tuple[str, bool]], cut_before: bool, cut_after: bool) -> list[list[object]]:  # noqa: FBT001  two ends of one text
    dots = ("…", False)
    return [list(piece) for piece in ((dots,) if cut_before else ()) + tuple(pieces) + ((dots,) if cut_after else ())]
