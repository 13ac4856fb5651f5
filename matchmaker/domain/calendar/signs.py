"""What people typed, without the signs that would end a line, or a file, for some reader."""

import unicodedata

# What else ends a line for some readers: Unicode's own breaks, and the controls that Python's and others' splitlines() take for one.
_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Line ends as one newline each; other control characters and halves of characters dropped."""
    if text.isprintable():  # most words are, and hold none of these
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})
