"""A letter speaks its reader's language in every sentence, runs its way, and counts as it counts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from matchmaker.domain.followup.sentences import sentences_in
from matchmaker.languages import Language, known_languages
from matchmaker.mail.letter import render_letter
from matchmaker.paths import MAIL_TEMPLATES
from tests.invented_languages import BEGIN, END, forget_languages, invent_language, speak_from
from tests.letter_samples import KINDS, SLOT, letter_in, slots_of
from tests.mail.test_letter import GRACE, met_letter

OTHERS = sorted(set(known_languages()) - {"en-GB"})


@pytest.fixture(scope="module")
def invented_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("translations")
    for tag in ("fr", "ar"):
        invent_language(folder, tag)
    return folder


@pytest.fixture
def invented(invented_folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        speak_from(invented_folder, patch)
        yield
    forget_languages()


def words_between(letter: str) -> str:
    """What a reader sees of the HTML part but the words of sentences that were said in the language."""
    seen = re.sub(r"<style>.*?</style>|<title>.*?</title>|<[^>]+>", " ", letter, flags=re.DOTALL)
    return re.sub(rf"{BEGIN}[^{BEGIN}{END}]*{END}", " ", seen)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_every_letter_is_in_a_sentence_that_languages_can_say(invented: None, kind: str) -> None:
    letter = letter_in(kind, "fr", words={})

    for part in (letter.subject, letter.text, letter.html):
        ours = re.sub(r"https://\S+|matchmaker|0815", " ", words_between(part))
        assert re.findall(r"[^\W\d_]+", ours) == []


@pytest.mark.parametrize(("count", "form"), [("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("11", "5"), ("100", "4")])
def test_a_number_takes_one_of_six_forms_in_arabic(invented: None, count: str, form: str) -> None:
    letter = render_letter(
        "met",
        {
            **slots_of("met", "body", {}),
            **slots_of("met", "preview", {}),
            **slots_of("met", "subject", {}),
            "event": "x",
            "more": [{"count": count}],
        },
        language=Language("ar"),
        to_address="a@b.c",
    )

    assert f"{BEGIN}{form}: And {count} more people" in letter.text


def test_a_letter_runs_its_language_s_way_and_fences_off_words_of_the_other(invented: None) -> None:
    letter = met_letter(language=Language("ar"))

    # Twice, as some mail programs keep nothing of a letter but what is inside its body
    assert (letter.html.count('lang="ar"'), letter.html.count('dir="rtl"')) == (2, 2)
    assert "Hello \u2068Ada\u2069," in letter.text
    assert "\u2066+44 20 7946 0000\u2069" in letter.text
    assert "\u2068" not in letter.subject
    assert letter.language == "ar"


def test_a_name_that_runs_the_other_way_keeps_its_place_in_a_sentence_of_ours() -> None:
    english = Language("en-GB")
    join = {"mine_how": "You seek", "mine": "x", "theirs_how": f"{english.fenced('نور')} offers\u202e", "theirs": "y"}

    letter = met_letter(people=[{**GRACE, "joins": [join]}])

    assert "\u2068نور\u2069 offers" in letter.text
    assert "\u2068نور\u2069 offers" in letter.html
    assert "\u202e" not in letter.text + letter.html


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_english_sentence_is_left_in_any_language_of_the_house(tag: str, kind: str) -> None:
    letter = letter_in(kind, tag, words={})

    seen = " ".join((letter.subject, letter.text, words_between(letter.html))).replace("&#x27;", "'")
    assert [english for english in english_of(kind) if english in seen] == []


def english_of(kind: str) -> set[str]:
    """Telling pieces of English between the slots of a letter's sentences."""
    files = [*(MAIL_TEMPLATES / kind).iterdir(), *MAIL_TEMPLATES.glob("_*")]
    sentences = [sentence for file in files for _, sentence in sentences_in(file.read_text("utf-8"))]
    pieces = [piece.strip() for one in sentences for text in (one.one, one.many) for piece in SLOT.split(text)[::2]]
    return {piece for piece in pieces if len(piece) > 8}
