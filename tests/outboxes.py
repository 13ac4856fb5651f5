"""Items as a phone's outbox sends them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.browsers import Phone
from tests.cast import NOW
from tests.scanning import Worn

OUTBOX = "/e/northlight/outbox"


def scan_item(worn: Worn, *, at: datetime = NOW, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "scan",
        "id": str(uuid4()),
        "code": worn.code,
        "way": "printed",
        "at": at.isoformat(),
        "zone": "UTC",
        "seq": 1,
        **changes,
    }


def item(kind: str, **values: Any) -> dict[str, Any]:
    return {"kind": kind, "id": str(uuid4()), "at": NOW.isoformat(), **values}


def acks(phone: Phone, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """What the server acknowledges for one batch."""
    answer = phone.post_json(OUTBOX, {"items": list(items)})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def states(phone: Phone, *items: dict[str, Any]) -> list[str]:
    return [ack["state"] for ack in acks(phone, *items)]
