"""Files the team asked for: made by the worker, sealed, and gone after a day."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class ExportFile(Base):
    __tablename__ = "export_file"
    __table_args__ = (
        UniqueConstraint("event_id", "id"),
        CheckConstraint("kind IN ('attendees', 'contacts', 'insights')", name="kind"),
        CheckConstraint("format IN ('csv', 'xlsx')", name="format"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    format: Mapped[str] = mapped_column(String(8))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]  # a worker is at it, or was before it died
    made_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
