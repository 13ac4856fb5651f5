"""Letters that come back: each leaves with a signed envelope sender of its own, so a bounce names its letter and nobody makes one up."""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

_TOKEN = re.compile(r"\+(\d{1,18})-([0-9a-f]{16})@")
_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")
# RFC 3463: no such mailbox, no such host, address moved or never valid, mailbox disabled. Full mailboxes and rules against us may pass
_NOBODY_THERE = re.compile(r"5\.(1\.(0|1|2|3|6|10)|2\.1)")
MOST_SIGNS = 300


@dataclass(frozen=True, slots=True)
class Bounce:
    """What came back for one letter. `is_final`: it was not delivered and will not be; `nobody_there`: nor would any other letter."""

    letter_id: int
    said: str = ""
    is_final: bool = False
    nobody_there: bool = False


def bounce_address(letter_id: int, *, key: bytes, address: str) -> str:
    """Where this letter comes back to; empty if no address for bounces is set. Lower case, for relays may turn it so."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{letter_id}-{_mark(letter_id, key)}@{domain}" if address else ""


def read_bounce(content: bytes, *, key: bytes, recipient: str = "") -> Bounce | None:
    """What a message to such an address says; None if it is addressed to none of ours.

    Parameters
    ----------
    recipient : str, optional
        The address it came to, if the relay tells; otherwise it is looked for in the head.
    """
    message = message_from_bytes(content, policy=compat32)
    headers = (str(value) for name in _ADDRESSED for value in message.get_all(name, []))
    letter_id = _letter_of([recipient, *headers], key)
    if letter_id is None:
        return None
    for report in _reports(message):
        status = _STATUS.match(str(report.get("Status", "")))
        if str(report.get("Action", "")).strip().lower() == "failed" and status is not None:
            code = ".".join(status.groups())
            return Bounce(letter_id, _said(report, code), code.startswith("5"), _NOBODY_THERE.fullmatch(code) is not None)
    return Bounce(letter_id)


def _letter_of(addresses: Iterable[str], key: bytes) -> int | None:
    for address in addresses:
        for number, mark in _TOKEN.findall(address.lower()):
            if hmac.compare_digest(mark, _mark(int(number), key)):
                return int(number)
    return None


def _reports(message: Message) -> Iterator[Message]:
    """The blocks of RFC 3464, one for the whole and one for each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            yield from (block for block in part.get_payload() if isinstance(block, Message))


def _said(report: Message, code: str) -> str:
    words = " ".join(str(report.get("Diagnostic-Code", "")).partition(";")[2].split())
    return "".join(sign for sign in words or code if sign.isprintable())[:MOST_SIGNS]


def _mark(letter_id: int, key: bytes) -> str:
    return hmac.new(key, f"bounce|{letter_id}".encode(), hashlib.sha256).hexdigest()[:16]
