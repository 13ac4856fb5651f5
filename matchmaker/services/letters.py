"""Who writes which letter: a row of the outbox becomes words only when it is about to leave, from what is true then."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from matchmaker.mail.letter import Letter
from matchmaker.services.followup_letters import write_met, write_met_nobody
from matchmaker.services.invitation_letters import write_invitation
from matchmaker.services.sign_in_letters import write_sign_in
from matchmaker.services.unsubscribe import BULK_KINDS
from matchmaker.settings import Settings
from matchmaker.store.models.mail import OutboxLetter


class Writer(Protocol):
    """None: nothing is left to say, because what the letter was about is gone."""

    def __call__(self, session: Session, row: OutboxLetter, /, *, settings: Settings, now: datetime) -> Letter | None: ...


WRITERS: Mapping[str, Writer] = {
    "sign_in": write_sign_in,
    "invitation": write_invitation,
    "met": write_met,
    "met_nobody": write_met_nobody,
}


def write_letter(session: Session, row_id: int, *, settings: Settings, now: datetime) -> Letter | None:
    """The letter of one row, as it reads at this moment.

    Raises
    ------
    ValueError
        Nobody writes letters of this kind, or one that must carry the way to stop it doesn't.
    """
    row = session.get(OutboxLetter, row_id)
    if row is None:
        return None
    writer = WRITERS.get(row.kind)
    if writer is None:
        raise ValueError(f"nobody writes letters of the kind {row.kind!r}")
    letter = writer(session, row, settings=settings, now=now)
    if letter is not None and row.kind in BULK_KINDS and letter.unsubscribe_url is None:
        raise ValueError(f"a letter of the kind {row.kind!r} must carry the way to stop it")
    return letter
