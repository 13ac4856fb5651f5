"""What undoes leaving an event: handed out at the moment of leaving, good for a day, and only for the one who left."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Final

UNDO_FOR: Final = timedelta(days=1)
_TOKEN: Final = re.compile(r"([1-9][0-9]{0,15})-([1-9][0-9]{0,11})-[A-Za-z0-9_-]{43}")


def undo_token(key: bytes, attendee_id: int, *, now: datetime) -> str:
    return _token(key, attendee_id, int(now.timestamp()))


def left_attendee(key: bytes, token: str, *, now: datetime) -> int | None:
    """The attendee who left with this token; None if we never made it, or its day is over."""
    found = _TOKEN.fullmatch(token)
    if not found or not hmac.compare_digest(token, _token(key, int(found[1]), int(found[2]))):
        return None
    left_at = datetime.fromtimestamp(int(found[2]), UTC)
    return int(found[1]) if left_at <= now <= left_at + UNDO_FOR else None


def _token(key: bytes, attendee_id: int, at: int) -> str:
    mark = hmac.new(key, f"leave|{attendee_id}|{at}".encode(), hashlib.sha256).digest()
    return f"{attendee_id}-{at}-{urlsafe_b64encode(mark).rstrip(b'=').decode('ascii')}"
