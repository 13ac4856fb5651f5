"""Words in any alphabet, and where they stand."""

import pytest

from matchmaker.domain.matching.text import main_language, spans_of, stem, terms_of, words_of


def terms(text: str) -> set[str]:
    return set(terms_of(text).counts)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("cafés", "CAFE\u0301"),
        ("Straße", "STRASSE"),
        ("Open Records", "open record"),
        ("Ｒｕｓｔ", "rust"),
        ("مُحَادَثَة", "مُحَادَثَة"),
        ("Ἀθῆναι", "ΑΘΗΝΑΙ"),
        ("Ёлка", "елка"),
    ],
)
def test_one_word_has_one_term_however_it_is_written(one: str, two: str) -> None:
    assert terms(one) == terms(two) != set()


@pytest.mark.parametrize("word", ["हिन्दी", "தமிழ்", "می‌خواهم", "שלום", "ትምህርት", "한국어"])
def test_marks_and_joiners_do_not_cut_a_word(word: str) -> None:
    assert next((found.start, found.end) for found in words_of(f"{word} x")) == (0, len(word))


def test_writing_without_spaces_is_read_in_pairs_of_signs() -> None:
    assert [word.term for word in words_of("Python編程課")] == ["python", "編程", "程課"]
    assert terms("日本語の勉強") & terms("日本語を話す") >= {"日本", "本語"}
    assert [word.term for word in words_of("茶")] == ["茶"]


def test_programming_languages_keep_their_signs() -> None:
    assert terms("C++") == {"c++"}
    assert terms("C#") == {"c#"}
    assert terms("C") == {"c"}


def test_stop_words_go_by_the_language_of_the_text() -> None:
    assert terms("the die and the mould") == {"die", "mould", "die mould"}
    assert terms("ich suche die Form und das Licht") == {"form", "licht", "form licht"}


@pytest.mark.parametrize(
    ("text", "expected"), [("The Who", {"the", "who", "the who"}), ("🎸 ", {"🎸"}), ("!!!", {"!!!"}), ("\x00\u200b \n", set())]
)
def test_a_text_without_a_telling_word_is_still_something(text: str, expected: set[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", "cities", "city"),
        ("en", "networks", "networking"),
        ("de", "datenbanken", "datenbank"),
        ("fr", "chercheuses", "chercheuse"),
        ("es", "libros", "libro"),
        ("it", "libri", "libro"),
        ("pt", "cidades", "cidade"),
        ("nl", "gesprekken", "gesprek"),
    ],
)
def test_endings_are_taken_off_by_language(language: str, one: str, two: str) -> None:
    assert stem(one, language) == stem(two, language)


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert stem("kirjat", "fi") == "kirjat"


def test_a_text_is_stemmed_in_the_language_its_function_words_give_away() -> None:
    assert "netz" in terms("neuronale Netze für die Forschung")


def test_a_tag_without_function_words_is_stemmed_in_the_language_of_the_event() -> None:
    german = main_language(["Wir bauen Brücken aus Holz und suchen Leute", "Ich lese gern über die Geschichte der Stadt", "Rust"])

    assert german == "de"
    assert set(terms_of("Datenbanken", german).counts) == set(terms_of("Datenbank", german).counts)


def test_where_nothing_gives_a_language_away_it_is_english() -> None:
    assert main_language(["Rust", "日本語"]) == "en"


def test_neighbours_that_fired_are_underlined_in_one_stroke() -> None:
    text = "Two hospitals on open  records, records & open-record mistakes"

    fired = [text[start:end] for start, end in spans_of(text, {"open", "record"})]

    assert fired == ["open  records", "records & open-record"]


def test_pairs_of_signs_that_overlap_are_underlined_in_one_stroke() -> None:
    assert spans_of("日本語", {"日本", "本語"}) == ((0, 3),)


def test_only_the_first_twenty_thousand_signs_are_read() -> None:
    assert terms("x" * 5 + " " + "7" * 30_000 + " z") == {"xxxxx", "7" * 19_994, "xxxxx " + "7" * 19_994}
