"""Refuses what no page of ours sends: numbers that no row can have, NULs in an address, forms whose bytes are no text."""

from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.routing import IntegerConverter

from matchmaker.errors import N_, BadRequestError, NotFoundError
from matchmaker.web.database import SAFE_METHODS

URL_ENCODED = "application/x-www-form-urlencoded"
LOST_SIGN = "\ufffd"
LONGEST_NUMBER = 9


class RowNumber(IntegerConverter):
    """A row's id: PostgreSQL's integers end at 2,147,483,647, and a larger number is simply not there."""

    regex = f"[0-9]{{1,{LONGEST_NUMBER}}}"


def row_number(text: str) -> int:
    """A row's id out of a form or a query, as `RowNumber` reads it out of a path.

    Raises
    ------
    ValueError
        It is none; `form.get(…, type=row_number)` takes its default then.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise ValueError(text[: LONGEST_NUMBER + 1])
    return int(text)


def demand_legible(app: Flask) -> None:
    """Goes before every other guard: those read the form already."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_check_legible)


def _check_legible() -> None:
    if "\x00" in request.path:  # PostgreSQL takes none in text, SQLite would
        raise NotFoundError
    if request.method not in SAFE_METHODS and not _is_text():
        raise BadRequestError(N_("The form has bytes that are no text, so nothing was saved. Type it again on the page, in any language."))


def _is_text() -> bool:
    """Werkzeug would turn a stray byte into “%FF” or a question mark, and that would be stored as what somebody said."""
    if request.mimetype != URL_ENCODED:
        return not any(LOST_SIGN in value for values in request.form.listvalues() for value in values)
    try:
        unquote_to_bytes(request.get_data(cache=True)).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
