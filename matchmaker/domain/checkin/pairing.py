"""The code that makes a phone a desk: shown once, typed once, gone in ten minutes."""

import hashlib
import hmac
from datetime import timedelta
from typing import Final

from matchmaker.domain.badges.token import normalise_short_code, write_signs
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, Fault

START: Final = 3  # signs that find the code's row; the other five prove it
DICE_BYTES: Final = 5  # 40 bits, eight signs
LIVES: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5
STAYS_AFTER: Final = timedelta(days=1)  # a desk outlives its event by so long
LONGEST_DESK_NAME: Final = 40


def pairing_code(dice: bytes) -> str:
    """Eight signs of 40 random bits."""
    return write_signs(int.from_bytes(dice, "big"), 8)


def read_pairing_code(text: str) -> tuple[str, str] | None:
    """The start and the whole of a typed code; None if it can't be one."""
    code = normalise_short_code(text)
    return (code[:START], code) if code else None


def hash_pairing_code(key: bytes, code: str) -> str:
    """What the database holds of a code: keyed, as all of them could be tried against a stolen copy."""
    return hmac.new(key, f"desk|{code}".encode(), hashlib.sha256).hexdigest()


def read_desk_name(text: str) -> str:
    """What a desk is called, such as "North door".

    Raises
    ------
    BadInputError
        It is empty or too long.
    """
    name = one_line(text)
    if not name:
        raise BadInputError(Fault("name", N_("Give the desk a name, such as “North door”: the others see it.")))
    if len(name) > LONGEST_DESK_NAME:
        raise BadInputError(Fault("name", N_("A desk’s name has at most %(most)s characters."), {"most": LONGEST_DESK_NAME}))
    return name
