"""An event, its team and its own list of interests."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, LargeBinary, String, Text, UniqueConstraint
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
    join_code: Mapped[str] = mapped_column(String(40), default="")  # of an open event: newcomers type it; "": they need none
    sees: Mapped[str] = mapped_column(String(16), default="full_names")
    exchange_rule: Mapped[str] = mapped_column(String(16), default="owner_chooses")
    hue: Mapped[str] = mapped_column(String(16), default="")  # of its attendees' pages; "": the house's own
    logo: Mapped[str] = mapped_column(String(16), default="")  # the fingerprint of its picture; "": none
    retention_days: Mapped[int | None]  # how long after its end what people said is kept; None: until somebody deletes it
    forgotten_at: Mapped[datetime | None]  # when that was deleted
    is_demo: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(16), default="")  # of its pages, for whoever chose none; "": as the browser asks
    # Who is in is known, so a printed badge exchanges at once between two who are in, and asks first for everybody else.
    check_in_on: Mapped[bool] = mapped_column(default=False)
    safety_address: Mapped[str] = mapped_column(String(320), default="")  # who is told of a report; "": the owners
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]  # None: a draft, which only its team sees
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)  # counts its changes, so that two who edit at once hear of each other
    # The lists are stale while wanted > built; the counters are the truth, the queue only hurries.
    lists_wanted: Mapped[int] = mapped_column(default=0)
    lists_built: Mapped[int] = mapped_column(default=0)
    # Up to where the newest build under way goes; an older build that is still writing stops when it sees it.
    lists_claimed: Mapped[int] = mapped_column(default=0)
    lists_built_at: Mapped[datetime | None]


class FormerSlug(Base):
    """A short address an event had before; it leads to the present one."""

    __tablename__ = "former_slug"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)


class EventLogo(Base):
    """A small picture, drawn anew from what was sent: nothing of the file itself is kept."""

    __tablename__ = "event_logo"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    fingerprint: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]


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


class InterestSynonym(Base):
    """Another word for a tag: whoever types it chooses the tag."""

    __tablename__ = "interest_synonym"
    __table_args__ = (ForeignKeyConstraint(["event_id", "interest_id"], ["interest.event_id", "interest.id"], ondelete="CASCADE"),)

    event_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    label: Mapped[str] = mapped_column(String(80))
    interest_id: Mapped[int]
