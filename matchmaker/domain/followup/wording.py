"""Letters are filled in once, from a closed list of slots; what people wrote is never read as a template."""

import html
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

SLOT = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
# What looks like a slot or like another template language, but is none of our slots.
STRAY = re.compile(r"\{\{[^{}\n]{0,80}(?:\}\})?|\}\}|\{[%#]")

LONGEST_SUBJECT = 150

# Where mail programs begin to see an address: behind "https:", around "@", and at dots between letters in any script's shape.
# "10.30" and "3.11" keep their dot. The sign put there has no width and allows no break: the words look as they were written.
_DOTS = "[.\u3002\uff0e\uff61]"
_LINK_SIGNS = re.compile(r"[:@.\u3002\uff0e\uff61]")  # without one of them there is no joint to look for
_LINK_JOINT = re.compile(rf":(?=/)|(?<=[^\W\d_]):(?=\S)|(?<=[^\W\d]){_DOTS}(?=[^\W_])|(?<=\d){_DOTS}(?=[^\W\d_])|@(?=\w)")
WORD_JOINER = "\u2060"


class WordingError(ValueError):
    """A template asks for something that is not on its list of slots; a mistake of whoever wrote the template."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Text that is already fit for the part it goes into, such as a link we made ourselves."""

    text: str


Escape: TypeAlias = Callable[[str], str]
Value: TypeAlias = str | Ready


@dataclass(frozen=True, slots=True)
class Template:
    """A wording that was checked against its list of slots.

    `pieces` is it cut at its slots: words, name, words, name, … words.
    """

    text: str
    slots: frozenset[str]
    pieces: tuple[str, ...]


def read_template(text: str, *, allowed: Collection[str]) -> Template:
    """Check a wording once, when it is loaded.

    Parameters
    ----------
    text : str
        The wording, with slots such as ``{{first_name}}``.
    allowed : collection of str
        The closed list of slots this wording may use.

    Raises
    ------
    WordingError
        A slot is not on the list, or braces stand there that are no slot; the sentence names all of them.
    """
    faults = faults_in(text, allowed=allowed)
    if faults:
        raise WordingError("These are no slots of this letter: " + ", ".join(faults))
    return Template(text, frozenset(SLOT.findall(text)), tuple(SLOT.split(text)))


def faults_in(text: str, *, allowed: Collection[str]) -> list[str]:
    """Everything in a wording that looks like a slot and is none, in reading order, each once."""
    unknown = [match[0] for match in SLOT.finditer(text) if match[1] not in allowed]
    stray = [match[0] for match in STRAY.finditer(SLOT.sub("", text))]
    return list(dict.fromkeys(unknown + stray))


def fill_in(template: Template | str, values: Mapping[str, Value], *, escape: Escape) -> str:
    """Put the values into their slots, in one pass, so that a value that looks like a slot stays words.

    Parameters
    ----------
    template : Template or str
        A wording whose slots are names without attribute access.
    values : mapping of str to str or Ready
        One value for each slot of the wording; a `Ready` one is put in as it is.
    escape : callable
        How somebody's words are made fit for this part of a letter: `escape_text`, `escape_html` or `escape_subject`.

    Raises
    ------
    KeyError
        A slot of the wording has no value.
    """
    pieces = list(template.pieces if isinstance(template, Template) else SLOT.split(template))
    for place in range(1, len(pieces), 2):
        value = values[pieces[place]]
        pieces[place] = value.text if isinstance(value, Ready) else escape(value)
    return "".join(pieces)


def escape_text(value: str) -> str:
    """Words for the text part: no control signs but the line break, nothing that mail programs turn into a link."""
    shown = value if value.isprintable() else "\n".join(_visible(line) for line in _lines(value))
    return _without_links(shown) if _LINK_SIGNS.search(shown) else shown


def escape_html(value: str) -> str:
    """Words for the HTML part: no markup, no link; line breaks stay visible."""
    return html.escape(escape_text(value)).replace("\n", "<br>")


def escape_subject(value: str) -> str:
    """Words for one header line: every control sign and line break becomes a blank, and the length has an end."""
    line = " ".join(_visible(value).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _lines(value: str) -> list[str]:
    return re.split(r"\r\n|[\r\n]", value)


def _visible(value: str) -> str:
    if value.isprintable():  # nearly all words are: none of their signs hides, turns or breaks text
        return value
    return "".join(sign if _may_stay(sign) else " " for sign in value)


@lru_cache(4096)
def _may_stay(sign: str) -> bool:
    # Joiners shape letters in Persian, Hindi and emoji; every other control and format sign hides, turns or breaks text.
    return sign in "\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _without_links(value: str) -> str:
    return _LINK_JOINT.sub(lambda joint: WORD_JOINER + joint[0] + WORD_JOINER, value)
