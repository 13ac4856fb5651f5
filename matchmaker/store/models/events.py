"""An event, its team and its own list of interests."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Event(Base):
    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("join_policy IN ('open', 'invited')", name="join_policy"),
        CheckConstraint("sees IN ('full_names', 'first_names')", name="sees"),
        CheckConstraint("exchange_rule IN ('owner_chooses', 'ask_first')", name="exchange_rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200), default="")
    time_zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    description: Mapped[str] = mapped_column(Text, default="")
    join_policy: Mapped[str] = mapped_column(String(16), default="open")
    sees: Mapped[str] = mapped_column(String(16), default="full_names")
    exchange_rule: Mapped[str] = mapped_column(String(16), default="owner_chooses")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    # The lists are stale while wanted > built; the counters are the truth, the queue only hurries.
    lists_wanted: Mapped[int] = mapped_column(default=0)
    lists_built: Mapped[int] = mapped_column(default=0)
    # Up to where the newest build under way goes; an older build that is still writing stops when it sees it.
    lists_claimed: Mapped[int] = mapped_column(default=0)
    lists_built_at: Mapped[datetime | None]


class EventRole(Base):
    """Who of the team may do what at one event."""

    __tablename__ = "event_role"
    __table_args__ = (CheckConstraint("role IN ('owner', 'host', 'desk')", name="role"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]


class Interest(Base):
    """A tag of the event's own list."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("event_id", "id"), UniqueConstraint("event_id", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(80))  # NFKC and case-folded: "Rust" and "rust" are one
    position: Mapped[int] = mapped_column(default=0)
