"""Who was invited to a team, and who was removed from it a short while ago."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class TeamInvitation(Base):
    """Somebody may join a team by proving this address; the letter carries no secret, so that a forwarded one opens nothing."""

    __tablename__ = "team_invitation"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'host', 'desk')", name="role"),
        Index("ix_team_invitation_event_id", "event_id"),
        Index("ix_team_invitation_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    email_key: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(16))
    invited_by: Mapped[int | None]  # a person's number, for their name in the letter; None: unknown
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # taken up, withdrawn, or followed by a newer one; None: it waits


class FormerRole(Base):
    """Somebody who was removed from a team, for as long as one press brings them back."""

    __tablename__ = "former_role"
    __table_args__ = (CheckConstraint("role IN ('owner', 'host', 'desk')", name="role"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16))
    removed_at: Mapped[datetime]
