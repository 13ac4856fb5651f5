"""What pretix's interface says of an event's orders, written as the file pretix would export."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from matchmaker.errors import N_, BadInputError, Fault

HEADERS = ("Order code", "Position ID", "Status", "E-mail", "Attendee name", "Attendee email", "Company", "Product", "Phone")
_STATUS = {"n": "pending", "p": "paid", "e": "expired", "c": "canceled"}
_SLUG = re.compile(r"[A-Za-z0-9._-]{1,100}")


@dataclass(frozen=True, slots=True)
class PretixEvent:
    """Where an event is in pretix. `scheme`, `host` and `port` are those of its shop."""

    scheme: str
    host: str
    port: int
    organizer: str
    event: str

    @property
    def path(self) -> str:
        return f"/api/v1/organizers/{self.organizer}/events/{self.event}/"


def read_address(text: str) -> PretixEvent:
    """The event behind its shop's address, or behind the one in pretix's own backend.

    Raises
    ------
    BadInputError
        It is no such address.
    """
    wrong = BadInputError(
        Fault("pretix_address", N_("This is no address of an event in pretix. It looks like https://pretix.eu/organizer/event/."))
    )
    try:
        parts = urlsplit(text.strip() if "://" in text else f"https://{text.strip()}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    names = [name for name in parts.path.split("/") if name]
    if names[:2] == ["control", "event"]:
        names = names[2:4]
    sound = parts.scheme in {"http", "https"} and host and len(names) >= 2 and "@" not in parts.netloc
    if not sound or not all(_SLUG.fullmatch(name) and name.strip(".") for name in names[:2]):
        raise wrong
    return PretixEvent(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), names[0], names[1])


def orders_as_file(
    orders: Iterable[Mapping[str, Any]], items: Iterable[Mapping[str, Any]], questions: Iterable[Mapping[str, Any]]
) -> tuple[bytes, int]:
    """The file, and how many tickets are in it. Whatever is missing or of another kind is left empty."""
    names = {item.get("id"): _text(item.get("name")) for item in items}
    asked = {question.get("id"): _text(question.get("question")) for question in questions}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*HEADERS, *asked.values()])
    count = 0
    for order in orders:
        for position in _dicts(order.get("positions")) if not order.get("testmode") else ():
            writer.writerow(_row(order, position, names, asked))
            count += 1
    return out.getvalue().encode("utf-8", "replace"), count


def _row(order: Mapping[str, Any], position: Mapping[str, Any], names: Mapping[Any, str], asked: Mapping[Any, str]) -> list[str]:
    status = "canceled" if position.get("canceled") else _STATUS.get(_text(order.get("status")), _text(order.get("status")))
    said = {answer.get("question"): _text(answer.get("answer")) for answer in _dicts(position.get("answers"))}
    return [
        _text(order.get("code")),
        _text(position.get("positionid")),
        status,
        _text(order.get("email")),
        _text(position.get("attendee_name")),
        _text(position.get("attendee_email")),
        _text(position.get("company")),
        names.get(position.get("item"), ""),
        _text(order.get("phone")),
        *(said.get(number, "") for number in asked),
    ]


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """A text in one of several languages is its English, or else its first one."""
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
