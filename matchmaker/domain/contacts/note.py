"""A note about somebody, as it is kept."""

import unicodedata

from matchmaker.errors import N_, Fault

LONGEST_NOTE = 2000


def clean_note(text: str) -> str:
    """Line ends as newlines, no other control characters (PostgreSQL refuses NUL, SQLite keeps it), no blanks around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def note_faults(note: str) -> list[Fault]:
    """What is wrong with a cleaned note: it is refused whole, never cut."""
    sentence = N_("The note has %(length)s characters; at most %(most)s fit. Nothing was saved yet: please shorten it.")
    return [Fault("note", sentence, {"length": len(note), "most": LONGEST_NOTE})] if len(note) > LONGEST_NOTE else []
