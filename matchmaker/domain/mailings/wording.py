"""What an organiser writes: paragraphs of plain text with slots, checked line by line, taken apart once, filled in once."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from matchmaker.domain.contacts.note import clean_note
from matchmaker.domain.followup.wording import LONGEST_SUBJECT, SLOT, escape_html, escape_subject, escape_text, faults_in, fill_in
from matchmaker.domain.mailings.slots import SLOTS, Sort
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, Fault

LONGEST_BODY: Final = 10_000
# Only whole addresses the organiser typed; never anything that comes with a value.
_LINK: Final = re.compile(r"https://[^\s<>\"'{}|\\^`]+")
_TRAILING: Final = ".,;:!?)”’"
_LINK_INTO_SLOT: Final = re.compile(r"https?://[^\s<>\"']*\{\{")

Part: TypeAlias = Literal["txt", "html"]


@dataclass(frozen=True, slots=True)
class Version:
    """A letter's words in one language."""

    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a letter, in reading order: a paragraph's text, or the slot that stands on a line of its own."""

    text: str = ""
    slot: str = ""


def read_version(language: str, subject: str, body: str, *, allowed: Sequence[str]) -> tuple[Version, list[Fault]]:
    """The words cleaned, and everything that is wrong with them, each with its line.

    Parameters
    ----------
    allowed : sequence of str
        The slots this letter may use.
    """
    version = Version(language, one_line(subject), clean_note(body.replace("\r\n", "\n")))
    faults = [*_subject_faults(version.subject, allowed)]
    if not version.body:
        faults.append(Fault("body", N_("A letter without words is not sent. Write at least one sentence.")))
    if len(version.body) > LONGEST_BODY:
        faults.append(Fault("body", N_("A letter has at most %(most)s characters. Shorten it."), {"most": LONGEST_BODY}))
    for number, line in enumerate(version.body.split("\n"), 1):
        faults += _line_faults(number, line, allowed)
    return version, faults


def _subject_faults(subject: str, allowed: Sequence[str]) -> list[Fault]:
    faults = []
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        faults.append(Fault("subject", N_("A subject has one to %(most)s characters."), {"most": LONGEST_SUBJECT}))
    words = [name for name in allowed if SLOTS[name].sort is Sort.WORDS]
    if unknown := faults_in(subject, allowed=words):
        faults.append(Fault("subject", N_("This can’t be filled in in a subject: %(slots)s"), {"slots": ", ".join(unknown)}))
    return faults


def _line_faults(number: int, line: str, allowed: Sequence[str]) -> list[Fault]:
    faults = []
    if unknown := faults_in(line, allowed=allowed):
        said = {"line": number, "slots": ", ".join(unknown)}
        faults.append(Fault("body", N_("Line %(line)s: this can’t be filled in: %(slots)s"), said))
    blocks = [name for name in SLOT.findall(line) if name in allowed and SLOTS[name].sort is Sort.BLOCK]
    if blocks and not _slot_alone(line):
        said = {"line": number, "slots": ", ".join(f"{{{{{name}}}}}" for name in blocks)}
        faults.append(Fault("body", N_("Line %(line)s: %(slots)s needs a line of its own."), said))
    if _LINK_INTO_SLOT.search(line):
        sentence = N_("Line %(line)s: a link can’t hold a slot, as what people wrote would become part of the address.")
        faults.append(Fault("body", sentence, {"line": number}))
    return faults


def _slot_alone(line: str) -> str:
    """The slot that is all a line says, if it is one with a shape of its own."""
    match = SLOT.fullmatch(line.strip())
    return match[1] if match and match[1] in SLOTS and SLOTS[match[1]].sort is not Sort.WORDS else ""


def pieces_of(body: str) -> tuple[Piece, ...]:
    """A body taken apart: a blank line ends a paragraph, and so does a slot on a line of its own."""
    pieces: list[Piece] = []
    lines: list[str] = []

    def end_paragraph() -> None:
        if lines:
            pieces.append(Piece(text="\n".join(lines)))
            lines.clear()

    for line in body.split("\n"):
        alone = _slot_alone(line)
        if alone or not line.strip():
            end_paragraph()
        if alone:
            pieces.append(Piece(slot=alone))
        elif line.strip():
            lines.append(line.strip())
    end_paragraph()
    return tuple(pieces)


def slots_in(version: Version) -> frozenset[str]:
    return frozenset(SLOT.findall(f"{version.subject}\n{version.body}"))


def said_subject(subject: str, values: Mapping[str, str]) -> str:
    return escape_subject(fill_in(subject, values, escape=escape_subject))


def said(text: str, values: Mapping[str, str], links: Mapping[str, str], *, part: Part, fence: Callable[[str], str] = str) -> str:
    """A paragraph as it stands in one part of the letter: what the organiser typed, values escaped, our own links as links.

    Addresses the organiser typed are theirs and stay; whatever comes with a value never becomes one. `fence` keeps values that
    run the other way than the letter in their place.
    """
    literal, value, link = _WAYS[part]
    # Every second piece is the name of a slot.
    pieces = SLOT.split(text)
    return "".join(
        literal(piece) if place % 2 == 0 else link(links[piece]) if piece in links else fence(value(values[piece]))
        for place, piece in enumerate(pieces)
    )


def _typed_html(text: str) -> str:
    """Typed words with the whole addresses in them as links."""
    shown, end = "", 0
    for match in _LINK.finditer(text):
        address = match[0].rstrip(_TRAILING)
        shown += html.escape(text[end : match.start()]) + _anchor(address)
        end = match.start() + len(address)
    return (shown + html.escape(text[end:])).replace("\n", "<br>")


def _anchor(address: str) -> str:
    return f'<a href="{html.escape(address)}">{html.escape(address)}</a>'


_WAYS: Final[Mapping[Part, tuple[Callable[[str], str], Callable[[str], str], Callable[[str], str]]]] = {
    "txt": (str, escape_text, str),
    "html": (_typed_html, escape_html, _anchor),
}


def version_for(versions: Sequence[Version], languages: Sequence[str]) -> Version | None:
    """The version a reader gets: in the first of these languages there is one of, by its whole tag or its beginning; else the first."""
    for tag in languages:
        found = next((one for one in versions if one.language == tag), None) or next(
            (one for one in versions if tag and _primary(one.language) == _primary(tag)), None
        )
        if found:
            return found
    return versions[0] if versions else None


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].casefold()
