"""What a sign-in letter carries: derived from a key and a salt, so that the database can sign nobody in."""

import hashlib
import hmac
import re
import unicodedata
from base64 import urlsafe_b64encode
from typing import Literal

SALT_BYTES = 16
CODE_DIGITS = 6
TOKEN_LENGTH = 43  # 256 bits

Purpose = Literal["organiser", "attendee"]

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_INVITATION = re.compile(r"([1-9][0-9]{0,8})-[A-Za-z0-9_-]{43}")
_CODE = re.compile(f"[0-9]{{{CODE_DIGITS}}}")
_BETWEEN_DIGITS = str.maketrans({"-": None, " ": None, ".": None, "\u2010": None, "\u2011": None, "\u2013": None})


def link_token(key: bytes, salt: str) -> str:
    """The token of a sign-in link: 256 bits that nobody without the key can make from the salt."""
    return _text(_keyed(key, "link", salt))


def sign_in_code(key: bytes, salt: str) -> str:
    """The six digits that stand in the same letter as the link."""
    number = int.from_bytes(_keyed(key, "code", salt), "big")
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def invitation_token(key: bytes, *, event_id: int, attendee_id: int, person_id: int) -> str:
    """What stands behind an invitation's button. It names the person: a seat that passes on to somebody else needs a new letter."""
    return f"{attendee_id}-{_text(_keyed(key, 'invitation', f'{event_id}|{attendee_id}|{person_id}'))}"


def seat_token(key: bytes, *, event_id: int, ticket: str) -> str:
    """What stands behind the link of a seat: whoever holds it may say who sits there, once."""
    return _text(_keyed(key, "seat", f"{event_id}|{ticket}"))


def invited_attendee_id(token: str) -> int | None:
    """The attendee an invitation token speaks of; whether it speaks the truth is found by making it again."""
    found = _INVITATION.fullmatch(token.strip())
    return int(found[1]) if found else None


def hash_token(token: str) -> str:
    """What the database holds of a token or a session id; 256 random bits need neither salt nor key."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_sign_in_code(key: bytes, code: str, *, salt: str) -> str:
    """What the database holds of a code: keyed, as all million of them could be tried against a stolen copy."""
    return _keyed(key, "typed", f"{salt}|{code}").hex()


def hash_counted(key: bytes, subject: str) -> str:
    """What the limits table holds of an address or a network: enough to count it, not to read it."""
    return _keyed(key, "counted", subject).hex()


def same_secret(one: str, other: str) -> bool:
    """Compare without telling by the time taken how much was right."""
    return hmac.compare_digest(one.encode(), other.encode())


def read_token(text: str) -> str | None:
    """A token as it was made; None if it can't be one."""
    token = text.strip()
    return token if _TOKEN.fullmatch(token) else None


def read_code(text: str) -> str | None:
    """The six digits a person typed, in any script and grouping; None if they can't be a code."""
    plain = unicodedata.normalize("NFKC", text[:40]).strip().translate(_BETWEEN_DIGITS)
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in plain)
    return digits if _CODE.fullmatch(digits) else None


def _keyed(key: bytes, use: str, message: str) -> bytes:
    return hmac.new(key, f"{use}|{message}".encode(), hashlib.sha256).digest()


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
