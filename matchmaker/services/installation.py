"""Which life of the database this is: after a restore, phones send again what they still keep."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.work import Installation


def begin_epoch(session: Session, epoch: str, *, now: datetime) -> None:
    """From now on phones meet another epoch than the one their acknowledgements are from."""
    row = session.scalars(select(Installation).order_by(Installation.id).limit(1)).one_or_none()
    if row is None:
        session.add(Installation(id=1, epoch=epoch, began_at=now))
    else:
        row.epoch, row.began_at = epoch, now
    session.flush()
    note_deed(session, Deed.SERVICE_RESTORED, event_id=None, actor_id=None, now=now)
