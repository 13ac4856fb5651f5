"""Whether a text says who somebody is: by their name, where they work, or an address."""

import re
import unicodedata
from collections.abc import Iterable

from matchmaker.domain.contacts.card import SharedCard
from matchmaker.domain.contacts.search import fold

# Words of an organisation's name that say nothing of which one it is.
_ANYBODYS = frozenset(
    (
        *("the", "and", "for", "und", "der", "die", "das", "les", "des", "pour", "del", "van", "von", "inc", "ltd", "llc", "gmbh", "plc"),
        *("limited", "company", "corporation", "group", "holding", "university", "universitat", "universite", "institute", "institut"),
        *("school", "college", "academy", "foundation", "association", "society", "centre", "center", "studio", "studios", "labs"),
        *("laboratory", "hospital", "clinic", "council", "ministry", "agency", "bank", "services", "solutions", "consulting"),
        *("international", "national"),
    )
)
_SHORTEST_WORD = 2
_SHORTEST_OF_ORGANISATION = 3
_FAMILY = 2  # signs of a name without blanks that alone may be its family's
_SHORTEST_RUN = 6  # letters of a whole name, also when it is written without blanks
_WORD = re.compile(r"[^\W_]+")
# Scripts that put no blanks between words: there a name is looked for wherever it stands.
_WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_ADDRESS = re.compile(
    r"[^\s@]+@[^\s@]+|(?<![^\W_])@[^\W_]{2,}|https?:|www\.|[^\W_]\.(?:com|org|net|info|dev|app|edu|gov|io)\b|[^\W_]{2,}\.[^\W\d_]{2,}/\S"
    r"|\+?\d(?:[\s()./-]*\d){6,}",
    re.IGNORECASE,
)


def telling_words(card: SharedCard) -> tuple[str, ...]:
    """The words that say who this is, folded: each of the name, the whole name in one, and what is telling of the organisation.

    They come from the card as its reader sees it: a refusal tells them nothing that they don't know.
    """
    name = _words(card.name)
    organisation = [word for word in _words(card.organisation) if len(word) >= _SHORTEST_OF_ORGANISATION and word not in _ANYBODYS]
    local = _words(card.email.partition("@")[0]) if card.email else []
    alone = [word for word in (*name, *organisation, *local) if len(word) >= _SHORTEST_WORD]
    run = "".join(name)
    family = [word[:_FAMILY] for word in name if len(word) > _FAMILY and _WITHOUT_BLANKS.search(word)]
    return tuple(dict.fromkeys([*alone, *family, *([run] if len(run) >= _SHORTEST_RUN else [])]))


def word_found(text: str, words: Iterable[str]) -> str:
    """The first of these words that the text gives away; "" if none."""
    said, run = set(_words(text)), "".join(_words(text))
    said |= set(_spelled_out(text))
    for word in words:
        if word in said or (word in run and (_WITHOUT_BLANKS.search(word) or (len(word) >= _SHORTEST_RUN and _is_whole(word, text)))):
            return word
    return ""


def holds_address(text: str) -> bool:
    """Whether a mail address, a link, an account's name or a telephone number stands in it."""
    return _ADDRESS.search(unicodedata.normalize("NFKC", text)) is not None


def _words(text: str) -> list[str]:
    # The other half of static/js/proposals.js, which warns while one types.
    return _WORD.findall(unicodedata.normalize("NFC", fold(text)))


def _spelled_out(text: str) -> list[str]:
    """Single letters in a row, as in "G r a c e" or "G.r.a.c.e", as the words they spell."""
    runs: list[str] = [""]
    for word in _words(text):
        runs = [*runs[:-1], runs[-1] + word] if len(word) == 1 else [*runs, ""]
    return [run for run in runs if len(run) >= _SHORTEST_WORD]


def _is_whole(word: str, text: str) -> bool:
    """Whether the letters begin and end where words of the text do, whatever blanks stand in between."""
    words = _words(text)
    for start in range(len(words)):
        run = ""
        for part in words[start:]:
            run += part
            if run == word:
                return True
            if len(run) >= len(word):
                break
    return False
