"""Bytes of an attendee file turned into text, without ever storing garbled names in silence."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

UNREADABLE = re.compile("[\udc80-\udcff]")  # what surrogateescape leaves behind for a byte that has no meaning
# Three high letters in a row inside a word: "Èâàí" is Cyrillic read with the wrong table, "Müßig" is not caught.
WRONG_TABLE = re.compile("[À-ÖØ-öø-ÿ]{3}")
MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the name of its encoding, and whether that encoding was only a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes) -> Decoded:
    """Read the bytes; a byte without meaning stays as a lone surrogate, so that its row can be reported."""
    if data.startswith(BOM_UTF8):
        return Decoded(data[len(BOM_UTF8) :].decode("utf-8", "surrogateescape"), "UTF-8")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _decode_utf16(data[2:], little=data.startswith(BOM_UTF16_LE))
    little = _is_little_utf16(data)
    if little is not None:
        return _decode_utf16(data, little=little)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _decode_eight_bit(data)


def _decode_utf16(data: bytes, *, little: bool) -> Decoded:
    return Decoded(data.decode("utf-16-le" if little else "utf-16-be", "replace"), "UTF-16")


def _is_little_utf16(data: bytes) -> bool | None:
    """True for little endian, False for big, None for neither: the other half of every Latin letter is NUL."""
    sample = data[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return True
    if even > half * 0.6 and odd < half * 0.1:
        return False
    return None


def _decode_eight_bit(data: bytes) -> Decoded:
    """Not UTF-8 throughout: either UTF-8 with a few broken lines, or an older Windows table."""
    broken, sound = 0, 0
    for line in data.split(b"\n"):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            sound += 1
        except UnicodeDecodeError:
            broken += 1
            sound += bool(MULTIBYTE.search(line))
    if sound >= broken:
        return Decoded(data.decode("utf-8", "surrogateescape"), "UTF-8")
    return Decoded(data.decode("cp1252", "surrogateescape"), "Windows-1252", guessed=True)


def is_unreadable(text: str) -> bool:
    """Whether some byte of this text had no meaning in the file's encoding."""
    return UNREADABLE.search(text) is not None


def is_garbled(text: str) -> bool:
    """Whether this is UTF-8 that was once read with the Windows table, such as "JosÃ©" for José, or has lost a sign."""
    if "\ufffd" in text:
        return True
    if not any(sign in text for sign in "ÃÂÄÅÐÑØÙâ"):
        return False
    try:
        return len(text.encode("cp1252").decode("utf-8")) < len(text)
    except UnicodeError:
        return False


def is_wrong_table(text: str) -> bool:
    """Whether text read with the Windows table looks like another alphabet."""
    return WRONG_TABLE.search(text) is not None
