"""A letter as it travels: headers that nobody's name can break, and one fixed Message-ID per row."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr

from matchmaker.domain.followup.wording import escape_subject
from matchmaker.errors import N_, SettingsError
from matchmaker.mail.letter import Letter
from matchmaker.mail.mime import body_bytes

_PLAIN_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9' -]{0,58}[A-Za-z0-9])?")
PLAIN_LINE = re.compile(r"[ -~]*")
_LOCAL_PART = re.compile(r"[^\s()<>\[\]:;@\\,.\"\x00-\x1f\x7f]+(?:\.[^\s()<>\[\]:;@\\,.\"\x00-\x1f\x7f]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def sender_of(mail_from: str) -> Sender:
    """The configured sender.

    Raises
    ------
    SettingsError
        It is no mail address.
    """
    name, address = parseaddr(mail_from)
    try:
        wire = wire_address(address)
        wire.encode("ascii")  # it stands in every letter, and few servers take more
        return Sender(escape_subject(name), wire)
    except ValueError:
        sentence = N_("MATCHMAKER_MAIL_FROM must look like: matchmaker <letters@example.org>. It is: %(value)s")
        raise SettingsError(sentence, value=mail_from) from None


def wire_address(address: str) -> str:
    """The address as servers want it: the domain in its ASCII form.

    Raises
    ------
    ValueError
        It is no single mail address.
    """
    local, _, domain = address.rpartition("@")
    wire = domain.encode("idna").decode()
    if not (_LOCAL_PART.fullmatch(local) and local.isprintable() and _DOMAIN.fullmatch(wire)):
        raise ValueError("not one mail address")
    return f"{local}@{wire}"


def message_id(row_id: int, *, key: bytes, sender: Sender) -> str:
    """The same for every try of one row; another installation's row of that number gets another."""
    mark = hmac.new(key, f"message|{row_id}".encode(), hashlib.sha256).hexdigest()[:16]
    return f"<{row_id}.{mark}@{sender.domain}>"


def message_bytes(letter: Letter, *, sender: Sender, message_id: str, now: datetime) -> bytes:
    """The whole message, ready for DATA.

    The head is written here and not by `EmailMessage`: when that folds a long name with quotation marks in it, the
    name falls apart into recipients, and a long unsubscribe address becomes a coded word that no mail program finds.

    Raises
    ------
    ValueError
        The letter's address is none. A name is never a reason: it is cleaned.
    """
    head = {
        "From": mailbox(sender.name, sender.address),
        "To": mailbox(letter.to_name, wire_address(letter.to_address)),
        "Subject": header_words(escape_subject(letter.subject), plain=PLAIN_LINE),
        "Date": format_datetime(now),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
    }
    if letter.reply_to and (answers := _answerable(letter.reply_to[1], head["To"])):
        head["Reply-To"] = mailbox(letter.reply_to[0], answers)
    if letter.unsubscribe_url:
        head["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        head["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.language:
        head["Content-Language"] = letter.language
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return lines.encode() + body_bytes(letter)


def _answerable(address: str, reader: str) -> str:
    """Where answers go, as this letter's head may hold it; "" if it may not.

    A server is asked to take other signs than ASCII (RFC 6531) only for a reader who has some in their own address.
    """
    try:
        wire = wire_address(address)
    except ValueError:
        return ""  # answers are the lesser good: the letter itself is for its reader
    return wire if wire.isascii() or not reader.isascii() else ""


def mailbox(name: str, address: str) -> str:
    """An address with its name, as a header holds it."""
    words = header_words(escape_subject(name), plain=_PLAIN_NAME)
    return f"{words} <{address}>" if words else address


def header_words(line: str, *, plain: re.Pattern[str]) -> str:
    """As it is if a header may hold it so, else in coded words, which hold no sign that means anything to a header."""
    if plain.fullmatch(line) and "=?" not in line:
        return line
    return Header(line, "utf-8", maxlinelen=72, header_name="Subject").encode(splitchars="", linesep="\r\n") if line else ""
