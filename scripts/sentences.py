"""What the house says, collected from its sources, and whether a language says all of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from matchmaker.domain.followup.sentences import sentences_in as sentences_in_wording

KEYWORDS = {"_": None, "N_": None, "gettext": None, "say": None, "ngettext": (1, 2)}
NUMBERS = ("num", "count", *(f"{{{{{name}}}}}" for name in ("count", "days", "minutes")))
MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|\[\[|\]\]|\|\||{%|{#")
SLOT = re.compile(r"%\((\w+)\)[sd]|%%|{{\s*\w+\s*}}|{\w+}")


def collect(house: Path) -> Catalog:
    """Every marked sentence of templates and Python sources; babel.cfg says where they stand."""
    with (house / "babel.cfg").open() as opened:
        methods, options = parse_mapping_cfg(opened)
    said = Catalog()
    for folder in ("matchmaker", "templates"):
        found = extract_from_dir(
            house / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if pattern.startswith(f"{folder}/")],
            {pattern.removeprefix(f"{folder}/"): chosen for pattern, chosen in options.items()},
            keywords=KEYWORDS,
        )
        for name, line, words, _comments, context in found:
            said.add(words, None, [(f"{folder}/{name}", line)], context=context)
    return said


def letter_sentences(
    opened: IO[bytes],
    _keywords: object,
    _comment_tags: object,
    options: object,  # noqa: ARG001  named by Babel
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """What a file of templates/mail says, as Babel's extractors hand it over."""
    text = opened.read().decode("utf-8")
    for place, sentence in sentences_in_wording(text):
        line = text.count("\n", 0, place) + 1
        yield (line, "ngettext", (sentence.one, sentence.many), []) if sentence.many else (line, "_", sentence.one, [])


def faults_of(catalog: Catalog, said: Catalog) -> Iterator[str]:
    """What a language lacks, says too much, or says with other slots than the English."""
    known = {message.id: message for message in catalog if message.id}
    wanted = {message.id: message for message in said if message.id}
    plurals = get_plural(catalog.locale)
    if catalog.num_plurals != plurals.num_plurals:
        yield f"has {catalog.num_plurals} plural forms, the language {plurals.num_plurals}"
    for words in wanted.keys() - known.keys():
        yield f"lacks {_shown(words)} ({wanted[words].locations[0][0]})"
    for words in known.keys() - wanted.keys():
        yield f"keeps {_shown(words)}, which nobody says any more"
    for words in wanted.keys() & known.keys():
        yield from _faults_of_message(known[words], plurals.num_plurals)


def _faults_of_message(message: Message, forms: int) -> Iterator[str]:
    english, strings = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield f"is unsure about {_shown(message.id)}"
    if message.pluralizable and len(strings) != forms:
        yield f"has {len(strings)} forms instead of {forms} of {_shown(message.id)}"
    for string in strings:
        if not string:
            yield f"does not say {_shown(message.id)}"
            return
        if not _fits(_slots(string), [_slots(one) for one in english]):
            yield f"fills other slots: {_shown(message.id)} -> {string}"
        if _markup(string) - set().union(*map(_markup, english)):
            yield f"has marks of a template that the English lacks: {string}"
        if string.strip() != string and english[-1].strip() == english[-1]:
            yield f"has a blank at an end: {string!r}"


def _fits(slots: list[str], english: list[list[str]]) -> bool:
    """A form for exactly one or two may say the number in words."""
    return any(sorted([*slots, *unsaid]) in english for unsaid in ([], *([name] for name in NUMBERS)))


def _slots(text: str) -> list[str]:
    return sorted(match.group(1) or match.group() for match in SLOT.finditer(text))


def _markup(text: str) -> set[str]:
    """Signs that a page or a letter would take for its own, such as a tag or the end of a sentence."""
    return set(MARKUP.findall(text))


def _forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (list, tuple)) else (str(words or ""),)


def _shown(words: object) -> str:
    return " | ".join(_forms(words))


def sentences_in(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=file.stem)
