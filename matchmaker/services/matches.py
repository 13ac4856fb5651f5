"""A reader's list as cards that are ready to be shown, and what they answer about a person."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.matching.openers import Opener, openers_for
from matchmaker.domain.matching.plain import PLAIN
from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.errors import N_, BadRequestError, NotFoundError
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision
from matchmaker.store.queries.matches import MatchRow, lists_built, one_place, open_places
from matchmaker.store.queries.plain_list import plain_place
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts
from matchmaker.store.upsert import insert_into

ANSWERS: Final = ("not_for_me", "know_already", "met")
UNDO: Final = "undo"

Pieces = list[list[Any]]  # [text, whether it fired]


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason as the join draws it."""

    kind: str
    mine_field: str
    theirs_field: str
    mine: Pieces
    theirs: Pieces


@dataclass(frozen=True, slots=True)
class Tie:
    """One way two people hang together: what is drawn beside it, and a sentence for the door to translate."""

    drawing: str
    sentence: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class MatchCard:
    """One person of the list. `more` tells in a line each what the first reason leaves out; `is_wild`: there is no reason at all."""

    other_id: int
    name: str
    short_name: str
    organisation: str
    headline: str
    ties: tuple[Tie, ...]
    reasons: tuple[ShownReason, ...]
    more: tuple[Tie, ...]
    openers: tuple[Opener, ...]
    is_wild: bool
    answer: str | None


@dataclass(frozen=True, slots=True)
class MatchPage:
    """One match in full; the languages are BCP 47 tags. `is_plain`: the reader wants no reasons made for them."""

    card: MatchCard
    languages: tuple[str, ...]
    is_plain: bool


@dataclass(frozen=True, slots=True)
class MatchList:
    """What the list page shows: the places in order, which `card_of` makes into cards.

    `state`: ready, waiting (a fresh list is being built), unasked (nothing said yet), alone, over, or plain: everybody, in pages.
    """

    state: str
    built_at: datetime | None
    places: tuple[MatchRow, ...] = ()
    people: int = 0
    page: int = 1
    pages: int = 1


def matches_for(session: Session, event: EventFacts, reader: AttendeeFacts, *, limit: int) -> MatchList:
    """This reader's list as it is stored; one statement, or none while there is nothing to show."""
    if is_waiting(event, reader):
        return MatchList("waiting", event.lists_built_at)
    rows = open_places(session, event_id=event.id, reader_id=reader.id, person_id=reader.person_id, limit=limit)
    if event.closed_at is not None:
        return MatchList("over", event.lists_built_at, rows)  # a letter leads back to this list
    if not rows:
        return MatchList("alone" if reader.interests_saved_at else "unasked", event.lists_built_at)
    return MatchList("ready", event.lists_built_at, rows)


def match_for(session: Session, event: EventFacts, reader: AttendeeFacts, other_id: int) -> MatchPage:
    """One person of this reader's list; with a plain list, that is everybody the reader may see.

    Raises
    ------
    NotFoundError
        Nobody of that id stands on the list.
    """
    is_plain = reader.list_kind == PLAIN
    look_up = plain_place if is_plain else one_place
    found = look_up(session, event_id=event.id, reader_id=reader.id, person_id=reader.person_id, other_id=other_id)
    if found is None:
        raise NotFoundError
    row, languages = found
    return MatchPage(card_of(row, reader_id=reader.id, sees=event.sees), tuple(languages), is_plain)


def is_waiting(event: EventFacts, reader: AttendeeFacts) -> bool:
    """Whether this reader said something that no list knows yet."""
    if event.closed_at is not None or reader.interests_saved_at is None or reader.list_kind == PLAIN:
        return False
    return event.lists_built < reader.lists_wanted or event.lists_built_at is None


def look_again(session: Session, event: EventFacts) -> EventFacts:
    """The event with what the worker has built by now."""
    built, built_at = lists_built(session, event.id)
    return replace(event, lists_built=built, lists_built_at=built_at)


