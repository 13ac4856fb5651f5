"""Keeps a finished sheet unreadable for whoever has the database but not the key: a sheet shows every code of an event."""

import hashlib
import hmac
from typing import Final

NONCE_BYTES: Final = 16
_MARK_BYTES = 32


def seal(key: bytes, content: bytes, *, nonce: bytes) -> bytes:
    """Nonce, mark, and the content under a key stream of SHAKE-256 that this nonce makes once.

    Parameters
    ----------
    key
        A secret of 32 bytes, kept outside the database.
    nonce
        16 random bytes, never used twice.
    """
    hidden = _mixed(key, content, nonce)
    return nonce + _mark(key, nonce + hidden) + hidden


def unseal(key: bytes, sealed: bytes) -> bytes:
    """The content again.

    Raises
    ------
    ValueError
        Another key, or something has changed it.
    """
    nonce, mark, hidden = sealed[:NONCE_BYTES], sealed[NONCE_BYTES : NONCE_BYTES + _MARK_BYTES], sealed[NONCE_BYTES + _MARK_BYTES :]
    if not hmac.compare_digest(mark, _mark(key, nonce + hidden)):
        raise ValueError("sealed with another key, or changed since")
    return _mixed(key, hidden, nonce)


def _mixed(key: bytes, content: bytes, nonce: bytes) -> bytes:
    stream = hashlib.shake_256(b"sheet stream|" + key + nonce).digest(len(content))
    return (int.from_bytes(content, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(content), "big")


def _mark(key: bytes, hidden: bytes) -> bytes:
    return hmac.new(key, b"sheet mark|" + hidden, hashlib.sha256).digest()
