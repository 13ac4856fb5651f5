"""Letters of an event that its team makes a draft again: they wait, as every link in them would lead nowhere, until it is open."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import Session

from matchmaker.errors import N_, ConflictError
from matchmaker.services.mail import HELD_BACK, NEVER, as_if_just_written
from matchmaker.services.mail_batches import NOT_LEFT
from matchmaker.services.unsubscribe import BULK_KINDS, EVENT_KINDS
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.mailings import Mailing
from matchmaker.store.queries.mail import letters_wait
from matchmaker.store.queries.mailings import campaign_in_sql
from matchmaker.store.queries.visits import EventFacts

_IN_ONE_GO = {"synchronize_session": False}


def require_open(opened_at: datetime | None) -> None:
    """
    Raises
    ------
    ConflictError
        The event is a draft.
    """
    if opened_at is None:
        raise ConflictError(N_("The event is still a draft, so the letter’s links would lead nowhere. Open it on its first page first."))


def hold_letters(session: Session, event_id: int) -> None:
    """Nothing of the event that has not left is due any more, on every worker; codes and word to the team go on."""
    waiting = (OutboxLetter.event_id == event_id, OutboxLetter.kind.in_(BULK_KINDS), OutboxLetter.state.in_(NOT_LEFT))
    session.execute(update(OutboxLetter).where(*waiting).values(**HELD_BACK), execution_options=_IN_ONE_GO)


def has_letters_waiting(session: Session, event: EventFacts) -> bool:
    """Whether letters wait because the event, which was open before, is a draft again."""
    return event.opened_at is None and letters_wait(session, event.id, EVENT_KINDS)


def let_letters_go(session: Session, event_id: int, *, wait: timedelta, now: datetime) -> int:
    """What waited leaves after all, but for letters that somebody of the team has paused; how many they are."""
    held = _held(event_id)
    _count_days_anew(session, event_id, held, now=now)
    going = (Mailing.event_id == event_id, Mailing.state == "going", select(OutboxLetter.id).where(*held, _ITS).exists())
    session.execute(update(Mailing).where(*going).values(goes_at=now + wait), execution_options=_IN_ONE_GO)
    values = {**as_if_just_written(now), "next_try_at": now + wait}
    let_go = session.execute(update(OutboxLetter).where(*held).values(**values), execution_options=_IN_ONE_GO)
    return cast("CursorResult[Any]", let_go).rowcount


_ITS = OutboxLetter.campaign == campaign_in_sql()


def _held(event_id: int) -> tuple[ColumnElement[bool], ...]:
    paused = select(campaign_in_sql()).where(Mailing.event_id == event_id, Mailing.state == "paused")
    is_held = (OutboxLetter.event_id == event_id, OutboxLetter.state == "queued", OutboxLetter.next_try_at == NEVER)
    return (*is_held, OutboxLetter.campaign.not_in(paused))


def _count_days_anew(session: Session, event_id: int, held: tuple[ColumnElement[bool], ...], *, now: datetime) -> None:
    """The button of an invitation opens for a number of days, of which none was used up while it waited."""
    invited = select(OutboxLetter.person_id).where(*held, OutboxLetter.kind == "invitation")
    theirs = update(Attendee).where(Attendee.event_id == event_id, Attendee.person_id.in_(invited)).values(invited_at=now)
    session.execute(theirs, execution_options=_IN_ONE_GO)
