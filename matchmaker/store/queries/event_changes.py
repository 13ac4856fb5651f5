"""What others changed about an event since somebody opened its form."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.events.clash import Change
from matchmaker.domain.events.deeds import Deed
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person

_LOOKED_THROUGH = 200


def event_to_change(session: Session, event_id: int) -> Event:
    """The event as it is now, locked until the commit: of two who save at once, the second sees what the first did."""
    row = select(Event).where(Event.id == event_id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(row).one()


def last_changes(session: Session, event_id: int, deed: Deed) -> dict[str, Change]:
    """By field: who changed it last with this kind of deed; what was changed longest ago is forgotten here."""
    rows: Any = session.execute(
        select(DeedRow.fields, func.coalesce(func.nullif(Person.name, ""), Person.email, ""), DeedRow.done_at)
        .outerjoin(Person, Person.id == DeedRow.actor_id)
        .where(DeedRow.event_id == event_id, DeedRow.deed == deed)
        .order_by(DeedRow.id.desc())
        .limit(_LOOKED_THROUGH)
    ).all()
    return {name: Change(who, at) for fields, who, at in reversed(rows) for name in fields}


def changes_since(session: Session, event_id: int, version: int) -> dict[str, Change]:
    """By field: who changed it last after this version."""
    rows: Any = session.execute(
        select(DeedRow.fields, func.coalesce(func.nullif(Person.name, ""), Person.email, ""), DeedRow.done_at)
        .outerjoin(Person, Person.id == DeedRow.actor_id)
        .where(DeedRow.event_id == event_id, DeedRow.deed == Deed.SETTINGS_CHANGED, DeedRow.object_kind == "version")
        .where(DeedRow.object_id > version)
        .order_by(DeedRow.object_id)
    )
    return {name: Change(who, at) for fields, who, at in rows for name in fields}
