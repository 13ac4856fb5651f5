"""Introductions that attendees propose between two people they met."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Proposal(Base):
    """Somebody would like to introduce two people; the smaller person id stands first, so that nothing tells who was asked as what."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("low_person_id < high_person_id", name="low_before_high"),
        CheckConstraint("state IN ('open', 'void', 'made')", name="state"),
        Index("ix_proposal_event_id_proposer_id", "event_id", "proposer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    low_person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    high_person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    to_low: Mapped[str] = mapped_column(Text, default="")  # what the first alone reads about the second
    to_high: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8), default="open")
    created_at: Mapped[datetime]
    answer_until: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]  # the proposer took it back; None: they did not
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))  # what came of it


class ProposalSide(Base):
    """The question to one of the two; there is none if nobody was asked, because nothing could have come of it."""

    __tablename__ = "proposal_side"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id"), CheckConstraint("answer IN ('', 'yes', 'no', 'later')", name="answer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(8), default="")
    answered_at: Mapped[datetime | None]
    may_tell: Mapped[bool] = mapped_column(default=False)
    shared_fields: Mapped[list[str]] = mapped_column(default=list)
    consent_version: Mapped[str] = mapped_column(String(40), default="")
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id", ondelete="SET NULL"))  # None: what the profile says
