"""The outbox: a letter is a row first."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class OutboxLetter(Base):
    """Written in the transaction of its cause; rendered from live rows when it leaves."""

    __tablename__ = "outbox_letter"
    __table_args__ = (
        UniqueConstraint("event_id", "campaign", "recipient", "kind"),
        CheckConstraint(
            "state IN ('queued', 'claimed', 'transmitting', 'sent', 'failed', 'uncertain', 'suppressed', 'cancelled')", name="state"
        ),
        Index("ix_outbox_letter_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))  # None: no event's letter
    campaign: Mapped[str] = mapped_column(String(80), default="")
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(320))  # the normalised address
    address: Mapped[str] = mapped_column(String(320))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(16), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    lease: Mapped[str] = mapped_column(String(40), default="")
    message_id: Mapped[str] = mapped_column(String(200), default="")
    server_said: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Suppression(Base):
    """Somebody wants no more letters of a kind."""

    __tablename__ = "suppression"

    recipient: Mapped[str] = mapped_column(String(320), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
