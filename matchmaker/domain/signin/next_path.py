"""Where a person may be sent after signing in: a path of ours, nothing else."""

import re
from urllib.parse import unquote

LONGEST_PATH = 500
# One slash, then only signs that no browser reads as another origin, a control sign or a way out of the path
_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*")
_QUERY = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")
_UNQUOTING_ROUNDS = 4


def next_path(text: str | None) -> str | None:
    """The path and query to go on to; None for whatever could lead, or be read as leading, to another place."""
    if not text or len(text) > LONGEST_PATH:
        return None
    path, _, query = text.partition("?")
    if not _PATH.fullmatch(path) or not _QUERY.fullmatch(query):
        return None
    return text if _stays_here(path) and _is_printable(query) else None


def _stays_here(path: str) -> bool:
    for _ in range(_UNQUOTING_ROUNDS):
        if "//" in path or "\\" in path or ".." in path.split("/") or not path.isprintable():
            return False
        path = unquote(path, errors="replace")
    # Quoted so often that nobody can have meant it
    return path == unquote(path, errors="replace")


def _is_printable(query: str) -> bool:
    return unquote(query, errors="replace").isprintable()
