"""Long lists, a hundred rows a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

LENGTH = 100


@dataclass(frozen=True, slots=True)
class ShownRows:
    rows: Sequence[Any]
    page: int
    pages: int


def page_number() -> int:
    """The page asked for; anything that is none is the first."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:9]) < 100_000 else 1


def page_of(rows: Sequence[Any]) -> ShownRows:
    pages = max(1, -(-len(rows) // LENGTH))
    page = min(page_number(), pages)
    return ShownRows(rows[(page - 1) * LENGTH : page * LENGTH], page, pages)
