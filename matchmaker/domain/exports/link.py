"""The secret part of a file's address: worked out from its number, so that nothing of it is kept."""

import base64
import hashlib
import hmac


def export_token(key: bytes, *, event_id: int, export_id: int) -> str:
    """192 bits that only who has the service's key can work out."""
    mark = hmac.new(key, f"export|{event_id}|{export_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mark[:24]).decode()


def is_export_token(key: bytes, token: str, *, event_id: int, export_id: int) -> bool:
    return hmac.compare_digest(token.encode(), export_token(key, event_id=event_id, export_id=export_id).encode())
