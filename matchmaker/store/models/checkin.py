"""Check-in: the desks at the door, and every entry that one of them made."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class DeskDevice(Base):
    """A phone or laptop at the door of one event: first a pairing code that waits, then a device that opens this event's desk alone.

    Code and cookie are kept as hashes. A revoked desk stays, as its entries name it.
    """

    __tablename__ = "desk"
    __table_args__ = (UniqueConstraint("event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    # The first signs of a code find its row, so that wrong tries count against this code alone; None once it is used or run out.
    code_start: Mapped[str | None] = mapped_column(String(8), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    code_expires_at: Mapped[datetime]
    code_tries: Mapped[int] = mapped_column(default=0)
    paired_at: Mapped[datetime | None]
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80), default="")
    seen_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]  # the event's end and a day, as it stood when the device was paired
    revoked_at: Mapped[datetime | None]


class CheckIn(Base):
    """One entry of one desk. Two desks that let in the same person leave two; `attendee.checked_in_at` says whether they are in."""

    __tablename__ = "check_in"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "desk_id"], ["desk.event_id", "desk.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "undone_desk_id"], ["desk.event_id", "desk.id"], ondelete="CASCADE"),
        UniqueConstraint("event_id", "entry_id"),
        CheckConstraint("way IN ('camera', 'scanner', 'typed', 'search', 'walk_in')", name="way"),
        Index("ix_check_in_event_id_attendee_id", "event_id", "attendee_id"),
        Index("ix_check_in_event_id_done_at", "event_id", "done_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    attendee_id: Mapped[int]
    entry_id: Mapped[str] = mapped_column(String(36))  # made by the page: the same one sent twice is one entry
    done_at: Mapped[datetime]
    client_at: Mapped[datetime | None]  # what the desk's clock said, for one that came in later
    way: Mapped[str] = mapped_column(String(8))
    done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))  # None: a paired device
    desk_id: Mapped[int | None]  # None: somebody of the team
    was_in: Mapped[bool] = mapped_column(default=False)  # they were in already
    undone_at: Mapped[datetime | None]
    undone_desk_id: Mapped[int | None]  # the device that took it back; who of the team did stands in the log
