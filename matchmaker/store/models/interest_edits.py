"""What was done to an event's interests after people chose them, kept so that it can be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class InterestEdit(Base):
    """One rename, merge or retirement."""

    __tablename__ = "interest_edit"
    __table_args__ = (
        CheckConstraint("verb IN ('rename', 'merge', 'retire')", name="verb"),
        Index("ix_interest_edit_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    verb: Mapped[str] = mapped_column(String(8))
    label: Mapped[str] = mapped_column(String(80))  # as it was called
    into_label: Mapped[str] = mapped_column(String(80), default="")  # what it is called, or counts as, from then on; "": own words
    into_id: Mapped[int | None]  # the interest its people have now; None: own words
    people: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)  # the interest itself with its other words
    done_by: Mapped[int | None]  # a person's number
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class InterestEditChoice(Base):
    """Who had chosen an interest that is gone, so that an undo gives it back to them and to nobody else."""

    __tablename__ = "interest_edit_choice"
    __table_args__ = (ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),)

    edit_id: Mapped[int] = mapped_column(ForeignKey("interest_edit.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[int] = mapped_column(primary_key=True)
    attendee_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    position: Mapped[int]
    had_both: Mapped[bool] = mapped_column(default=False)  # had chosen the other one too, so the two became one
