"""A note about somebody, as it is kept."""

import unicodedata

from matchmaker.errors import N_, Fault

LONGEST_NOTE = 2000
_APART = "\n\n"  # between what was noted at one time and at another


def clean_note(text: str) -> str:
    """Line ends as newlines, no other control characters (PostgreSQL refuses NUL, SQLite keeps it), no blanks around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def note_with(kept: str, new: str, *, over: str) -> str:
    """A note with what one sheet wrote: in place of what that sheet had written before, else under what was noted another time.

    The same sheet once more changes nothing.
    """
    if over and not _ends_with(kept, new) and _ends_with(kept, over):
        kept = kept[: -len(over)].rstrip()
    if not new or _ends_with(kept, new):
        return kept
    return f"{kept}{_APART}{new}" if kept else new


def _ends_with(kept: str, part: str) -> bool:
    return bool(part) and (kept == part or kept.endswith(_APART + part))


def note_faults(note: str) -> list[Fault]:
    """What is wrong with a cleaned note: it is refused whole, never cut."""
    sentence = N_("The note has %(length)s characters; at most %(most)s fit. Nothing was saved yet: please shorten it.")
    return [Fault("note", sentence, {"length": len(note), "most": LONGEST_NOTE})] if len(note) > LONGEST_NOTE else []
