"""A letter came back: its row says so, and an address where nobody is gets no more letters that nobody asked for."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import BULK
from matchmaker.mail.bounce import Bounce
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.upsert import insert_into

BOUNCED = "bounced"
LEFT = ("transmitting", "sent", "uncertain")


def take_bounce(session: Session, bounce: Bounce, *, now: datetime) -> bool:
    """Write down that a letter came back for good; False if it is none that left, or may still arrive."""
    if not bounce.is_final:
        return False
    came_back = update(OutboxLetter).where(OutboxLetter.id == bounce.letter_id, OutboxLetter.state.in_(LEFT))
    failed = came_back.values(state="failed", server_said=f"Came back: {bounce.said}", finished_at=now, leased_until=None)
    address = session.scalar(failed.returning(OutboxLetter.address).execution_options(synchronize_session=False))
    if address is None:
        return False
    if bounce.nobody_there:
        stopped = {"recipient": address, "kind": BULK, "reason": BOUNCED, "created_at": now}
        session.execute(insert_into(session, Suppression).values(stopped).on_conflict_do_nothing())
    return True
