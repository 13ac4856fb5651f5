"""Letters an organiser writes to many people of an event."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Mailing(Base):
    """One letter to many. Its rows of the outbox have the campaign `mailing-<id>`: nobody gets it twice, however often it is sent."""

    __tablename__ = "mailing"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'scheduled', 'going', 'paused')", name="state"),
        Index("ix_mailing_event_id", "event_id"),
        Index("ix_mailing_state_goes_at", "state", "goes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    based_on: Mapped[str] = mapped_column(String(24))  # which letter of the library it began as; decides topic and slots
    audience: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # "going" stays when the last letter has left: whether any is still on its way is read from their rows.
    state: Mapped[str] = mapped_column(String(12), default="draft")
    goes_at: Mapped[datetime | None]  # scheduled: when it begins; sent by hand: when its letters begin to leave
    version: Mapped[int] = mapped_column(default=0)  # counts its changes, so that two who edit at once hear of each other
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]  # a person's number; so is sent_by
    sent_by: Mapped[int | None]  # whom answers go to
    began_at: Mapped[datetime | None]  # when letters were last put into the outbox
    taken_back: Mapped[int] = mapped_column(default=0)  # letters that were stopped before they left, the last time


class MailingWording(Base):
    """A mailing's words in one language."""

    __tablename__ = "mailing_wording"

    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailing.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    position: Mapped[int]  # the first one is for whoever reads none of the others
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
