"""A letter to many goes out: counted, confirmed, put into the outbox in one transaction, now or at its moment."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.mailings.count import Count
from matchmaker.domain.mailings.library import BY_KEY
from matchmaker.domain.mailings.schedule import lateness, read_moment
from matchmaker.errors import N_, BadInputError, ConflictError
from matchmaker.services.draft_holds import require_open
from matchmaker.services.mail_batches import queue_chosen
from matchmaker.services.mailings import audience_kept, faults_of, in_state, log_mailing, require_words, the_mailing
from matchmaker.settings import HOUSE
from matchmaker.store.models.events import Event
from matchmaker.store.models.mailings import Mailing
from matchmaker.store.queries.audience import Addressed, count_readers, readers_of
from matchmaker.store.queries.mailings import campaign_of, counts_of, versions_of
from matchmaker.store.queries.visits import EventFacts

ON_THE_WAY = ("queued", "claimed", "transmitting")
TOO_LATE = {
    "begun": N_("The event has begun by then, and this letter is about what comes before it."),
    "over": N_("The event is over by then, and this letter is about what comes before it."),
}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What whoever presses “Send” has seen and typed: the number on the page, and the same number by hand where there are many."""

    seen: int
    typed: str = ""


class UnconfirmedError(Exception):
    """Not a mistake: the page must ask again, with the number as it is now, after a rollback."""

    def __init__(self, count: Count) -> None:
        super().__init__(count.people)
        self.count = count


def kind_of(mailing: Mailing) -> str:
    return f"mailing_{BY_KEY[mailing.based_on].topic}"


def addressed(mailing: Mailing, *, language: str, house: str = HOUSE) -> Addressed:
    """`language`: the event's, "" if it has none; `house`: the one the service speaks."""
    return Addressed(mailing.event_id, audience_kept(mailing), kind_of(mailing), campaign_of(mailing.id), language, house)


def send_now(
    session: Session,
    event: EventFacts,
    mailing_id: int,
    *,
    by: int,
    confirmed: Confirmation,
    undo: timedelta,
    now: datetime,
    house: str = HOUSE,
) -> int:
    """Put a letter for everybody who is addressed into the outbox; they leave once the time to undo is over.

    Raises
    ------
    ConflictError
        It goes out already, says something that can't be filled in, has nobody to go to, or comes too late.
    UnconfirmedError
        The number is another one than was seen, or is so high that it must be typed.
    """
    mailing = _ready_to_go(session, event, mailing_id, now=now)
    asked = addressed(mailing, language=event.language, house=house)
    count = count_readers(session, asked)
    _check(count, confirmed)
    sent = _go(session, asked, mailing, by=by, wait=undo, now=now)
    if sent != count.people:  # somebody came or went between the two statements; the caller rolls back
        raise UnconfirmedError(replace(count, people=sent))
    return sent


def schedule(
    session: Session, event: EventFacts, mailing_id: int, *, at: str, by: int, confirmed: Confirmation, now: datetime, house: str = HOUSE
) -> datetime:
    """Let it begin at a local day and time; who is addressed is counted anew then.

    Raises
    ------
    BadInputError
        There is no such moment, there are two of it, or it is past.
    ConflictError, UnconfirmedError
        As in `send_now`.
    """
    mailing = _ready_to_go(session, event, mailing_id, now=now)
    moment, faults = read_moment(at, event.time_zone, now=now)
    if faults:
        raise BadInputError(*faults)
    _check_time(mailing, event, moment)
    _check(count_readers(session, addressed(mailing, language=event.language, house=house)), confirmed)
    mailing.state, mailing.goes_at, mailing.sent_by = "scheduled", moment, by
    mailing.version += 1
    log_mailing(session, mailing, Deed.MAILING_SCHEDULED, by=by, now=now)
    return moment


def unschedule(session: Session, event_id: int, mailing_id: int, *, by: int, now: datetime) -> None:
    """A draft again.

    Raises
    ------
    ConflictError
        It has begun meanwhile.
    """
    mailing = in_state(session, event_id, mailing_id, "scheduled")
    mailing.state, mailing.goes_at = "draft", None
    log_mailing(session, mailing, Deed.MAILING_UNSCHEDULED, by=by, now=now)


def start_scheduled(session: Session, event_id: int, mailing_id: int, *, now: datetime, house: str = HOUSE) -> int | None:
    """What the worker does at the scheduled moment; None if somebody has changed their mind, or the letter can't go any more."""
    mailing = the_mailing(session, event_id, mailing_id, to_change=True)
    if mailing.state != "scheduled" or mailing.goes_at is None or mailing.goes_at > now:
        return None
    event = session.scalars(select(Event).where(Event.id == event_id)).one()
    asked = addressed(mailing, language=event.language, house=house)
    is_whole = not (lateness(BY_KEY[mailing.based_on], event, at=now) or faults_of(mailing, versions_of(session, mailing.id)))
    if not (is_whole and count_readers(session, asked).may_go):
        mailing.state = "draft"  # its page says what is wrong, or that nobody is left
        return None
    return _go(session, asked, mailing, by=None, wait=timedelta(0), now=now)


def _ready_to_go(session: Session, event: EventFacts, mailing_id: int, *, now: datetime) -> Mailing:
    mailing = the_mailing(session, event.id, mailing_id, to_change=True)
    if mailing.state in {"going", "paused"} and any(counts_of(session, event.id, mailing_id).get(state) for state in ON_THE_WAY):
        raise ConflictError(N_("This letter is going out already. Nothing is sent twice."))
    if mailing.state == "paused":
        raise ConflictError(N_("This letter is paused. Let it go on, or take it back first."))
    require_open(event.opened_at)
    if event.forgotten_at is not None:
        raise ConflictError(N_("What people said at this event was deleted, as its time was over. Nobody is written to any more."))
    require_words(session, mailing)
    _check_time(mailing, event, now)
    return mailing


def _check_time(mailing: Mailing, event: EventFacts, moment: datetime) -> None:
    if late := lateness(BY_KEY[mailing.based_on], event, at=moment):
        raise ConflictError(TOO_LATE[late])


def _check(count: Count, confirmed: Confirmation) -> None:
    if count.is_too_small:
        sentence = N_(
            "Fewer than five people are in it, or fewer than five are left out. A letter to so few would tell who met somebody and who "
            "did not, so it does not go out."
        )
        raise ConflictError(sentence)
    if not count.people:
        raise ConflictError(N_("Nobody is addressed, so nothing is sent."))
    # With the sign that parts thousands, as the page says it, or without
    is_typed = re.sub(r"[\s.,'’٬]", "", confirmed.typed) == str(count.shown)
    if confirmed.seen != count.shown or (count.needs_second_word and not is_typed):
        raise UnconfirmedError(count)


def _go(session: Session, asked: Addressed, mailing: Mailing, *, by: int | None, wait: timedelta, now: datetime) -> int:
    readers = readers_of(asked).subquery()
    sent = queue_chosen(
        session,
        select(readers).where(readers.c.is_meant),
        kind=kind_of(mailing),
        event_id=mailing.event_id,
        campaign=campaign_of(mailing.id),
        payload={"mailing_id": mailing.id},
        wait=wait,
        now=now,
    )
    mailing.state, mailing.goes_at, mailing.began_at, mailing.taken_back = "going", now + wait, now, 0
    mailing.sent_by = by or mailing.sent_by
    mailing.version += 1
    log_mailing(session, mailing, Deed.MAILING_SENT, by=by, now=now, count=sent)
    return sent
