"""Which face a text is set in: one that has all its letters, or several together where letters join."""

import unicodedata
from collections.abc import Container, Sequence

from matchmaker.domain.badges.shaping import MixedFace
from matchmaker.domain.badges.typeface import Face, Family

# They steer the order of letters from within; the order is worked out for each line anew, so they would only be drawn as boxes.
_STEERING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def setting(text: str, families: Sequence[Family], *, bold: bool = False) -> tuple[Face, str] | None:
    """The first face that has every letter of a text, with the text as it can be printed; None if no face has them.

    A text in letters that stand by themselves is set in one face: single letters borrowed from another one look like a ransom note.
    Where scripts with joined letters come in, each script has its own face, and a name may mix them.
    Signs that are no letters (emoji, dingbats) are left out quietly; a letter is never.
    """
    signs = " ".join(unicodedata.normalize("NFC", text).split())
    first = families[0].bold if bold else families[0].regular
    if signs.isascii() and first.covers(signs):
        return first, signs
    letters = {sign for sign in signs if sign.isalnum() or unicodedata.category(sign)[0] in "LMN"}
    faces = [family.bold if bold else family.regular for family in families]
    for face in faces:
        if not face.joins and face.covers(letters):
            printed = _printable(signs, face.widths.keys())
            # A mark that no single sign holds together with its letter has to be put above it.
            return (MixedFace((face,)) if any(unicodedata.combining(sign) for sign in printed) else face), printed
    known = {sign for face in faces for sign in letters if sign in face.widths}
    if letters - known:
        return None
    mixed = MixedFace(tuple(faces), is_right_to_left=_begins_from_the_right(signs))
    everything = {sign for sign in signs if any(sign in face.widths for face in faces)}
    return mixed, _printable(signs, everything - _STEERING)


def _printable(signs: str, known: Container[str]) -> str:
    kept = "".join(sign for sign in signs if sign in known)
    return " ".join(kept.split())


def _begins_from_the_right(text: str) -> bool:
    """By the first letter that has a direction."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False
