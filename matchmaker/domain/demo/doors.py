"""The demo's own way in: addresses that let whoever runs the demo look around as one of its people."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

ORGANISER = "organiser"
ATTENDEE = "attendee"


def door_token(key: bytes, who: str) -> str:
    """The secret part of a demo address: the same at each start, so that an opened page and a bookmark go on working."""
    digest = hmac.new(key, f"demo|{who}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def is_door_token(key: bytes, who: str, token: str) -> bool:
    return hmac.compare_digest(door_token(key, who).encode(), token.encode())
