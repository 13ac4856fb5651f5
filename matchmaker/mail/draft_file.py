"""A draft as a file that a mail program opens: written to the last word, sent by nobody but its writer."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from matchmaker.domain.followup.wording import escape_subject
from matchmaker.mail.message import PLAIN_LINE, header_words, mailbox, wire_address


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    address: str


def draft_bytes(subject: str, body: str, *, writer: Person, to: Person, now: datetime) -> bytes:
    """The whole message of RFC 5322; whatever names and subject hold, they make no header of their own.

    An address that is none leaves its line out: then the writer says whom it goes to.
    """
    head = {
        "From": mailbox(writer.name, wire_address(writer.address)),
        "To": _recipient(to),
        "Subject": header_words(escape_subject(subject), plain=PLAIN_LINE),
        "Date": format_datetime(now),
        "X-Unsent": "1",  # programs that know it open the file to be finished, not as a letter that came
    }
    message = EmailMessage(policy=SMTP)
    message.set_content("\n".join(body.splitlines()))
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return lines.encode() + message.as_bytes()


def _recipient(to: Person) -> str:
    try:
        return mailbox(to.name, wire_address(to.address))
    except ValueError:
        return ""
