"""What a scan of one's printed badge may do: the question asked once, its answers, and the wording people agree to."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from matchmaker.domain.contacts.card import valid_ticks
from matchmaker.errors import N_, BadInputError, Fault

SHARE: Final = "share"
ASK: Final = "ask"

# A sentence that somebody has agreed to never changes: a new wording gets a new version, and the old one stays.
VERSIONS: Final = {SHARE: "badge-share-1", ASK: "badge-ask-1"}
SENTENCES: Final = {
    "badge-share-1": N_(
        "Whoever scans my badge while the event runs gets my name, my headline, my organisation and what I tick below, "
        "and I get theirs. I can take it back at any time."
    ),
    "badge-ask-1": N_("Nobody gets anything of mine before I say yes. I see who asks; they don’t see who I am."),
}

_LONGEST_PHONE = 40
_LONGEST_LINK = 300
_PHONE = re.compile(r"\+?[\d ()./-]+(?:\s?(?:x|ext\.?)\s?\d{1,6})?", re.IGNORECASE)
_LEAST_DIGITS = 5
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExchangeChoice:
    """`mode` is what a scan does; `ticked` goes along with name, headline and organisation."""

    mode: str
    ticked: tuple[str, ...] = ()
    phone: str = ""
    link: str = ""


def read_choice(mode: str, ticked: Collection[str], *, phone: str, link: str, asks_first: bool) -> ExchangeChoice:
    """Check the whole form; `asks_first` is the organiser's rule and leaves one answer only.

    Raises
    ------
    BadInputError
        With every fault, in the order of the form.
    """
    faults: list[Fault] = []
    allowed = {ASK} if asks_first else {SHARE, ASK}
    if mode not in allowed:
        faults.append(Fault("mode", N_("Choose what a scan of your badge may do.")))
    phone = read_phone(phone, faults)
    if "phone" in ticked and not phone:
        faults.append(Fault("phone", N_("Your phone number is ticked, but there is none. Write it down or take the tick away.")))
    link = read_link(link, faults)
    if "link" in ticked and not link:
        faults.append(Fault("link", N_("Your link is ticked, but there is none. Write it down or take the tick away.")))
    if faults:
        raise BadInputError(*faults)
    return ExchangeChoice(mode, tuple(valid_ticks(ticked)), phone, link)


def read_phone(text: str, faults: list[Fault]) -> str:
    """A number as people write numbers; a fault joins the others if it is none."""
    phone = " ".join(text.split())
    is_number = _PHONE.fullmatch(phone) and sum(sign.isdigit() for sign in phone) >= _LEAST_DIGITS
    if phone and not (is_number and len(phone) <= _LONGEST_PHONE):
        faults.append(Fault("phone", N_("This is not a phone number we can read. Write it like +44 20 7946 0958.")))
    return phone


def read_link(text: str, faults: list[Fault]) -> str:
    """An address of a page; people leave out its beginning, so it is put there."""
    link = text.strip()
    if link and not _SCHEME.match(link):
        link = f"https://{link}"
    if link and not _is_page(link):
        faults.append(Fault("link", N_("This is not the address of a page. Write it like https://example.org/you.")))
    return link


def _is_page(link: str) -> bool:
    if len(link) > _LONGEST_LINK or any(sign.isspace() or not sign.isprintable() for sign in link):
        return False
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in host.strip(".") and parts.username is None
