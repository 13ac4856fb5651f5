"""A note about somebody, as it is kept."""

import unicodedata

LONGEST_NOTE = 2000


def clean_note(text: str) -> str:
    """Line ends as newlines, no other control characters (PostgreSQL refuses NUL, SQLite keeps it), no blanks around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()
