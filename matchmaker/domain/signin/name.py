"""What people write where their name belongs."""

import unicodedata

from matchmaker.errors import N_, BadInputError, Fault

LONGEST_NAME = 120


def read_name(text: str, *, field: str = "name") -> str:
    """A name on one line, as its owner spells it.

    Raises
    ------
    BadInputError
        It is empty, too long, or has no letter in it.
    """
    name = one_line(text)
    if not name:
        raise BadInputError(Fault(field, N_("Type your name, as people call you.")))
    if len(name) > LONGEST_NAME:
        raise BadInputError(
            Fault(field, N_("The name is longer than %(most)s characters. Shorten it to what people call you."), {"most": LONGEST_NAME})
        )
    if not any(sign.isalnum() for sign in name):
        raise BadInputError(Fault(field, N_("The name has no letter in it. Type it as people call you.")))
    return name


def one_line(text: str) -> str:
    """The text on one line, without signs that hide, turn or break it."""
    if text.isascii() and text.isprintable():  # most text; long files are full of it
        return " ".join(text.split())
    return " ".join("".join(sign if _may_stay(sign) else " " for sign in unicodedata.normalize("NFC", text)).split())


def _may_stay(sign: str) -> bool:
    # Joiners shape letters in Persian, Hindi and emoji; other control and format signs only hide or turn text
    return sign in "\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
