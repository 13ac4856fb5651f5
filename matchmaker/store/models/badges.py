"""Badges and the sheets they are printed on."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Badge(Base):
    """One generation of an attendee's code. Only hashes are kept: a stolen database prints no badges."""

    __tablename__ = "badge"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        UniqueConstraint("event_id", "short_hash"),
    )

    event_id: Mapped[int] = mapped_column(primary_key=True)
    attendee_id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    short_hash: Mapped[str] = mapped_column(String(64))
    short_turn: Mapped[int] = mapped_column(default=0)  # counts up while another badge of the event has the same short code
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    tries_after: Mapped[int] = mapped_column(default=0)  # scans of a revoked code, counted for its owner


class BadgeSheet(Base):
    """Whose badges an organiser printed, and how. The PDF is sealed with a key outside the database, as it shows codes."""

    __tablename__ = "badge_sheet"
    __table_args__ = (UniqueConstraint("event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]  # a worker is at it, or was before it died
    made_at: Mapped[datetime | None]
    badges: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    kind: Mapped[str] = mapped_column(String(8), default="all")  # "all" that were chosen, "one", or a "test" of the printer
    choice: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # domain/badges/printing.PrintChoice at that moment
    people: Mapped[list[int]] = mapped_column(JSON, default=list)  # attendees in the order of their badges


class BadgeSetup(Base):
    """What an event prints its badges on, and what on them: chosen once, remembered."""

    __tablename__ = "badge_setup"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    choice: Mapped[dict[str, Any]] = mapped_column(JSON)


class BadgePrint(Base):
    """That somebody's badge was printed: a fingerprint of what it said tells whether it has changed since."""

    __tablename__ = "badge_print"
    __table_args__ = (ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),)

    event_id: Mapped[int] = mapped_column(primary_key=True)
    attendee_id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32))
    printed_at: Mapped[datetime]
