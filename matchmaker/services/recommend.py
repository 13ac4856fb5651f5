"""Who meets whom: ask for fresh lists, and build them.

The counters of the event are the truth: whatever changes what people see adds one to `lists_wanted`; a list is fresh once
`lists_built` has caught up. A worker that dies has built nothing, and the next one begins anew.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.matching.openers import topic_of
from matchmaker.domain.matching.profile import Decision as Answer
from matchmaker.domain.matching.profile import Match, Profile, Reason, Rules
from matchmaker.domain.matching.quote import quote
from matchmaker.domain.matching.telling import best_reasons
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.queries.history import History
from matchmaker.store.queries.recommend import EventPeople, StoredLists

if TYPE_CHECKING:
    from matchmaker.domain.matching import Matcher

ListRow = dict[str, object]
Told = tuple[Match, list[Reason]]

_NO_RULES, _NO_HISTORY = Rules(), History()
FEWEST = 5
# More than a page shows, so that somebody who says "not for me" has a list until the next one is built.
MOST = 14
# As many readers as one transaction may hold up the others for; about a tenth of a second.
READERS_AT_ONCE = 200
MOST_REASONS = 4

FIELDS = {"talk_about": "talk", "offers": "offer", "seeks": "seek", "headline": "headline", "texts": "bio"}


@dataclass(frozen=True, slots=True)
class EventLists:
    """What a worker worked out for one state of an event: each reader's rows, best first."""

    event_id: int
    version: int
    rows: Mapping[int, Sequence[ListRow]]


def want_lists(session: Session, event_id: int) -> None:
    """Say that the event's lists are stale; the worker builds them anew."""
    session.execute(update(Event).where(Event.id == event_id).values(lists_wanted=Event.lists_wanted + 1))


def stale_events(session: Session) -> list[int]:
    """The events whose lists are older than what people said."""
    return list(session.scalars(select(Event.id).where(Event.lists_wanted > Event.lists_built).order_by(Event.id)))


def claim_lists(session: Session, event_id: int) -> int | None:
    """Say that a build of the event's lists begins; its version, or None if the event is gone or its lists are fresh."""
    return session.execute(
        update(Event)
        .where(Event.id == event_id, Event.lists_wanted > Event.lists_built)
        .values(lists_claimed=Event.lists_wanted)
        .returning(Event.lists_claimed)
    ).scalar()


def build_lists(
    people: EventPeople, matcher: "Matcher", *, version: int, length: int = 8, rules: Rules = _NO_RULES, history: History = _NO_HISTORY
) -> EventLists:
    """Work out everybody's list, fair in the `length` that a page shows; nothing is written, and no transaction may be open meanwhile."""
    profiles = [_profile(attendee, people) for attendee in people.attendees]
    ready = [profile for profile in profiles if _says_something(profile)]
    answers = [*(Answer(*row) for row in people.answers), *history.decisions]
    matcher.fit(ready, history=history.profiles, decisions=answers, rules=rules)
    told: dict[int, list[Told]] = {attendee.id: [] for attendee in people.attendees}
    for reader, matches in matcher.each_list(length, spare=MOST - length):
        explained = [(match, best_reasons(matcher.reasons(reader, match.id), MOST_REASONS)) for match in matches]
        told[int(str(reader))] = _best_told_first(explained, length)
    chosen = _without_needless_wild_cards(told, length, matcher.fewest_lists(length))
    return EventLists(people.event_id, version, {reader_id: _rows(people.event_id, reader_id, rows) for reader_id, rows in chosen.items()})


def changed_lists(lists: EventLists, stored: StoredLists) -> Iterator[dict[int, Sequence[ListRow]]]:
    """The lists that read otherwise than the stored ones, in portions small enough for one short transaction each."""
    changed = [
        (reader_id, rows)
        for reader_id, rows in lists.rows.items()
        if [(row["other_id"], row["reasons"]) for row in rows] != stored.get(reader_id, [])
    ] + [(reader_id, ()) for reader_id in stored if reader_id not in lists.rows]
    for start in range(0, len(changed), READERS_AT_ONCE):
        yield dict(changed[start : start + READERS_AT_ONCE])


def store_lists(session: Session, lists: EventLists, portion: Mapping[int, Sequence[ListRow]]) -> bool:
    """Swap the lists of some readers; False if a newer build has begun, which writes them itself."""
    if not _is_ours(session, lists):
        return False
    mine = (Recommendation.event_id == lists.event_id, Recommendation.reader_id.in_(list(portion)))
    session.execute(delete(Recommendation).where(*mine))
    still_here = set(session.scalars(select(Attendee.id).where(Attendee.event_id == lists.event_id)))
    rows = [row for of_reader in portion.values() for row in of_reader if {row["reader_id"], row["other_id"]} <= still_here]
    if rows:
        session.execute(insert(Recommendation), rows)
    session.flush()
    return True


def mark_built(session: Session, lists: EventLists, *, now: datetime) -> None:
    """All lists of this build are stored: whoever waited for them may see them."""
    ours = (Event.id == lists.event_id, Event.lists_claimed == lists.version, Event.lists_built < lists.version)
    session.execute(update(Event).where(*ours).values(lists_built=lists.version, lists_built_at=now))


def _is_ours(session: Session, lists: EventLists) -> bool:
    claimed = select(Event.lists_claimed).where(Event.id == lists.event_id).with_for_update()
    return session.scalar(claimed) == lists.version


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


def _best_told_first(told: Sequence[Told], length: int) -> list[Told]:
    """The people of the fair list before the spare ones, in each part those with a reason before the wild cards."""
    return [one for part in (told[:length], told[length:]) for is_wild in (False, True) for one in part if (not one[1]) is is_wild]


def _without_needless_wild_cards(told: Mapping[int, list[Told]], length: int, floors: Mapping[Hashable, int]) -> dict[int, list[Told]]:
    """Wild cards only as far as a list would be too short without them, or somebody would stand in too few."""
    counts = Counter(match.id for rows in told.values() for match, _ in rows[:length])
    kept = {}
    for reader_id, rows in told.items():
        kept[reader_id] = rows.copy()
        for place in range(len(rows) - 1, -1, -1):
            match, reasons = rows[place]
            is_fair = place < length
            if reasons or len(kept[reader_id]) <= FEWEST or (is_fair and counts[match.id] <= floors.get(match.id, 0)):
                continue
            del kept[reader_id][place]
            counts[match.id] -= is_fair
    return kept


def _rows(event_id: int, reader_id: int, chosen: Sequence[Told]) -> list[ListRow]:
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
        "topic": topic_of(theirs.text if _is_theirs_to_tell(reason) else theirs.fired, theirs.fired),
    }


def _is_theirs_to_tell(reason: Reason) -> bool:
    """Whether the whole entry may name the matter; of two entries that are merely alike, both came only with what fired."""
    return reason.kind in {"get", "give"} or reason.mine.casefold() == reason.theirs.casefold()


def _pieces(pieces: Sequence[tuple[str, bool]], cut_before: bool, cut_after: bool) -> list[list[object]]:  # noqa: FBT001  two ends of one text
    dots = ("…", False)
    return [list(piece) for piece in ((dots,) if cut_before else ()) + tuple(pieces) + ((dots,) if cut_after else ())]
