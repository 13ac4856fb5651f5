"""An attendee file on its way in."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class RosterUpload(Base):
    """The file as it came, and how its columns are read; nothing of it counts until it is confirmed.

    `state` is the truth for the worker: reading (a long file), staged, importing, done, undoing, undone.
    """

    __tablename__ = "roster_upload"
    __table_args__ = (UniqueConstraint("event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    uploaded_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    added: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    form: Mapped[str] = mapped_column(String(8), default="csv")  # csv, sheet (a workbook turned into CSV), paste, pretix
    state: Mapped[str] = mapped_column(String(10), default="staged")
    cancelled: Mapped[int] = mapped_column(default=0)
    seats: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int] = mapped_column(default=0)  # how many there are to bring in
    done_rows: Mapped[int] = mapped_column(default=0)  # and how many are
    confirmed_by: Mapped[int | None]
    taken_at: Mapped[datetime | None]  # when a worker last did something with it; one that died lets go by silence
    finished_at: Mapped[datetime | None]
    findings: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # the preview of a long file, as the worker made it
    rejected: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # the rows that stayed out, for a day
    undone: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # what an undo did, by word
    undo_by: Mapped[int | None]


class RosterUndo(Base):
    """What one file did to one attendee. `before` is None for somebody it added, else the former values; `after` are those it wrote."""

    __tablename__ = "roster_undo"
    __table_args__ = (
        ForeignKeyConstraint(["event_id", "upload_id"], ["roster_upload.event_id", "roster_upload.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
        Index("ix_roster_undo_event_id_attendee_id", "event_id", "attendee_id"),
        Index("ix_roster_undo_former_person_id", "former_person_id"),
    )

    upload_id: Mapped[int] = mapped_column(primary_key=True)
    attendee_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int]
    former_person_id: Mapped[int | None]  # whose ticket it was before the file passed it on
    before: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    written_at: Mapped[datetime]


class Seat(Base):
    """A ticket without an address of its own: whoever holds its link says who they are and becomes its attendee."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("event_id", "id"),
        UniqueConstraint("event_id", "external_id"),
        CheckConstraint("status IN ('open', 'claimed', 'cancelled')", name="status"),
        ForeignKeyConstraint(["event_id", "attendee_id"], ["attendee.event_id", "attendee.id"], ondelete="CASCADE"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    external_id: Mapped[str] = mapped_column(String(200))
    label: Mapped[str] = mapped_column(String(200), default="")
    group_name: Mapped[str] = mapped_column(String(80), default="")
    status: Mapped[str] = mapped_column(String(10), default="open")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    upload_id: Mapped[int | None]  # the file that brought it
    attendee_id: Mapped[int | None]
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
