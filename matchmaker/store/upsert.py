"""INSERT … ON CONFLICT, which both engines know and SQLAlchemy spells once for each."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matchmaker.store.base import Base

Insert = sqlite.Insert | postgresql.Insert


def insert_into(session: Session, model: type[Base]) -> Insert:
    """An insert that can be told what to do `on_conflict_do_nothing()` or `on_conflict_do_update(…)`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    return postgresql.insert(model)
