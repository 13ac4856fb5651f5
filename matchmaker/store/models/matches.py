"""The stored lists, and what their readers answered."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Recommendation(Base):
    """One place on one reader's list."""

    __tablename__ = "recommendation"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "reader_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "other_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        Index("ix_recommendation_event_id_other_id", "event_id", "other_id"),
    )

    event_id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int]
    score: Mapped[float]
    likeness: Mapped[float]
    complement: Mapped[float]
    reasons: Mapped[list[dict[str, object]]] = mapped_column(JSON)


class RecommendationDraft(Base):
    """A place on a list of a full pass that is still under way: pages never read it, and it is swapped in as a whole."""

    __tablename__ = "recommendation_draft"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    reader_id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int]
    score: Mapped[float]
    likeness: Mapped[float]
    complement: Mapped[float]
    reasons: Mapped[list[dict[str, object]]] = mapped_column(JSON)


class Decision(Base):
    """A reader's answer to one other person; the last one counts."""

    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "reader_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "other_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        CheckConstraint("reader_id <> other_id", name="other_is_another"),
        CheckConstraint("answer IN ('accepted', 'declined', 'not_for_me', 'know_already', 'met', 'later')", name="answer"),
        Index("ix_decision_event_id_other_id", "event_id", "other_id"),
    )

    event_id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(24), default="")  # why not; "" was not said
    until: Mapped[datetime | None]  # of "later": when to ask again


class SeenMatch(Base):
    """Whom a reader has seen on their list, so that who is new there can be marked."""

    __tablename__ = "seen_match"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "reader_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "other_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        Index("ix_seen_match_event_id_other_id", "event_id", "other_id"),
    )

    event_id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
