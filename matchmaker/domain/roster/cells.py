"""What one cell of an attendee file means: a stage, languages, a list of interests, a phone number, a web address, a ticket's state."""

import re
import unicodedata
from urllib.parse import urlsplit

from matchmaker.domain.roster.words import CANCELLED, COMING, LANGUAGES, STAGES, WAITING
from matchmaker.domain.signin.name import one_line

LONGEST_BIO = 2_000
LONGEST_PHONE = 40
LONGEST_LINK = 300
LONGEST_LANGUAGES = 2_000  # what stands behind that is no list of languages any more


LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
LEVEL = re.compile(
    r"\([^()]*\)|\b([abc][12]|native|fluent|basic|beginner|intermediate|advanced|conversational|mother tongue)\b", re.IGNORECASE
)
BETWEEN_LANGUAGES = re.compile(r"[;,/|&\n]|\band\b|\bund\b|\bet\b|\by\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…。](\s|$)")

NO_ANSWERS = frozenset({"", "none", "n a", "na", "no", "nothing", "nil", "null"})


def plain_key(text: str) -> str:
    """The text for comparing: one spelling, no capitals, and a blank for every sign that only parts words."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("#", " no ")
    return " ".join(re.sub(r"[_\-./:*()?!,;'’\"“”\[\]]+", " ", folded).split())


def whole_text(text: str) -> str:
    """Text over several lines, without signs that hide or turn it."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def read_stage(text: str) -> int | None:
    """The career stage from 0 (student) to 5 (giving back), by its figure or its word; None if it is neither."""
    key = plain_key(text)
    return int(key) if key in {"0", "1", "2", "3", "4", "5"} else STAGES.get(key)


def read_languages(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Language tags (BCP 47) in the order written, and the words that name no language known here."""
    known: dict[str, None] = {}
    unknown: list[str] = []
    for part in BETWEEN_LANGUAGES.split(text[:LONGEST_LANGUAGES]):
        word = one_line(LEVEL.sub(" ", part)).strip(" -:")
        code = LANGUAGES.get(word.casefold())
        if code is None and LANGUAGE_TAG.fullmatch(word) and word.partition("-")[0].lower() in LANGUAGES.values():
            code = word
        if code is not None:
            known[code] = None
        elif word:
            unknown.append(word)
    return tuple(known), tuple(unknown)


def split_list(text: str) -> tuple[str, ...]:
    """The items of a list cell: by semicolon or line, else by comma if every part is a few words and no sentence is told."""
    parts = re.split(r"[;\n]", text)
    if len(parts) == 1 and not SENTENCE_END.search(text):
        by_comma = text.split(",")
        if all(len(part.split()) <= 4 for part in by_comma):
            parts = by_comma
    items = [one_line(part).strip(" •·-–*") for part in parts]
    return tuple({item.casefold(): item for item in items if item and plain_key(item) not in NO_ANSWERS}.values())


def read_phone(text: str) -> str | None:
    """The number as written, or None if it has too few digits to be one."""
    number = one_line(text).lstrip("'")
    digits = sum(sign.isdigit() for sign in number)
    return number if 5 <= digits <= 20 and len(number) <= LONGEST_PHONE else None


def read_link(text: str) -> str | None:
    """An https or http address, or None if it is no web address."""
    link = one_line(text)
    if "://" not in link:
        link = "https://" + link
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return None
    sound = parts.scheme in {"http", "https"} and "." in host.strip(".") and " " not in link and "@" not in parts.netloc
    return link if sound and len(link) <= LONGEST_LINK else None


def read_status(text: str) -> str | None:
    """`registered`, `cancelled`, `waiting` (not let in yet), or None for a word that says neither."""
    key = plain_key(text)
    if key in CANCELLED:
        return "cancelled"
    if key in WAITING:
        return "waiting"
    return "registered" if key in COMING else None
