"""Nobody alone: whom a host could introduce to whom, and what a host did about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.insights.introductions import Candidate, Why, choose_introductions, why_of
from matchmaker.errors import N_, BadRequestError, ConflictError, NotFoundError
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.insights import Introduction
from matchmaker.store.queries.alone import AlonePerson, LateIntroduction, Place, alone_page, count_alone, late_introductions, places_for
from matchmaker.store.queries.conversations import is_hall_open
from matchmaker.store.queries.visits import EventFacts
from matchmaker.store.upsert import insert_into

PAGE: Final = 30
FIRST: Final = 3
DEEDS: Final = {"made": Deed.INTRODUCTION_MADE, "not_now": Deed.INTRODUCTION_LATER}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who is alone, and whom to bring to them; `other` is None if nobody of their list is there."""

    person: AlonePerson
    other: Place | None
    why: Why | None


@dataclass(frozen=True, slots=True)
class AlonePage:
    hall: bool
    people: int
    pages: int
    suggestions: tuple[Suggestion, ...]
    lately: tuple[LateIntroduction, ...]
    is_over: bool = False


def alone_people_page(session: Session, event_id: int, *, is_over: bool = False, page: int, now: datetime) -> AlonePage:
    """A page of those who agreed to be helped, each with one suggestion.

    Nobody once the event is closed: they agreed to be seen as alone while a host could walk over.
    """
    if is_over:
        return AlonePage(hall=False, people=0, pages=1, suggestions=(), lately=(), is_over=True)
    hall = is_hall_open(session, event_id)
    people = alone_page(session, event_id, hall=hall, now=now, limit=PAGE, offset=(page - 1) * PAGE)
    everybody = count_alone(session, event_id, hall=hall, now=now)
    suggestions = _suggest(session, event_id, people, hall=hall, now=now)
    return AlonePage(hall, everybody, max(1, -(-everybody // PAGE)), suggestions, late_introductions(session, event_id, now=now))


def longest_alone(session: Session, event: EventFacts, *, now: datetime) -> tuple[Suggestion, ...]:
    """The first few of that page, while the event runs: before anybody is in, and once it is over, nobody can walk over to them."""
    if event.closed_at or now >= event.ends_at:
        return ()
    hall = is_hall_open(session, event.id)
    if not hall and now < event.starts_at:
        return ()
    return _suggest(session, event.id, alone_page(session, event.id, hall=hall, now=now, limit=FIRST), hall=hall, now=now)


def decide_introduction(session: Session, event_id: int, pair: tuple[int, int], state: str, *, by: int, now: datetime) -> None:
    """Keep that a host introduced these two, or leaves it for now; what another host did first stays.

    Raises
    ------
    BadRequestError
        Neither of the two buttons.
    NotFoundError
        One of them is not at this event.
    ConflictError
        Somebody did it already, or the two can’t be introduced any more.
    """
    if state not in DEEDS:
        raise BadRequestError(N_("That was none of the buttons of this page, so nothing was changed."))
    here = session.scalars(select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_(pair))).all()
    if len(here) != len(set(pair)) or pair[0] == pair[1]:
        raise NotFoundError
    hall = is_hall_open(session, event_id)
    possible = places_for(session, event_id, [pair[0]], hall=hall, now=now)
    row = {"event_id": event_id, "attendee_id": pair[0], "other_id": pair[1], "state": state, "by_id": by, "decided_at": now}
    kept = insert_into(session, Introduction).values(**row).on_conflict_do_nothing().returning(Introduction.attendee_id)
    if pair[1] not in {place.other_id for place in possible} or session.execute(kept).first() is None:
        raise ConflictError(N_("Somebody of the team was faster, or one of the two is not free any more. Nothing was changed."))
    note_deed(session, DEEDS[state], event_id=event_id, actor_id=by, about=("attendee", pair[0]), now=now)
    session.flush()


def take_introduction_back(session: Session, event_id: int, pair: tuple[int, int], *, by: int, now: datetime) -> None:
    """As if it had not been decided; the log keeps both.

    Raises
    ------
    NotFoundError
        Nothing was decided about these two at this event.
    """
    row = (Introduction.event_id == event_id, Introduction.attendee_id == pair[0], Introduction.other_id == pair[1])
    if session.execute(delete(Introduction).where(*row).returning(Introduction.attendee_id)).first() is None:
        raise NotFoundError
    note_deed(session, Deed.INTRODUCTION_UNDONE, event_id=event_id, actor_id=by, about=("attendee", pair[0]), now=now)


def _suggest(session: Session, event_id: int, people: tuple[AlonePerson, ...], *, hall: bool, now: datetime) -> tuple[Suggestion, ...]:
    if not people:
        return ()
    places = places_for(session, event_id, [one.id for one in people], hall=hall, now=now)
    candidates = [Candidate(place.attendee_id, place.other_id, place.rank, place.is_willing) for place in places]
    chosen = choose_introductions([one.id for one in people], candidates)
    named_with_another = {pick.other_id for pick in chosen.values()} - chosen.keys()
    found = {(place.attendee_id, place.other_id): place for place in places}
    shown = []
    for person in people:
        pick = chosen.get(person.id)
        if pick is None:
            if person.id not in named_with_another:
                shown.append(Suggestion(person, None, None))
            continue
        other = found[pick.attendee_id, pick.other_id]
        shown.append(Suggestion(person, other, why_of(other.reasons, (person.name, other.name), (person.hidden, other.hidden))))
    return tuple(shown)
