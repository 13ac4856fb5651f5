"""How an event's lists are made, and what a reader's sliders sort."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base

# A missing value is NULL in the database too, not the JSON word "null".
_JSON = JSON(none_as_null=True)


class StoredSetup(Base):
    """What the organiser chose; an event without a row is ranked as at first."""

    __tablename__ = "matching_setup"
    __table_args__ = (CheckConstraint("draft_state IN ('none', 'wanted', 'ready')", name="draft_state"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(_JSON)
    former: Mapped[dict[str, Any] | None] = mapped_column(_JSON)  # before the last change, for one undo
    draft: Mapped[dict[str, Any] | None] = mapped_column(_JSON)
    draft_state: Mapped[str] = mapped_column(String(8), default="none")
    # Counts up with every draft, so that neither a worker nor an organiser mixes up two of them.
    draft_number: Mapped[int] = mapped_column(default=0)
    draft_figures: Mapped[dict[str, Any] | None] = mapped_column(_JSON)  # what would change, and the lists it would give
    live_figures: Mapped[dict[str, Any] | None] = mapped_column(_JSON)  # the lists as they were beside those
    learned: Mapped[list[dict[str, Any]] | None] = mapped_column(_JSON)  # None: nothing was learned yet
    changed_at: Mapped[datetime]


class TuningRow(Base):
    """Up to 60 people of one reader with what their pairs are made of, for the sliders."""

    __tablename__ = "tuning_row"
    __table_args__ = (ForeignKeyConstraint(["event_id", "reader_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),)

    event_id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]  # the event's lists_claimed this was worked out for
    people: Mapped[list[list[Any]]] = mapped_column(_JSON)
