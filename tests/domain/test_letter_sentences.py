"""Sentences in double brackets: each language says them, slots stay open, and nothing else may stand in brackets."""

import html
from collections.abc import Callable

import pytest

from matchmaker.domain.followup.sentences import Sentence, Speech, sentences_in, speak_wording
from matchmaker.domain.followup.wording import WordingError

SLOTS = {"name", "count", "days"}
Forms = Callable[[str, str, int], str]


def speech(says: dict[str, str] | None = None, forms: Forms = lambda one, many, number: one if number == 1 else many) -> Speech:
    return Speech(lambda sentence: (says or {}).get(sentence, sentence), forms, html.escape)


def spoken(text: str, how: Speech, **values: str) -> str:
    return speak_wording(text, how, allowed=SLOTS).filled(values, escape=str.upper)


def test_a_sentence_is_said_in_the_language_and_its_slot_is_filled() -> None:
    german = speech({"Hello {{name}},": "Hallo {{name}},"})

    assert spoken("<p>[[Hello {{name}},]]</p>", german, name="Ada") == "<p>Hallo ADA,</p>"


def test_what_a_translator_writes_is_words_and_never_markup() -> None:
    careless = speech({"Hello": "<b>Hallo & so</b>"})

    assert spoken("<p>[[Hello]]</p>", careless) == "<p>&lt;b&gt;Hallo &amp; so&lt;/b&gt;</p>"


@pytest.mark.parametrize(("number", "said"), [("1", "1 of one"), ("2", "2 of few"), ("7", "7 of many")])
def test_a_sentence_that_goes_by_a_number_takes_the_form_of_the_language(number: str, said: str) -> None:
    forms = {1: "{{count}} of one", 2: "{{count}} of few"}
    polish = speech(forms=lambda _one, _many, count: forms.get(count, "{{count}} of many"))

    assert spoken("[[{{count}} thing||{{count}} things]].", polish, count=number) == f"{said}."


def test_line_breaks_inside_a_sentence_are_blanks_to_translators() -> None:
    assert list(sentences_in("x [[One\n  line]] [[a {{days}}||b {{days}}]]")) == [
        (2, Sentence("One line")),
        (17, Sentence("a {{days}}", "b {{days}}", "days")),
    ]


def test_a_value_that_looks_like_a_sentence_stays_words() -> None:
    loud = speech({"evil": "said"})

    assert spoken("{{name}}", loud, name="[[evil]]") == "[[EVIL]]"


@pytest.mark.parametrize("text", ["[[never closed", "closed only]]", "[[a]] ]]", "[[one||many]]", "[[{{count}}||{{count}} {{days}}]]"])
def test_brackets_of_no_sentence_and_forms_without_a_number_are_refused(text: str) -> None:
    with pytest.raises(WordingError):
        speak_wording(text, speech(), allowed=SLOTS)


@pytest.mark.parametrize("says", ["Hallo {{nam}}", "Hallo {{", "{% if %}"])
def test_a_translation_with_a_slot_that_is_none_is_refused(says: str) -> None:
    with pytest.raises(WordingError):
        speak_wording("[[Hello {{name}}]]", speech({"Hello {{name}}": says}), allowed=SLOTS)
