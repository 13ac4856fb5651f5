"""Every language says everything the house says, with the same slots; and everything the house says is marked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from matchmaker.paths import PACKAGE, TRANSLATIONS
from scripts.sentences import collect, faults_of, sentences_in

HOUSE = Path(__file__).resolve().parents[1]
# Their first words are for a person; a Fault's second are.
FOR_A_PERSON = {
    "BadRequestError": 0,
    "SignInNeededError": 0,
    "NotAllowedError": 0,
    "NotOpenError": 0,
    "TooLargeError": 0,
    "WrongKindError": 0,
    "ConflictError": 0,
    "TooManyError": 0,
    "Refused": 0,
    "Fault": 1,
}


@pytest.fixture(scope="module")
def said() -> Catalog:
    return collect(HOUSE)


@pytest.mark.parametrize("file", sorted(TRANSLATIONS.glob("*.po")), ids=lambda file: file.stem)
def test_a_language_says_everything_with_the_same_slots(file: Path, said: Catalog) -> None:
    assert list(faults_of(sentences_in(file), said)) == []


def test_planted_faults_are_found() -> None:
    said = Catalog()
    for words in ("Hello %(name)s", "Gone %(name)s", "Fine", ("%(num)s cat", "%(num)s cats"), "Unsure"):
        said.add(words, locations=[("page.html", 1)])
    german = Catalog(locale="de")
    german.add("Hello %(name)s", "Hallo %(nam)s")
    german.add("Fine", "Gut ")
    german.add(("%(num)s cat", "%(num)s cats"), ("%(num)s Katze", ""))
    german.add("Unsure", "Unsicher", flags=["fuzzy"])
    german.add("Old", "Alt")

    assert sorted(faults_of(german, said)) == [
        "does not say %(num)s cat | %(num)s cats",
        "fills other slots: Hello %(name)s -> Hallo %(nam)s",
        "has a blank at an end: 'Gut '",
        "is unsure about Unsure",
        "keeps Old, which nobody says any more",
        "lacks Gone %(name)s (page.html)",
    ]


def bare_sentences(source: str) -> Iterator[str]:
    """Words for a person that no N_ marks, so that no language could say them."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FOR_A_PERSON):
            continue
        place = FOR_A_PERSON[node.func.id]
        words = node.args[place] if len(node.args) > place else None
        if isinstance(words, ast.Constant) and isinstance(words.value, str):
            yield words.value


def test_a_planted_bare_sentence_is_found() -> None:
    source = 'raise ConflictError("Taken.")\nFault("name", "Too long.")\nFault("name", N_("Fine."))\nConflictError(sentence)'

    assert sorted(bare_sentences(source)) == ["Taken.", "Too long."]


def test_every_sentence_for_a_person_is_marked() -> None:
    bare = {
        str(file.relative_to(PACKAGE)): found
        for file in sorted(PACKAGE.rglob("*.py"))
        if (found := list(bare_sentences(file.read_text(encoding="utf-8"))))
    }

    assert bare == {}
