"""The live code on a phone's screen: it says whose it is and which minute it is for, to this service alone.

A synthetic-IV construction: the first 71 bits authenticate badge and minute, and veil the other 59, which carry them. So nothing is
stored, each minute's code looks like chance, and two codes of one person can't be told from two people's.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from matchmaker.domain.badges.token import CODE_LENGTH, number_of, write_signs

STEP_SECONDS: Final = 60
TOLERANCE: Final = 1  # steps: a code that was on the screen when the page was opened still counts when the button is pressed
_TAG_BITS, _ID_BITS, _STEP_BITS = 71, 31, 28  # 31: whatever a foreign code claims is a number that the database can look for
_PAYLOAD_BITS = _ID_BITS + _STEP_BITS


@dataclass(frozen=True, slots=True)
class LiveMark:
    """What a code claims to be: whose, and of which minute. True only if `live_code` gives this very code again."""

    attendee_id: int
    step: int

    def has_run_out(self, *, now: datetime) -> bool:
        return not 0 <= live_step(now) - self.step <= TOLERANCE


def live_step(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS


def seconds_left(now: datetime) -> int:
    """Until the next code takes the place of this one on the screen."""
    return STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS


def live_code(key: bytes, *, event_id: int, attendee_id: int, generation: int, step: int) -> str:
    """The code of one badge for one minute; a replaced badge (the next generation) makes it worthless at once."""
    tag = _keyed(key, f"live|{event_id}|{attendee_id}|{generation}|{step}", _TAG_BITS)
    payload = (attendee_id << _STEP_BITS | step) ^ _keyed(key, f"veil|{tag}", _PAYLOAD_BITS)
    return write_signs(tag << _PAYLOAD_BITS | payload, CODE_LENGTH)


def live_mark(key: bytes, code: str) -> LiveMark:
    """What a normalised code claims; of a code that is none of ours, nonsense that no badge confirms."""
    number = number_of(code)
    tag = number >> _PAYLOAD_BITS
    payload = (number & (1 << _PAYLOAD_BITS) - 1) ^ _keyed(key, f"veil|{tag}", _PAYLOAD_BITS)
    return LiveMark(payload >> _STEP_BITS, payload & (1 << _STEP_BITS) - 1)


def _keyed(key: bytes, message: str, bits: int) -> int:
    digest = hmac.new(key, message.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest, "big") >> (8 * len(digest) - bits)
