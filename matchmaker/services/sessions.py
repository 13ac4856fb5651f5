"""Signed-in browsers: the cookie carries a random id, the row its hash and whose it is."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from matchmaker.services.limits import forget_old_counts
from matchmaker.store.models.signin import LoginLink, SessionRow

KEEP_LINKS = timedelta(days=1)


def start_session(
    session: Session, person_id: int, *, purpose: str, id_hash: str, former_hash: str, now: datetime, days: int, device: str = ""
) -> None:
    """Let a person in under a new id; what the browser carried before opens nothing any more."""
    end_session(session, former_hash)
    times = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(days=days)}
    session.add(SessionRow(id_hash=id_hash, person_id=person_id, purpose=purpose, device=device, **times))
    session.flush()


def end_session(session: Session, id_hash: str) -> None:
    """The id opens nothing any more, here or in a copy."""
    session.execute(delete(SessionRow).where(SessionRow.id_hash == id_hash))


def forget_old_sign_ins(session: Session, *, now: datetime) -> None:
    """Delete what can let nobody in any more: run-out sessions, yesterday's links and counts."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
    session.execute(delete(LoginLink).where(LoginLink.expires_at <= now - KEEP_LINKS))
    forget_old_counts(session, now=now)
