"""The code on a badge: derived from a key, never stored, revoked by counting the generation up."""

import hashlib
import hmac
import re
import unicodedata
from urllib.parse import urlsplit

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
CODE_LENGTH = 26  # 130 bits
SHORT_CODE_LENGTH = 8  # 40 bits: read aloud and typed, so it always asks first and tries are counted

# What people type for a sign that looks like another one, and what they put between signs.
_LOOK_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "\u2010": None, "\u2011": None, "\u2013": None})
_LONGEST_INPUT = 100
_SIGNS_ONLY = re.compile(f"[{SIGNS}]+")


def badge_code(key: bytes, *, event_id: int, attendee_id: int, generation: int) -> str:
    """The 26 characters of one attendee's badge; the next generation makes the one before worthless."""
    return _signs(_keyed(key, f"badge|{event_id}|{attendee_id}|{generation}"), CODE_LENGTH)


def short_code(key: bytes, *, event_id: int, attendee_id: int, generation: int, turn: int = 0) -> str:
    """The 8 characters to type; `turn` counts up when another attendee of the event already has them."""
    return _signs(_keyed(key, f"short|{event_id}|{attendee_id}|{generation}|{turn}"), SHORT_CODE_LENGTH)


def hash_code(code: str) -> str:
    """What the database holds of a badge code; 130 random bits need neither salt nor key."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()


def hash_short_code(key: bytes, code: str, *, event_id: int) -> str:
    """What the database holds of a short code: keyed, as all 2^40 of them could be tried against a stolen copy."""
    return _keyed(key, f"typed|{event_id}|{code}").hex()


def normalise_code(text: str) -> str | None:
    """A badge code as it was made, from any way of writing it; None if it can't be one."""
    return _normalised(text, CODE_LENGTH)


def normalise_short_code(text: str) -> str | None:
    """A short code as it was made, from what a person typed; None if it can't be one."""
    return _normalised(text, SHORT_CODE_LENGTH)


def shown_short_code(code: str) -> str:
    """Two groups of four: that is how a number stays in mind between looking and typing."""
    return f"{code[:4]} {code[4:]}"


def badge_address(base_url: str, code: str) -> str:
    """The address in the QR code, in capitals where it may be: those need a third fewer modules.

    Scheme and host are the same in capitals; a path in front of ours is not, so it stays as it is.
    """
    parts = urlsplit(base_url)
    host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    return f"{parts.scheme.upper()}://{host.upper()}{parts.path.rstrip('/')}/B/{code}"


def badge_code_in(text: str, base_url: str) -> str | None:
    """The badge code in what was read from a square: our own address of a badge, or the bare code; None for all else."""
    prefix, read = badge_address(base_url, "").upper(), text.strip().upper()
    return normalise_code(read[len(prefix) :].rstrip("/") if read.startswith(prefix) else read)


def write_signs(number: int, length: int) -> str:
    """A number in Crockford's base 32, with leading zeros."""
    return "".join(SIGNS[(number >> 5 * place) & 31] for place in reversed(range(length)))


def number_of(signs: str) -> int:
    """The number that `write_signs` wrote."""
    number = 0
    for sign in signs:
        number = number << 5 | SIGNS.index(sign)
    return number


def _keyed(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def _signs(digest: bytes, length: int) -> str:
    return write_signs(int.from_bytes(digest, "big") >> (8 * len(digest) - 5 * length), length)


def _normalised(text: str, length: int) -> str | None:
    if len(text) > _LONGEST_INPUT:
        return None
    signs = unicodedata.normalize("NFKC", text).strip().upper().translate(_LOOK_ALIKE)
    return signs if len(signs) == length and _SIGNS_ONLY.fullmatch(signs) else None
