"""Write down what somebody of the team did, in the same transaction as the deed itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.store.models.deeds import DeedRow


def note_deed(
    session: Session,
    deed: Deed,
    *,
    event_id: int | None,
    actor_id: int | None,
    now: datetime,
    about: tuple[str, int] | None = None,
    fields: Sequence[str] = (),
    count: int | None = None,
) -> None:
    """Add one line to the log; `about` is the kind and id of what it was done to, `fields` names without values."""
    kind, object_id = about or ("", None)
    line = {"event_id": event_id, "actor_id": actor_id, "deed": deed.value, "object_kind": kind, "object_id": object_id}
    session.execute(insert(DeedRow).values(**line, fields=list(fields), count=count, done_at=now))
