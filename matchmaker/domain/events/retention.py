"""When what people said for an event is deleted."""

from datetime import datetime, timedelta


def deleted_on(ends_at: datetime, days: int | None) -> datetime | None:
    """None: not until somebody does it."""
    return None if days is None else ends_at + timedelta(days=days)
