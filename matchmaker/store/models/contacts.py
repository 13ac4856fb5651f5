"""What two people exchanged. Contacts belong to people, so they outlive the roster of the event."""

from datetime import date, datetime

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
    # What this scan led to: exchanged, pending, void (one of the two had blocked the other) or undone.
    state: Mapped[str] = mapped_column(String(16))
    scanned_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(8), default="printed")
    client_at: Mapped[datetime | None]  # what the phone's clock said, for a scan that came in later; evidence, never a reason


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
    introduced: Mapped[bool] = mapped_column(default=False)  # somebody brought the two together, and neither scanned the other


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
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id", ondelete="SET NULL"))  # None: what the profile says
    tags: Mapped[list[str]] = mapped_column(default=list)
    may_follow_up: Mapped[bool | None]  # the other said a follow-up is welcome; None: not asked
    asks_no_follow_up: Mapped[bool] = mapped_column(default=False)  # this person wants no letters from the other
    touched_at: Mapped[datetime | None]  # when they were last in touch, as its writer logged it
    let_go_at: Mapped[datetime | None]  # out of this person's list; the note stays until they delete it
    rhythm: Mapped[str] = mapped_column(String(8), default="", server_default="")  # "": as the tags say; "never": none whatever they say
    rhythm_at: Mapped[datetime | None]  # when it was chosen; many at one press bear one moment, so that another press undoes them all
    snoozed_until: Mapped[date | None]  # no reminder before this day
    faded_at: Mapped[datetime | None]  # no reminders any more; they stay in the list


class Promise(Base):
    """What one of the two promised the other, and by when."""

    __tablename__ = "promise"
    __table_args__ = (
        ForeignKeyConstraint(["contact_id", "person_id"], ["contact_side.contact_id", "contact_side.person_id"], ondelete="CASCADE"),
        Index("ix_promise_contact_id_person_id", "contact_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int]
    person_id: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class PersonalLetter(Base):
    """What one of the two wrote to the other, for the service to carry; its writer's, like a promise."""

    __tablename__ = "personal_letter"
    __table_args__ = (
        ForeignKeyConstraint(["contact_id", "person_id"], ["contact_side.contact_id", "contact_side.person_id"], ondelete="CASCADE"),
        Index("ix_personal_letter_contact_id_person_id", "contact_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int]
    person_id: Mapped[int]
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class FollowUpAct(Base):
    """Something one of the two did about writing to the other, once and on a day; never anybody's but theirs."""

    __tablename__ = "follow_up_act"
    __table_args__ = (
        ForeignKeyConstraint(["contact_id", "person_id"], ["contact_side.contact_id", "contact_side.person_id"], ondelete="CASCADE"),
        CheckConstraint("act IN ('opened', 'copied', 'mailed', 'filed', 'sent', 'marked', 'reminded')", name="act"),
    )

    contact_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    act: Mapped[str] = mapped_column(String(8), primary_key=True)
    day: Mapped[date]  # of UTC; figures need no finer time, so none is kept


class OwnWording(Base):
    """A person's own template of a follow-up, at all their events."""

    __tablename__ = "own_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    asks: Mapped[bool]
    created_at: Mapped[datetime]
