"""A letter as it will be read: subject, text part and HTML part, rendered from templates/mail."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias

from matchmaker.domain.followup.sentences import Speech, Wording, speak_wording
from matchmaker.domain.followup.wording import Ready, escape_html, escape_subject, escape_text
from matchmaker.languages import FENCE, Language
from matchmaker.mail.slots import ADDRESSES, FIGURES, LINKS, MARKS, SAID, SLOTS
from matchmaker.mail.styling import dark_sheet, styled
from matchmaker.paths import MAIL_TEMPLATES

_OWN_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'\x00-\x1f\x7f]+")
_ESCAPES = {"txt": escape_text, "html": escape_html}
_FENCED = re.compile("\u2068([^\u2068\u2069]*)\u2069")
LEFT_TO_RIGHT = "\u2066{}\u2069"  # Unicode's isolate for figures with signs, such as "+44 20"

Slots: TypeAlias = Mapping[str, "str | Ready | Sequence[Slots]"]


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
    reply_to: tuple[str, str] | None = None  # name and address of whoever wrote it; None: of nobody but us
    language: str = ""


class LetterWaits(Exception):  # noqa: N818  no error: the letter is right, the hour is not
    """Raised by whoever writes a letter that must not reach its reader at this hour."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def render_letter(
    kind: str,
    slots: Slots,
    *,
    language: Language,
    to_address: str,
    to_name: str = "",
    unsubscribe_url: str | None = None,
    attachments: Sequence[Attachment] = (),
    reply_to: tuple[str, str] | None = None,
) -> Letter:
    """Fill in the wordings of a kind of letter; `preview.txt`, where it is there, is what lists of letters show beside the subject.

    Parameters
    ----------
    kind : str
        The folder below ``templates/mail``.
    slots : mapping
        Words for each ``{{slot}}``. A sequence of mappings fills its slot with one copy of the folder's part file
        ``_slot.txt`` or ``_slot.html`` for each of them, so an empty sequence leaves it out; parts may hold parts.
        `Ready` text goes in as it is.
    language : Language
        What the sentences are said in; words in slots come in it already.
    unsubscribe_url : str, optional
        Where one press ends letters of this kind; it also stands at the foot of both parts.
    """
    subject = _line(f"{kind}/subject.txt", slots, language)
    preview = _line(f"{kind}/preview.txt", slots, language) if _has_preview(kind) else ""
    frame: Slots = {
        "subject": subject,
        "language": language.tag,
        "direction": language.direction,
        "preview": [{"words": preview}] if preview else [],
        "foot": [{"unsubscribe_link": unsubscribe_url}] if unsubscribe_url else [],
    }
    parts, dark = {}, Ready(dark_sheet())
    for part in ("txt", "html"):
        form = _Form(part, language)
        body = Ready(form.filled(kind, f"{kind}/body.{part}", slots).strip("\n"))
        parts[part] = _wording(f"_frame.{part}", language).filled(
            {**form.values("", frame), "body": body, "dark": dark}, escape=form.escape
        )
    stop, attached = unsubscribe_url, tuple(attachments)
    return Letter(kind, to_address, to_name, subject, parts["txt"], parts["html"], stop, attached, reply_to, language.tag)


def _line(path: str, slots: Slots, language: Language) -> str:
    """A wording of one line, such as the subject."""
    return escape_subject(_wording(path, language).filled(_words_of(slots), escape=escape_subject).rstrip("\n"))


@cache
def _wording(path: str, language: Language) -> Wording:
    escape = html.escape if path.endswith(".html") else str
    return speak_wording(_source(path), Speech(language.say, language.ngettext, escape), allowed=SLOTS)


@cache
def _has_preview(kind: str) -> bool:
    return (MAIL_TEMPLATES / kind / "preview.txt").is_file()


@cache
def _source(path: str) -> str:
    text = (MAIL_TEMPLATES / path).read_text("utf-8")
    return styled(text) if path.endswith(".html") else text


@dataclass(frozen=True, slots=True)
class _Form:
    """One of the two parts, "txt" or "html", in one language."""

    part: str
    language: Language

    def filled(self, kind: str, path: str, slots: Slots) -> str:
        return _wording(path, self.language).filled(self.values(kind, slots), escape=self.escape)

    def values(self, kind: str, slots: Slots) -> dict[str, str | Ready]:
        return {name: self._value(kind, name, value) for name, value in slots.items()}

    def escape(self, words: str) -> str:
        escaped = _ESCAPES[self.part](words)
        return escaped if "\n" in words else self.language.fenced(escaped)

    def _said(self, sentence: str) -> str:
        # Escaping takes such signs for somebody's tricks, so each piece is escaped by itself
        pieces = [_ESCAPES[self.part](piece) for piece in _FENCED.split(sentence)]
        return "".join(FENCE.format(piece) if place % 2 else piece for place, piece in enumerate(pieces))

    def _value(self, kind: str, name: str, value: "str | Ready | Sequence[Slots]") -> str | Ready:
        if isinstance(value, Ready):
            return value
        if not isinstance(value, str):
            path = f"{kind}/_{name}.{self.part}" if kind else f"_{name}.{self.part}"
            return Ready("".join(self.filled(kind, path, slots) for slots in value))
        if name in LINKS:
            return Ready(_own_link(value) if self.part == "txt" else html.escape(_own_link(value)))
        if name in ADDRESSES | MARKS:
            return Ready(value if self.part == "txt" else html.escape(value))
        if name in SAID:
            return Ready(self._said(value))
        if name in FIGURES and self.language.direction == "rtl":
            return Ready(LEFT_TO_RIGHT.format(_ESCAPES[self.part](value)))
        return value


def _words_of(slots: Slots) -> dict[str, str | Ready]:
    return {name: value for name, value in slots.items() if isinstance(value, str)}


def _own_link(value: str) -> str:
    # A link is always made by us; one with a blank or a quote in it is our own mistake.
    if not _OWN_LINK.fullmatch(value):
        raise ValueError(f"not an address of ours: {value!r}")
    return value
