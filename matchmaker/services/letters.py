"""Who writes which letter: a row of the outbox becomes words only when it is about to leave, from what is true then."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import MAILING_KINDS
from matchmaker.mail.letter import Letter
from matchmaker.services.followup_letters import met_somebody, write_met, write_met_nobody
from matchmaker.services.invitation_letters import write_invitation
from matchmaker.services.mailing_letters import has_reader, write_mailing, write_mailing_test
from matchmaker.services.personal_letters import write_personal
from matchmaker.services.proposal_letters import write_introduction_asked, write_introduction_made, write_introduction_outcome
from matchmaker.services.reports import write_report
from matchmaker.services.sign_in_letters import write_sign_in
from matchmaker.services.team_letters import write_team_invitation
from matchmaker.services.unsubscribe import BULK_KINDS
from matchmaker.services.warm_letters import write_keep_warm
from matchmaker.settings import Settings
from matchmaker.store.models.mail import OutboxLetter


class Writer(Protocol):
    """None: nothing is left to say, because what the letter was about is gone. `LetterWaits` is raised in its reader's quiet hours."""

    def __call__(self, session: Session, row: OutboxLetter, /, *, settings: Settings, now: datetime) -> Letter | None: ...


WRITERS: Mapping[str, Writer] = {
    "sign_in": write_sign_in,
    "invitation": write_invitation,
    "met": write_met,
    "met_nobody": write_met_nobody,
    "mailing_invitation": write_mailing,
    "mailing_follow_up": write_mailing,
    "mailing_news": write_mailing,
    "mailing_test": write_mailing_test,
    "personal": write_personal,
    "introduction_asked": write_introduction_asked,
    "introduction_made": write_introduction_made,
    "introduction_outcome": write_introduction_outcome,
    "keep_warm": write_keep_warm,
    "report": write_report,
    "team_invitation": write_team_invitation,
}

# Long letters are not written twice: whether their cause is still there is a smaller question. Others are written to find out.
CAUSES: Mapping[str, Callable[[Session, OutboxLetter], bool]] = {"met": met_somebody, **dict.fromkeys(MAILING_KINDS, has_reader)}

# What a value that nobody thought of makes of a letter; a database that is away is not among them.
STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

_LETTER = select(OutboxLetter).where(OutboxLetter.id == bindparam("letter"))


def has_cause(session: Session, row_id: int, *, settings: Settings, now: datetime) -> bool:
    """Whether it is worth knocking at the server for this letter; `write_letter` has the last word once the door is open.

    Raises
    ------
    ValueError
        As `write_letter`.
    """
    row = session.scalars(_LETTER, {"letter": row_id}).one_or_none()
    if row is not None and row.kind in CAUSES:
        return CAUSES[row.kind](session, row)
    return row is not None and _written(session, row, settings=settings, now=now) is not None


def write_letter(session: Session, row_id: int, *, settings: Settings, now: datetime) -> Letter | None:
    """The letter of one row, as it reads at this moment.

    Raises
    ------
    ValueError
        Nobody writes letters of this kind, its writer stumbles, or one that must carry the way to stop it doesn't.
    """
    row = session.scalars(_LETTER, {"letter": row_id}).one_or_none()
    return _written(session, row, settings=settings, now=now) if row is not None else None


def _written(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    writer = WRITERS.get(row.kind)
    if writer is None:
        raise ValueError(f"nobody writes letters of the kind {row.kind!r}")
    try:
        letter = writer(session, row, settings=settings, now=now)
    except STUMBLES as fault:
        # The letters behind this one have nothing to do with it
        raise ValueError(f"{type(fault).__name__}: {fault}") from fault
    if letter is not None and row.kind in BULK_KINDS and letter.unsubscribe_url is None:
        raise ValueError(f"a letter of the kind {row.kind!r} must carry the way to stop it")
    return letter
