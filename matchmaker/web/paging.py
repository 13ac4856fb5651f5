"""Long lists, a hundred rows a page unless the page says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from matchmaker.web.legible import row_number

LENGTH = 100


@dataclass(frozen=True, slots=True)
class ShownRows:
    rows: Sequence[Any]
    page: int
    pages: int


def page_number() -> int:
    """The page asked for; anything that is none is the first."""
    number = request.args.get("page", 1, type=row_number)
    return number if 0 < number < 100_000 else 1


def page_of(rows: Sequence[Any], *, length: int = LENGTH) -> ShownRows:
    pages = max(1, -(-len(rows) // length))
    page = min(page_number(), pages)
    return ShownRows(rows[(page - 1) * length : page * length], page, pages)
