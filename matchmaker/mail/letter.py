"""A letter as it will be read: subject, text part and HTML part, rendered from templates/mail."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from matchmaker.domain.followup.wording import Ready, Template, escape_html, escape_subject, escape_text, fill_in, read_template
from matchmaker.mail.slots import ADDRESSES, LINKS, SLOTS
from matchmaker.paths import MAIL_TEMPLATES

_OWN_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'\x00-\x1f\x7f]+")
_ESCAPES = {"txt": escape_text, "html": escape_html}

Slots: TypeAlias = Mapping[str, "str | Sequence[Slots]"]


@dataclass(frozen=True, slots=True)
class Attachment:
    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a reader sees; `unsubscribe_url` stands only on letters one may stop."""

    kind: str
    to_address: str
    to_name: str
    subject: str
    text: str
    html: str
    unsubscribe_url: str | None = None
    attachments: tuple[Attachment, ...] = ()


def render_letter(
    kind: str,
    slots: Slots,
    *,
    to_address: str,
    to_name: str = "",
    unsubscribe_url: str | None = None,
    attachments: Sequence[Attachment] = (),
) -> Letter:
    """Fill in the three wordings of a kind of letter.

    Parameters
    ----------
    kind : str
        The folder below ``templates/mail``.
    slots : mapping
        Words for each ``{{slot}}``. A sequence of mappings fills its slot with one copy of the folder's part file
        ``_slot.txt`` or ``_slot.html`` for each of them, so an empty sequence leaves it out; parts may hold parts.
    unsubscribe_url : str, optional
        Where one press ends letters of this kind; it also stands at the foot of both parts.
    """
    subject = escape_subject(fill_in(_template(f"{kind}/subject.txt"), _words_of(slots), escape=escape_subject))
    frame: Slots = {"subject": subject, "foot": [{"unsubscribe_link": unsubscribe_url}] if unsubscribe_url else []}
    parts = {}
    for part in ("txt", "html"):
        body = Ready(_filled(kind, f"{kind}/body.{part}", slots).strip("\n"))
        parts[part] = fill_in(_template(f"_frame.{part}"), {**_values("", part, frame), "body": body}, escape=_ESCAPES[part])
    return Letter(kind, to_address, to_name, subject, parts["txt"], parts["html"], unsubscribe_url, tuple(attachments))


@cache
def _template(path: str) -> Template:
    return read_template((MAIL_TEMPLATES / path).read_text("utf-8"), allowed=SLOTS)


def _filled(kind: str, path: str, slots: Slots) -> str:
    part = path.rpartition(".")[2]
    return fill_in(_template(path), _values(kind, part, slots), escape=_ESCAPES[part])


def _values(kind: str, part: str, slots: Slots) -> dict[str, str | Ready]:
    return {name: _value(kind, part, name, value) for name, value in slots.items()}


def _value(kind: str, part: str, name: str, value: "str | Sequence[Slots]") -> str | Ready:
    if not isinstance(value, str):
        path = f"{kind}/_{name}.{part}" if kind else f"_{name}.{part}"
        return Ready("".join(_filled(kind, path, slots) for slots in value))
    if name in LINKS:
        return Ready(_own_link(value) if part == "txt" else html.escape(_own_link(value)))
    if name in ADDRESSES:
        return Ready(value if part == "txt" else html.escape(value))
    return value


def _words_of(slots: Slots) -> dict[str, str | Ready]:
    return {name: value for name, value in slots.items() if isinstance(value, str)}


def _own_link(value: str) -> str:
    # A link is always made by us; one with a blank or a quote in it is our own mistake.
    if not _OWN_LINK.fullmatch(value):
        raise ValueError(f"not an address of ours: {value!r}")
    return value
