"""What one person promised to people they met."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.contacts import Promise


@dataclass(frozen=True, slots=True)
class PromiseRow:
    id: int
    contact_id: int
    text: str
    due_on: date | None
    done_at: datetime | None
    created_at: datetime


_COLUMNS = (Promise.id, Promise.contact_id, Promise.text, Promise.due_on, Promise.done_at, Promise.created_at)


def promises_of(session: Session, *, person_id: int) -> list[PromiseRow]:
    """All that this person promised, the open and the kept, in the order in which it was promised."""
    rows = session.execute(select(*_COLUMNS).where(Promise.person_id == person_id).order_by(Promise.created_at, Promise.id))
    return [PromiseRow(*row) for row in rows]


def promise_to_change(session: Session, promise_id: int, *, person_id: int) -> Promise | None:
    """A promise of this person, locked until the commit."""
    mine = select(Promise).where(Promise.id == promise_id, Promise.person_id == person_id)
    return session.scalars(mine.with_for_update()).one_or_none()
