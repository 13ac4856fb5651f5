"""Finding somebody again by any part of what one sees of them, whatever the script, the accents and the capitals."""

import unicodedata
from collections.abc import Iterable

# Letters that no normal form takes apart. Dotless ı is i here: whoever types "Isik" looks for Işık as well as Isik.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"})
LONGEST_QUESTION = 100


def fold(text: str) -> str:
    """What two spellings have in common: no capitals, no accents, no width, white space as one blank."""
    if text.isascii():  # most text; a long book is full of it
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.translate(_PLAIN).split())


def is_found(question: str, texts: Iterable[str]) -> bool:
    """Whether every word of the question stands somewhere in the texts; no question finds everybody."""
    words = fold(question[:LONGEST_QUESTION]).split()
    haystack = "\n".join(map(fold, texts)) if words else ""
    return all(word in haystack for word in words)
