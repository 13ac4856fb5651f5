"""Reminders of people one met: when their letter comes, which tags have a rhythm, and whom somebody was reminded of.

A person's own rhythm, snooze and fading stand on their side of the contact, beside the last touch.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class WarmHours(Base):
    """When one person's letter leaves; there for everybody who may ever be due one."""

    __tablename__ = "warm_hours"
    __table_args__ = (Index("ix_warm_hours_look_at", "look_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64))
    weekday: Mapped[int] = mapped_column(default=1)  # 0 is Monday
    hour: Mapped[int] = mapped_column(default=9)
    quiet_from: Mapped[int] = mapped_column(default=21)
    quiet_until: Mapped[int] = mapped_column(default=8)  # the same as quiet_from: no quiet hours
    quiet_weekends: Mapped[bool] = mapped_column(default=True)
    look_at: Mapped[datetime]  # when a worker next looks whether somebody is due
    looked_on: Mapped[date | None]  # when it last did for the weekly letter, by their calendar


class TagRhythm(Base):
    """How often one person wishes to be in touch with those who bear one of their tags."""

    __tablename__ = "tag_rhythm"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(160), primary_key=True)  # folded, so that its spelling does not matter
    rhythm: Mapped[str] = mapped_column(String(8))


class Reminder(Base):
    """In the letter of that day, somebody was reminded of this contact, or of a promise to them; and what they did about it.

    The letter itself is the row of the outbox for the same person with the campaign ``warm|<day>``, which says whether it was sent.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        ForeignKeyConstraint(["contact_id", "person_id"], ["contact_side.contact_id", "contact_side.person_id"], ondelete="CASCADE"),
        CheckConstraint("cause IN ('rhythm', 'promise')", name="cause"),
        Index("ix_reminder_person_id_day", "person_id", "day"),
    )

    contact_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # by the reader's calendar
    cause: Mapped[str] = mapped_column(String(8), primary_key=True)
    answer: Mapped[str] = mapped_column(String(8), default="")  # touched, snoozed, faded, kept; "": nothing yet
    answered_at: Mapped[datetime | None]
