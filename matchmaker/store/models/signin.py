"""Signing in: links and codes, sessions, and how often somebody tried."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class LoginLink(Base):
    """One asked-for sign-in. Link and code are derived from the salt and a key that is not in the database."""

    __tablename__ = "login_link"
    __table_args__ = (
        CheckConstraint("purpose IN ('attendee', 'organiser')", name="purpose"),
        Index("ix_login_link_email_key_purpose", "email_key", "purpose"),
        Index("ix_login_link_nonce_hash", "nonce_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200), default="")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))  # None: not bound to one
    next_path: Mapped[str] = mapped_column(String(500), default="")
    seat_id: Mapped[int | None]  # a seat to be claimed by whoever proves the address
    salt: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    nonce_hash: Mapped[str] = mapped_column(String(64))  # the browser that asked
    knows_code: Mapped[bool] = mapped_column(default=False)  # typed the event's own code, so it lets in whoever is on no list
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SessionRow(Base):
    """A signed-in browser; the cookie carries a random id, the row its hash."""

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("purpose IN ('attendee', 'organiser')", name="purpose"),)

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(80), default="")  # such as "Firefox on Android", for its owner to tell it apart


class RateCount(Base):
    """How often something happened since its window began; in the database, so that it holds over workers."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    window_starts_at: Mapped[datetime]
    count: Mapped[int] = mapped_column(default=1)
