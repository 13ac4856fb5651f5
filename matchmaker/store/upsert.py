"""INSERT … ON CONFLICT, which both engines know and SQLAlchemy spells once for each."""

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from matchmaker.store.base import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert_into(session: Session, model: type[Base]) -> Insert:
    """An insert that can be told what to do `on_conflict_do_nothing()` or `on_conflict_do_update(…)`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  2 MB that a house on SQLite does without

    return postgresql.insert(model)
