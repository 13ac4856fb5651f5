"""A card for the phone's address book: vCard 3.0, the version that phones import best."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from matchmaker.domain.calendar.signs import clean, one_line

LINE_OCTETS = 75  # RFC 2426 section 2.6 (after RFC 2425 5.8.1), line break not counted
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
    name = one_line(card.name) or one_line(card.email) or "?"
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_structured(name)}", f"FN:{_escaped(name)}"]
    for label, value in (
        ("ORG", _escaped(one_line(card.organisation))),
        ("TITLE", _escaped(one_line(card.headline))),
        ("EMAIL;TYPE=INTERNET", _escaped(one_line(card.email))),
        ("TEL;TYPE=VOICE", _escaped(one_line(card.phone))),
        ("URL", _web_address(one_line(card.link))),
        ("NOTE", _escaped(clean(card.note).strip())),
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
