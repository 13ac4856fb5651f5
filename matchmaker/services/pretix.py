"""Fetch an event's tickets from pretix by its interface. The token is used for this and kept nowhere."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from matchmaker.domain.roster.pretix import orders_as_file, read_address
from matchmaker.errors import N_, BadInputError, ConflictError, Fault
from matchmaker.services.fetching import NOT_UNDERSTOOD, TOO_LONG, Fetcher, Place
from matchmaker.services.uploads import BroughtFile, take_table

WITHIN_SECONDS = 20
MOST_PAGES = 600
LONGEST_TOKEN = 200


def take_from_pretix(address: str, token: str, *, may_be_private: bool = False) -> tuple[BroughtFile, int]:
    """All tickets of the event behind this address as a file to look at, and how many they are.

    Raises
    ------
    BadInputError
        The address or the token can't be one.
    ConflictError
        The shop can't be reached, refuses, or answers something else.
    """
    event, key = read_address(address), token.strip()
    if not key or len(key) > LONGEST_TOKEN or not key.isascii() or not key.isprintable():
        raise BadInputError(Fault("pretix_token", N_("Type the token that pretix made for you under “API tokens” of your team.")))
    place = Place(event.scheme, event.host, event.port, may_be_private)
    fetcher = Fetcher(place, {"Authorization": f"Token {key}"}, within_seconds=WITHIN_SECONDS)
    items, questions = _all(fetcher, event.path + "items/"), _all(fetcher, event.path + "questions/")
    orders = _all(fetcher, event.path + "orders/?include_canceled_positions=true")
    content, count = orders_as_file(orders, items, questions)
    return take_table(content, "pretix"), count


def _all(fetcher: Fetcher, path: str) -> list[Mapping[str, Any]]:
    """The results of all pages. The next page's address is taken for its path alone: it can't lead to another host."""
    found: list[Mapping[str, Any]] = []
    for _page in range(MOST_PAGES):
        answer = fetcher.json(path)
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list):
            raise ConflictError(NOT_UNDERSTOOD)
        found += [one for one in results if isinstance(one, dict)]
        following = answer.get("next")
        if not following:
            return found
        path = _path_of(str(following))
    raise ConflictError(TOO_LONG)


def _path_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ConflictError(NOT_UNDERSTOOD) from None
    path = f"{parts.path}?{parts.query}"
    if not parts.path.startswith("/api/v1/") or not path.isascii() or not path.isprintable() or " " in path:
        raise ConflictError(NOT_UNDERSTOOD)
    return path