def answer_match(session: Session, event: EventFacts, reader: AttendeeFacts, other_id: int, answer: str, *, now: datetime) -> None:
    """Keep what this reader says about a person, or take it back, and ask for fresh lists.

    Raises
    ------
    BadRequestError
        An answer that the page does not offer.
    NotFoundError
        Nobody of that id stands on the reader's list, or there is nothing to take back.
    """
    if answer == UNDO:
        mine = (Decision.event_id == event.id, Decision.reader_id == reader.id, Decision.other_id == other_id)
        if session.execute(delete(Decision).where(*mine).returning(Decision.other_id)).scalar() is None:
            raise NotFoundError
    elif answer in ANSWERS:
        match_for(session, event, reader, other_id)
        values = {"answer": answer, "decided_at": now}
        keys = {"event_id": event.id, "reader_id": reader.id, "other_id": other_id}
        statement = insert_into(session, Decision).values(**keys, **values)
        session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))
    else:
        raise BadRequestError(N_("The answer was none of “not for me”, “know already” and “met”, so nothing was changed."))
    want_lists(session, event.id)
    if answer == UNDO and one_place(session, event_id=event.id, reader_id=reader.id, person_id=reader.person_id, other_id=other_id) is None:
        # A list was built without this person meanwhile: the next page waits for the one that brings them back.
        _wait_for_next_list(session, event.id, reader.id)


def _wait_for_next_list(session: Session, event_id: int, reader_id: int) -> None:
    wanted = select(Event.lists_wanted).where(Event.id == event_id).scalar_subquery()
    session.execute(update(Attendee).where(Attendee.event_id == event_id, Attendee.id == reader_id).values(lists_wanted=wanted))


def card_of(row: MatchRow, *, reader_id: int, sees: str) -> MatchCard:
    """A place as a card; it depends on nothing but what is handed in, so pages may keep what they drew from it."""
    seen: Sees = "first_names" if sees == "first_names" else "full_names"
    shown = shown_person(row.name, organisation=row.organisation, headline=row.headline, sees=seen, exchanged=row.has_exchanged)
    reasons = json.loads(row.reasons)
    return MatchCard(
        row.other_id,
        shown.name,
        shown.short_name,
        shown.organisation,
        shown.headline,
        _ties([reason["kind"] for reason in reasons], shown.short_name),
        tuple(ShownReason(r["kind"], r["mine_field"], r["theirs_field"], r["mine"], r["theirs"]) for r in reasons),
        tuple(_told_in_a_line(r, shown.short_name) for r in reasons[1:3] if r["topic"]),
        openers_for([(r["kind"], r["topic"]) for r in reasons], reader_id=reader_id, other_id=row.other_id),
        not reasons,
        row.answer,
    )


_LINES: Final = {
    "get": ("offer", N_("%(name)s also offers “%(topic)s”, close to what you seek")),
    "give": ("seek", N_("%(name)s also seeks “%(topic)s”, close to what you offer")),
    "talk": ("talk", N_("%(name)s also talks about “%(topic)s”, as you do")),
    "alike": ("talk", N_("%(name)s also writes about “%(topic)s”, as you do")),
}


def _told_in_a_line(reason: dict[str, Any], name: str) -> Tie:
    drawing, sentence = _LINES["talk" if reason["theirs_field"] == "talk" else reason["kind"]]
    return Tie(drawing, sentence, {"name": name, "topic": reason["topic"]})


def _ties(kinds: list[str], name: str) -> tuple[Tie, ...]:
    found: list[Tie] = []
    if "get" in kinds and "give" in kinds:
        found.append(Tie("fit", N_("Fits both ways"), {}))
    elif "get" in kinds:
        found.append(Tie("fit", N_("%(name)s offers what you seek"), {"name": name}))
    elif "give" in kinds:
        found.append(Tie("fit", N_("%(name)s seeks what you offer"), {"name": name}))
    alike = kinds.count("alike")
    if alike == 1:
        found.append(Tie("alike", N_("Alike in one thing"), {}))
    elif alike:
        found.append(Tie("alike", N_("Alike in %(things)s things"), {"things": alike}))
    return tuple(found) or (Tie("wild", N_("A wild card"), {}),)
