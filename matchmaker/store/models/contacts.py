"""What two people exchanged. Contacts belong to people, so they outlive the roster of the event."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Scan(Base):
    """One scan, kept with its client-made id: the same id twice is the same scan."""

    __tablename__ = "scan"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "scanner_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "owner_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        UniqueConstraint("event_id", "scanner_id", "scan_id"),
        Index("ix_scan_event_id_owner_id", "event_id", "owner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int]
    scanner_id: Mapped[int]
    owner_id: Mapped[int]
    scan_id: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(16))  # what this scan led to: exchanged or pending
    scanned_at: Mapped[datetime]


class Contact(Base):
    """One pair at one event; the smaller person id stands first, so crosswise scans meet in one row."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("event_id", "low_person_id", "high_person_id"),
        CheckConstraint("low_person_id < high_person_id", name="low_before_high"),
        CheckConstraint("state IN ('pending', 'exchanged', 'declined')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    low_person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    high_person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    exchanged_at: Mapped[datetime | None]


class ContactSide(Base):
    """What one of the two gives to the other, and what they noted about them."""

    __tablename__ = "contact_side"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    shared_fields: Mapped[list[str]] = mapped_column(default=list)
    consent_version: Mapped[str] = mapped_column(String(40), default="")
    shared_at: Mapped[datetime | None]  # None: gives nothing (not answered yet, or asked only)
    withdrawn_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None]
