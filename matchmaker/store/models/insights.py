"""What the organiser may see of an event in numbers, its picture without names, and whom a host has introduced."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class InsightRelease(Base):
    """The counts of one family of figures as they were last released; they move only when enough people have changed them."""

    __tablename__ = "insight_release"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    family: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int]  # counts up with every release
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    released_at: Mapped[datetime]


class NetworkPicture(Base):
    """Dots and lines of who talked with whom, without anything that leads from a dot to a person."""

    __tablename__ = "network_picture"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int]  # of the release it was drawn for
    drawing: Mapped[dict[str, Any]] = mapped_column(JSON)
    drawn_at: Mapped[datetime]


class Introduction(Base):
    """What a host did about one suggested introduction, so that no second host does it again."""

    __tablename__ = "introduction"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "other_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        CheckConstraint("attendee_id <> other_id", name="other_is_another"),
        CheckConstraint("state IN ('made', 'not_now')", name="state"),
    )

    event_id: Mapped[int] = mapped_column(primary_key=True)
    attendee_id: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime]
