"""Which groups of an event do not meet; whatever is not named here may."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class GroupApart(Base):
    """Two groups that do not meet, in each of both orders, so that one look answers for either side."""

    __tablename__ = "group_apart"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    one: Mapped[str] = mapped_column(String(80), primary_key=True)
    other: Mapped[str] = mapped_column(String(80), primary_key=True)
