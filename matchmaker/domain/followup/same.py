"""When two people used the same words."""

import unicodedata


def key(text: str) -> str:
    """Words as they are compared: without case, width and blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
