"""An attendee is a person at one event, with what they say of themselves there."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class Attendee(Base):
    __tablename__ = "attendee"
    __table_args__ = (
        UniqueConstraint("event_id", "id"),
        UniqueConstraint("event_id", "person_id"),
        UniqueConstraint("event_id", "external_id"),
        CheckConstraint("status IN ('registered', 'cancelled')", name="status"),
        CheckConstraint("exchange_mode IN ('share', 'ask')", name="exchange_mode"),
        CheckConstraint("stage BETWEEN 0 AND 5", name="stage"),
        CheckConstraint("list_kind IN ('personal', 'plain')", name="list_kind"),
        CheckConstraint("approach IN ('', 'hello', 'ask', 'rest')", name="approach"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    external_id: Mapped[str | None] = mapped_column(String(200))  # None: not from a ticket shop
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    headline: Mapped[str] = mapped_column(String(140), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[int | None]  # None: not said
    languages: Mapped[list[str]] = mapped_column(default=list)
    remote: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(String(40), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[str] = mapped_column(String(16), default="registered")
    listed: Mapped[bool] = mapped_column(default=True)
    # What a scan of the printed badge does; None: the owner was not asked yet, which counts as "ask".
    exchange_mode: Mapped[str | None] = mapped_column(String(8))
    shared_fields: Mapped[list[str]] = mapped_column(default=list)
    consent_version: Mapped[str] = mapped_column(String(40), default="")
    consent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    first_signed_in_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]  # None: not at the event yet, or the check-in was taken back
    interests_saved_at: Mapped[datetime | None]
    # The event's lists_wanted when this attendee last changed something; a list built for less is not theirs yet.
    lists_wanted: Mapped[int] = mapped_column(default=0)
    # "plain": everybody in an order that favours nobody, for whoever wants no list made for them.
    list_kind: Mapped[str] = mapped_column(String(8), default="personal")
    pronouns: Mapped[str] = mapped_column(String(40), default="")
    name_sounds: Mapped[str] = mapped_column(String(120), default="")  # how the name is said, in the owner's spelling
    language_levels: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # by language tag; a missing one was not said
    approach: Mapped[str] = mapped_column(String(8), default="")  # "please say hello", "ask me first", "leave me in peace"
    wants_few: Mapped[bool] = mapped_column(default=False)  # three people only
    hidden_fields: Mapped[list[str]] = mapped_column(default=list)  # shown to people with whom cards were exchanged, to nobody else
    searchable: Mapped[bool] = mapped_column(default=False)  # others of the event may find them by name
    paused_at: Mapped[datetime | None]  # None: takes part
    left_at: Mapped[datetime | None]  # cancelled by themselves: no attendee file brings them back
    group_name: Mapped[str] = mapped_column(String(80), default="")
    may_be_introduced: Mapped[bool] = mapped_column(default=False)  # the host may see that they are still alone, and introduce them
    takes_introductions: Mapped[bool] = mapped_column(default=True)  # people they met may ask whether to introduce them to somebody


class AttendeeInterest(Base):
    """One thing an attendee talks about, offers or seeks: a tag of the event, or own words."""

    __tablename__ = "attendee_interest"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "interest_id"], ["interest.event_id", "interest.id"], ondelete="CASCADE"),
        CheckConstraint("kind IN ('talk', 'offer', 'seek')", name="kind"),
        Index("ix_attendee_interest_event_id_attendee_id", "event_id", "attendee_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int]
    attendee_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(140))
    interest_id: Mapped[int | None]  # None: own words


class AttendeePhoto(Base):
    """A small picture, drawn anew from what was sent: nothing of the file itself is kept."""

    __tablename__ = "attendee_photo"
    __table_args__ = (ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),)

    event_id: Mapped[int] = mapped_column(primary_key=True)
    attendee_id: Mapped[int] = mapped_column(primary_key=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    fingerprint: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]


class CardChoice(Base):
    """Which of a person's cards a scan gives at one event; without a row it is what the profile there says."""

    __tablename__ = "card_choice"
    __table_args__ = (ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),)

    event_id: Mapped[int] = mapped_column(primary_key=True)
    attendee_id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)
