"""Signs of life of the workers."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class WorkerBeat(Base):
    __tablename__ = "worker_beat"

    worker: Mapped[str] = mapped_column(String(80), primary_key=True)
    beat_at: Mapped[datetime]
