"""A card for the phone's address book: vCard 3.0, the version that phones import best."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

LINE_OCTETS = 75  # RFC 2426 section 2.6 (after RFC 2425 5.8.1), line break not counted
# What else ends a line for some readers: Unicode's own breaks, and the controls that Python's and others' splitlines() take for one.
_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Card:
    """What goes into an address book; an empty field is left out."""

    name: str
    organisation: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    link: str = ""
    note: str = ""


def vcard(card: Card) -> bytes:
    """Write one vCard 3.0.

    Whatever the fields hold, the file has one card with each property at most once: breaks inside a field are escaped or
    become blanks, other control characters are dropped, lines are folded at 75 octets without parting a character.

    Parameters
    ----------
    card
        Texts as people typed them.

    Returns
    -------
    bytes
        UTF-8 with CRLF line ends (RFC 2426).
    """
    name = _one_line(card.name) or _one_line(card.email) or "?"
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_structured(name)}", f"FN:{_escaped(name)}"]
    for label, value in (
        ("ORG", _escaped(_one_line(card.organisation))),
        ("TITLE", _escaped(_one_line(card.headline))),
        ("EMAIL;TYPE=INTERNET", _escaped(_one_line(card.email))),
        ("TEL;TYPE=VOICE", _escaped(_one_line(card.phone))),
        ("URL", _web_address(_one_line(card.link))),
        ("NOTE", _escaped(_clean(card.note).strip())),
    ):
        if value:
            lines.append(f"{label}:{value}")
    lines.append("END:VCARD")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _structured(name: str) -> str:
    """Family name; given names: phones sort by the first. A single word is a given name, so that nobody is filed under a guess."""
    given, _, family = name.rpartition(" ")
    return f"{_escaped(family if given else '')};{_escaped(given or family)};;;"


def _web_address(link: str) -> str:
    """Only web pages: a card must not carry a `javascript:` or `file:` address into the phone."""
    try:
        is_web_page = urlsplit(link).scheme in {"http", "https"}
    except ValueError:
        return ""
    # Percent signs instead of backslashes: readers disagree on whether an address is escaped.
    return "".join(quote(sign) if sign in '\\,; "<>' else sign for sign in link) if is_web_page else ""


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """Line ends as one newline each; other control characters and halves of characters dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})


def _folded(line: str) -> bytes:
    octets = line.encode()
    pieces = []
    room = LINE_OCTETS
    while len(octets) > room:
        cut = room
        while octets[cut] & 0b1100_0000 == 0b1000_0000:  # inside a character
            cut -= 1
        pieces.append(octets[:cut])
        octets = octets[cut:]
        room = LINE_OCTETS - 1  # the blank that marks a continued line counts
    return b"\r\n ".join([*pieces, octets])
