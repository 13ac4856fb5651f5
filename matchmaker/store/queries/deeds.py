"""The log of one event's team, read with the names that are there now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.events.deeds import OWN
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import EventRole
from matchmaker.store.models.people import Person

PAGE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One line; `who` and `whom` are empty for people who have everything deleted, and for the service itself."""

    id: int
    deed: str
    done_at: datetime
    actor_id: int | None
    who: str
    whom: str
    fields: list[str]
    count: int | None


_Who, _Whom = aliased(Person), aliased(Person)


def deeds_of(session: Session, event_id: int, *, page: int) -> tuple[tuple[DeedLine, ...], int]:
    """One page, the latest first, and how many pages there are. Who of the team signed in stands among them."""
    team = select(EventRole.person_id).where(EventRole.event_id == event_id)
    here = DeedRow.deed.not_in(OWN) & or_(DeedRow.event_id == event_id, and_(DeedRow.event_id.is_(None), DeedRow.actor_id.in_(team)))
    pages = max(1, -(-(session.scalar(select(func.count()).select_from(DeedRow).where(here)) or 0) // PAGE_LENGTH))
    columns = (DeedRow.id, DeedRow.deed, DeedRow.done_at, DeedRow.actor_id)
    names = (func.coalesce(func.nullif(_Who.name, ""), _Who.email, ""), func.coalesce(func.nullif(_Whom.name, ""), _Whom.email, ""))
    rows: Any = session.execute(
        select(*columns, *names, DeedRow.fields, DeedRow.count)
        .outerjoin(_Who, _Who.id == DeedRow.actor_id)
        .outerjoin(_Whom, and_(DeedRow.object_kind == "person", _Whom.id == DeedRow.object_id))
        .where(here)
        .order_by(DeedRow.done_at.desc(), DeedRow.id.desc())
        .limit(PAGE_LENGTH)
        .offset((min(page, pages) - 1) * PAGE_LENGTH)
    )
    return tuple(DeedLine(*row) for row in rows), pages
