"""The sentences of a wording: they stand in double brackets, and every language says them in its own words.

``[[Hello {{first_name}}, you are on the list.]]`` is one sentence. ``[[{{count}} person||{{count}} people]]`` is one that goes
by a number: first as it is said of one, then as it is said of many; the slot tells which number. Slots stay open in both.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from matchmaker.domain.followup.wording import Escape, Template, Value, WordingError, fill_in, read_template

_SENTENCE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_BRACKETS = re.compile(r"\[\[|\]\]")
_SLOT = re.compile(r"\{\{(count|days|minutes)\}\}")

Say: TypeAlias = Callable[[str], str]
SayCount: TypeAlias = Callable[[str, str, int], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What English says; `many` and `number` only where it goes by a number."""

    one: str
    many: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """How a language says sentences, and how they are made fit for the part of a letter they stand in."""

    say: Say
    count: SayCount
    escape: Escape


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording in one language, with its slots open."""

    pieces: tuple[Template | Sentence, ...]
    speech: Speech
    allowed: frozenset[str]

    def filled(self, values: Mapping[str, Value], *, escape: Escape) -> str:
        """The words with these values in their slots; see `fill_in`."""
        return "".join(fill_in(self._template(piece, values), values, escape=escape) for piece in self.pieces)

    def _template(self, piece: Template | Sentence, values: Mapping[str, Value]) -> Template:
        if isinstance(piece, Template):
            return piece
        said = self.speech.count(piece.one, piece.many, int(str(values[piece.number])))
        return _checked(self.speech.escape(said), self.allowed)


def sentences_in(text: str) -> Iterator[tuple[int, Sentence]]:
    """Every sentence of a wording with the place where it begins.

    Raises
    ------
    WordingError
        A sentence that goes by a number names none, or not one alone.
    """
    for match in _SENTENCE.finditer(text):
        yield match.start(), _sentence(match[1])


def speak_wording(text: str, speech: Speech, *, allowed: Collection[str]) -> Wording:
    """Say a wording in one language, and check its slots; done once, when it is loaded.

    Raises
    ------
    WordingError
        As `read_template`, and for brackets that belong to no sentence.
    """
    pieces: list[Template | Sentence] = []
    plain, begins = "", 0
    for match in _SENTENCE.finditer(text):
        plain += _plain(text[begins : match.start()])
        begins = match.end()
        sentence = _sentence(match[1])
        if not sentence.many:
            plain += speech.escape(speech.say(sentence.one))
            continue
        pieces += [read_template(plain, allowed=allowed), sentence]
        read_template(sentence.one + sentence.many, allowed=allowed)
        plain = ""
    pieces.append(read_template(plain + _plain(text[begins:]), allowed=allowed))
    return Wording(tuple(pieces), speech, frozenset(allowed))


@lru_cache(maxsize=1024)  # a form of a sentence goes into thousands of letters
def _checked(text: str, allowed: frozenset[str]) -> Template:
    return read_template(text, allowed=allowed)


def _sentence(words: str) -> Sentence:
    one, _, many = (" ".join(part.split()) for part in words.partition("||"))
    numbers = set(_SLOT.findall(many))
    if not many:
        return Sentence(one)
    if len(numbers) != 1:
        raise WordingError(f"This sentence has two forms, so it needs one number: {many}")
    return Sentence(one, many, numbers.pop())


def _plain(text: str) -> str:
    if stray := _BRACKETS.search(text):
        raise WordingError(f"Brackets of no sentence: {text[stray.start() : stray.start() + 40]}")
    return text
