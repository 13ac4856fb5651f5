"""A reader's list, one person of it, and what they answer about somebody."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.matching.answering import ANSWERS, LATER, NOT_FOR_ME, REASONS, later_until
from matchmaker.domain.matching.plain import PLAIN
from matchmaker.domain.matching.wish import Wish
from matchmaker.errors import N_, BadRequestError, NotFoundError
from matchmaker.services.match_cards import MatchCard, card_of
from matchmaker.services.recommend import want_lists
from matchmaker.services.turned_people import turned_person
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision
from matchmaker.store.queries.matches import count_put_off, lists_built, one_place, open_places
from matchmaker.store.queries.places import MatchRow
from matchmaker.store.queries.plain_list import plain_place
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts
from matchmaker.store.upsert import insert_into

UNDO: Final = "undo"
# Shy mode: three people only.
FEW: Final = 3


@dataclass(frozen=True, slots=True)
class MatchPage:
    """One match in full. `is_plain`: the reader wants no reasons made for them."""

    card: MatchCard
    is_plain: bool


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One value of a filter, how many of the reader's people it lets in, and whether it is chosen."""

    value: str
    people: int


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What this reader may filter by; a filter that would let everybody in is empty."""

    languages: tuple[FilterChoice, ...] = ()
    groups: tuple[FilterChoice, ...] = ()
    places: tuple[FilterChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchList:
    """What the list page shows: the places in order, which `card_of` makes into cards.

    `state`: ready, waiting (a fresh list is being built), unasked (nothing said yet), alone, later (all put off), over, or
    plain: everybody, in pages. `wish` is what the reader turned; of `pool` people `people` fit it. `said` are the questions about
    themselves that the reader has answered, where the list brought them along.
    """

    state: str
    built_at: datetime | None
    places: tuple[MatchRow, ...] = ()
    people: int = 0
    page: int = 1
    pages: int = 1
    wish: Wish = field(default_factory=Wish)
    pool: int = 0
    choices: FilterChoices | None = None
    said: frozenset[str] | None = None


def shown_length(reader: AttendeeFacts, length: int) -> int:
    """How many people a page shows this reader."""
    return min(FEW, length) if reader.wants_few else length


def matches_for(session: Session, event: EventFacts, reader: AttendeeFacts, *, limit: int, now: datetime) -> MatchList:
    """This reader's list as it is stored; one statement, or none while there is nothing to show."""
    if is_waiting(event, reader):
        return MatchList("waiting", event.lists_built_at)
    me = {"event_id": event.id, "reader_id": reader.id}
    rows, said = open_places(session, **me, person_id=reader.person_id, limit=shown_length(reader, limit), now=now)
    if event.closed_at is not None:
        return MatchList("over", event.lists_built_at, rows)  # a letter leads back to this list
    if rows:
        return MatchList("ready", event.lists_built_at, rows, said=said)
    if put_off := count_put_off(session, **me, now=now):
        return MatchList("later", event.lists_built_at, people=put_off)
    return MatchList("alone" if reader.interests_saved_at else "unasked", event.lists_built_at)


def match_for(session: Session, event: EventFacts, reader: AttendeeFacts, other_id: int, *, now: datetime) -> MatchPage:
    """One person of this reader's list, or whom it may be turned to; with a plain list, that is everybody the reader may see.

    Raises
    ------
    NotFoundError
        Nobody of that id is this reader's to see.
    """
    is_plain = reader.list_kind == PLAIN
    look_up = plain_place if is_plain else one_place
    asked = {"event_id": event.id, "reader_id": reader.id, "person_id": reader.person_id, "other_id": other_id}
    found = look_up(session, **asked, now=now) or (None if is_plain else turned_person(session, **asked, now=now))
    if found is None:
        raise NotFoundError
    return MatchPage(card_of(found, reader_id=reader.id, sees=event.sees), is_plain)


def is_waiting(event: EventFacts, reader: AttendeeFacts) -> bool:
    """Whether this reader said something that no list knows yet."""
    if event.closed_at is not None or reader.interests_saved_at is None or reader.list_kind == PLAIN:
        return False
    return event.lists_built < reader.lists_wanted or event.lists_built_at is None


def look_again(session: Session, event: EventFacts) -> EventFacts:
    """The event with what the worker has built by now."""
    built, built_at = lists_built(session, event.id)
    return replace(event, lists_built=built, lists_built_at=built_at)


def answer_match(
    session: Session, event: EventFacts, reader: AttendeeFacts, other_id: int, answer: str, *, now: datetime, reason: str = ""
) -> None:
    """Keep what this reader says about a person, or take it back, and ask for fresh lists.

    `reason` says why not, for the reader's own eyes; with any other answer it is left out.

    Raises
    ------
    BadRequestError
        An answer or a reason that the page does not offer.
    NotFoundError
        Nobody of that id stands on the reader's list, or there is nothing to take back.
    """
    me = {"event_id": event.id, "reader_id": reader.id}
    mine = (Decision.event_id == event.id, Decision.reader_id == reader.id, Decision.other_id == other_id)
    if answer == UNDO:
        if session.execute(delete(Decision).where(*mine).returning(Decision.other_id)).scalar() is None:
            raise NotFoundError
    elif answer in ANSWERS and reason in ("", *REASONS):
        # A list may have been built without whoever was answered a moment ago, and is now told why.
        if session.scalar(select(Decision.other_id).where(*mine)) is None:
            match_for(session, event, reader, other_id, now=now)
        _keep_answer(session, event, {**me, "other_id": other_id}, answer, reason, now)
    else:
        raise BadRequestError(N_("The answer was none that the page offers, so nothing was changed."))
    want_lists(session, event.id)
    asked = {**me, "person_id": reader.person_id, "other_id": other_id}
    if answer == UNDO and one_place(session, **asked, now=now) is None and turned_person(session, **asked, now=now) is None:
        # A list was built without this person meanwhile: the next page waits for the one that brings them back.
        _wait_for_next_list(session, event.id, reader.id)


def _keep_answer(session: Session, event: EventFacts, keys: dict[str, int], answer: str, reason: str, now: datetime) -> None:
    back = later_until(now, starts_at=event.starts_at, ends_at=event.ends_at, time_zone=event.time_zone)
    values = {
        "answer": answer,
        "decided_at": now,
        "reason": reason if answer == NOT_FOR_ME else "",
        "until": back if answer == LATER else None,
    }
    statement = insert_into(session, Decision).values(**keys, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))


def _wait_for_next_list(session: Session, event_id: int, reader_id: int) -> None:
    wanted = select(Event.lists_wanted).where(Event.id == event_id).scalar_subquery()
    session.execute(update(Attendee).where(Attendee.event_id == event_id, Attendee.id == reader_id).values(lists_wanted=wanted))
