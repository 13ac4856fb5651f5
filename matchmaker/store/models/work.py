"""Signs of life of the workers, and which life of the database this is."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.store.base import Base


class WorkerBeat(Base):
    __tablename__ = "worker_beat"

    worker: Mapped[str] = mapped_column(String(80), primary_key=True)
    beat_at: Mapped[datetime]


class Installation(Base):
    """One row. The epoch changes when a backup is put back, so that phones send again what they still keep."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(String(36))
    began_at: Mapped[datetime]
