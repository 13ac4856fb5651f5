"""A letter to many on its way: paused, resumed, taken back, and sent again to those whose letter failed."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.services.draft_holds import require_open
from matchmaker.services.mail import NEVER, as_if_just_written
from matchmaker.services.mail_batches import hold_back, let_go, take_out
from matchmaker.services.mailings import in_state, log_mailing, require_words, the_mailing
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.mailings import campaign_of, opened_at


def pause(session: Session, event_id: int, mailing_id: int, *, by: int, now: datetime) -> None:
    """Nothing more is handed over from the moment this is committed; what a server is being told right then can't be called back.

    Raises
    ------
    ConflictError
        It does not go out.
    """
    mailing = in_state(session, event_id, mailing_id, "going")
    mailing.state = "paused"
    hold_back(session, event_id, campaign_of(mailing_id))
    log_mailing(session, mailing, Deed.MAILING_PAUSED, by=by, now=now)


def resume(session: Session, event_id: int, mailing_id: int, *, by: int, now: datetime) -> None:
    """The rest goes out.

    Raises
    ------
    ConflictError
        It is not paused, says something that can't be filled in, or is of an event that is a draft.
    """
    mailing = in_state(session, event_id, mailing_id, "paused")
    require_open(opened_at(session, event_id))
    require_words(session, mailing)
    mailing.state, mailing.goes_at = "going", now
    let_go(session, event_id, campaign_of(mailing_id), now=now)
    log_mailing(session, mailing, Deed.MAILING_RESUMED, by=by, now=now)


def take_back(session: Session, event_id: int, mailing_id: int, *, by: int, now: datetime) -> int:
    """Letters that have not left are gone, and the letter is a draft again; sent anew, it goes to those alone who have not got it.

    Raises
    ------
    ConflictError
        It does not go out.
    """
    mailing = in_state(session, event_id, mailing_id, "going", "paused")
    mailing.taken_back = take_out(session, event_id, campaign_of(mailing_id))
    mailing.state, mailing.goes_at = "draft", None
    log_mailing(session, mailing, Deed.MAILING_TAKEN_BACK, by=by, now=now, count=mailing.taken_back)
    return mailing.taken_back


def send_failed_again(session: Session, event_id: int, mailing_id: int, *, by: int, now: datetime) -> int:
    """Those that failed, and none of which it is not known whether it arrived.

    Raises
    ------
    ConflictError
        It says something that can't be filled in, or is of an event that is a draft.
    """
    mailing = the_mailing(session, event_id, mailing_id, to_change=True)
    require_open(opened_at(session, event_id))
    require_words(session, mailing)
    failed = (OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign_of(mailing_id), OutboxLetter.state == "failed")
    values = {**as_if_just_written(now), **({"next_try_at": NEVER} if mailing.state == "paused" else {})}
    again = session.execute(update(OutboxLetter).where(*failed).values(**values).execution_options(synchronize_session=False))
    count = cast("CursorResult[Any]", again).rowcount
    if count:
        mailing.state = "going" if mailing.state == "draft" else mailing.state
        log_mailing(session, mailing, Deed.MAILING_FAILED_AGAIN, by=by, now=now, count=count)
    return count
