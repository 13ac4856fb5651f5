"""Who of the team did what: lines are added and never changed; the database itself refuses."""

from datetime import datetime

from sqlalchemy import DDL, JSON, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class DeedRow(Base):
    """One deed. Ids, names of fields and counts, never values: a name is joined when the log is read, so erasure empties it.

    No foreign keys: a row that is gone must neither take its deeds along nor be kept by them.
    """

    __tablename__ = "deed"
    __table_args__ = (Index("ix_deed_event_id_done_at", "event_id", "done_at"), Index("ix_deed_actor_id", "actor_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None]
    actor_id: Mapped[int | None]  # a person; None: the service itself
    deed: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(24), default="")
    object_id: Mapped[int | None]
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    count: Mapped[int | None]
    done_at: Mapped[datetime]


# As the migration makes it, for schemas that are made from the models alone.
_REFUSAL = "the log of deeds only grows"
_POSTGRES = (
    f"CREATE OR REPLACE FUNCTION deed_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    "CREATE TRIGGER deed_only_grows BEFORE UPDATE OR DELETE ON deed FOR EACH ROW EXECUTE FUNCTION deed_only_grows()",
)
_SQLITE = tuple(
    f"CREATE TRIGGER deed_no_{what.lower()} BEFORE {what} ON deed BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for what in ("UPDATE", "DELETE")
)
for _engine, _statements in (("postgresql", _POSTGRES), ("sqlite", _SQLITE)):
    for _statement in _statements:
        event.listen(DeedRow.__table__, "after_create", DDL(_statement).execute_if(dialect=_engine))  # type: ignore[no-untyped-call]  # SQLAlchemy types no DDL
