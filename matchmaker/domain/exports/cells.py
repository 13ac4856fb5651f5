"""One cell of a table that a spreadsheet will open: text stays text, and comes back as it was."""

from typing import Final

# A spreadsheet takes what begins with one of these for a formula, also behind blanks; the sign before it makes it text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_GUARD: Final = "'"


def as_text(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would reckon with it; NUL is left out, as no program can read it."""
    clean = cell.replace("\x00", "")
    return _GUARD + clean if cell.startswith("\x00") or _is_reckoned_with(clean.lstrip(_GUARD)) else clean


def as_was(cell: str) -> str:
    """The cell without the apostrophe that `as_text` put before it."""
    return cell[1:] if cell.startswith(_GUARD) and _is_reckoned_with(cell.lstrip(_GUARD)) else cell


def _is_reckoned_with(text: str) -> bool:
    return text.startswith(_FORMULA) or text.lstrip(" ").startswith(_FORMULA)
