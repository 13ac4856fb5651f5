"""What an attendee answers about themself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.interests.answers import Choice, InterestAnswers, KnownWords, RawAnswers, read_answers
from matchmaker.domain.interests.form import read_form
from matchmaker.domain.interests.order import moved
from matchmaker.domain.interests.progress import QUESTIONS, next_question, progress_of
from matchmaker.domain.interests.suggest import suggest_tags
from matchmaker.domain.interests.tags import TECH, KnownTag, read_tags, tag_key, tag_line

LABELS = KnownWords({7: "Rust", 9: "Open maps"}, {"rustlang": 7}, {"walisisch": "cy"})


def test_tags_and_own_words_are_equal_and_each_stands_once() -> None:
    raw = RawAnswers(tags={"talk": ["7", "7"]}, words={"talk": ["  ruST ", "Old  maps of the coast", ""], "seek": ["open maps"]})

    answers = read_answers(raw, LABELS)

    assert answers.talk == (Choice("Rust", 7), Choice("Old maps of the coast"))
    assert answers.seek == (Choice("Open maps", 9),)
    assert answers.faults == ()


def test_a_tag_of_another_event_is_not_chosen() -> None:
    answers = read_answers(RawAnswers(tags={"talk": ["8", "-7", "seven", "７", "9" * 5000]}, words={}), LABELS)

    assert answers.talk == ()


def test_every_fault_is_named_and_what_was_typed_stays() -> None:
    raw = RawAnswers(
        tags={},
        words={"talk": ["w" * 141], "offer": [f"offer {n}" for n in range(13)]},
        headline="h" * 141,
        bio="b" * 2001,
        stage="9",
        languages="English, Klingonish",
    )

    answers = read_answers(raw, LABELS)

    assert [fault.field for fault in answers.faults] == ["talk", "offer", "headline", "bio", "languages"]
    assert (len(answers.offer), answers.headline, answers.stage, answers.languages) == (13, "h" * 141, None, ("en",))


def test_languages_are_few_enough_to_read() -> None:
    tags = [f"en-{first}{second}aa" for first in "abcde" for second in "abcde"]

    answers = read_answers(RawAnswers({}, {}, languages=", ".join(tags[:21])), LABELS)

    assert [(fault.field, fault.values) for fault in answers.faults] == [("languages", {"count": 21, "most": 20})]
    assert read_answers(RawAnswers({}, {}, languages=", ".join(tags[:20])), LABELS).faults == ()


@given(st.text(max_size=300), st.text(max_size=2400), st.text(max_size=60), st.text(max_size=60))
def test_any_text_gives_answers_or_faults(words: str, bio: str, stage: str, languages: str) -> None:
    answers = read_answers(
        RawAnswers({"talk": [stage]}, {"seek": [words]}, headline=words, bio=bio, stage=stage, languages=languages), LABELS
    )

    assert all("\x00" not in choice.text and "\n" not in choice.text for choice in answers.seek)
    assert answers.stage in {None, 0, 1, 2, 3, 4, 5}
    assert len(answers.bio) <= 2000 or any(fault.field == "bio" for fault in answers.faults)


def test_the_progress_asks_for_what_helps_most() -> None:
    empty = progress_of(read_answers(RawAnswers({}, {}), LABELS), has_photo=False)
    half = progress_of(read_answers(RawAnswers({"talk": ["7"]}, {"offer": ["A second opinion"]}), LABELS), has_photo=False)
    raw = RawAnswers({"talk": ["7"], "seek": ["9"]}, {"offer": ["Time"]}, headline="Maps", bio="I draw.", stage="2", languages="English")
    whole = progress_of(read_answers(raw, LABELS), has_photo=True)

    assert (empty.percent, empty.seconds_left, empty.next_question) == (
        0,
        105,
        "Say what you are looking for; it brings the best people.",
    )
    assert (half.percent, half.asks.field if half.asks else "") == (40, "seek")
    assert (whole.percent, whole.seconds_left, whole.next_question, whole.asks) == (100, 0, "", None)
    assert sum(question.share for question in QUESTIONS) == 100


def test_questions_come_in_the_order_of_their_use_and_may_be_put_off() -> None:
    asked: list[str] = []
    while (question := next_question(asked)) is not None:
        asked.append(question.field)

    assert asked == ["seek", "offer", "talk", "headline", "languages", "bio", "stage", "photo"]
    later = next_question(set(asked) - {"bio", "photo"}, {"bio"})
    assert later is not None
    assert later.field == "photo"


def test_a_pasted_list_is_read_in_any_shape() -> None:
    tags = read_tags("• Rust\n- Open maps, ＲＵＳＴ;\n\n#Choirs ")

    assert tags.labels == ("Rust", "Open maps", "Choirs")


def test_the_ready_list_has_forty_different_tags() -> None:
    assert len({tag_key(tag) for tag in TECH}) == len(TECH) == 40
    assert read_tags("\n".join(TECH)).labels == TECH


def test_a_line_may_name_other_words_for_a_tag() -> None:
    tags = read_tags("Rust, Choirs\nPostgreSQL = Postgres, psql; PSQL, postgresql\nOpen maps =")

    assert tags.labels == ("Rust", "Choirs", "PostgreSQL", "Open maps")
    assert tags.synonyms == {"PostgreSQL": ("Postgres", "psql")}
    assert tags.faults == ()


def test_a_word_stands_for_one_tag_alone() -> None:
    tags = read_tags("Maps = GIS, Rust\nRust\nData = gis")

    assert [str(fault) for fault in tags.faults] == [
        "“Rust” would stand for two interests. Leave it with one of them.",
        "“gis” would stand for two interests. Leave it with one of them.",
    ]
    many = read_tags("Maps = " + ", ".join(f"word {number}" for number in range(13)))
    assert [str(fault) for fault in many.faults] == ["“Maps” has 13 other words; 12 is the most."]


def test_a_tag_is_written_as_it_is_read() -> None:
    line = tag_line(KnownTag(3, "PostgreSQL", ("Postgres", "psql")))

    assert (line, tag_line(KnownTag(4, "Rust"))) == ("PostgreSQL = Postgres, psql", "Rust")
    assert read_tags(line).synonyms == {"PostgreSQL": ("Postgres", "psql")}


def test_another_word_for_a_tag_chooses_the_tag() -> None:
    answers = read_answers(RawAnswers({}, {"talk": ["ＲustLang", "Choirs"], "seek": ["Rust", "rustlang"]}), LABELS)

    assert answers.talk == (Choice("Rust", 7), Choice("Choirs"))
    assert answers.seek == (Choice("Rust", 7),)


def test_the_order_is_the_one_given_and_what_is_new_stands_behind() -> None:
    raw = RawAnswers({"talk": ["7", "9"]}, {"talk": ["Old maps", "New"]}, order={"talk": ["old  MAPS", "Nobody's", "Open maps"]})

    texts = [choice.text for choice in read_answers(raw, LABELS).talk]

    assert texts == ["Old maps", "Open maps", "Rust", "New"]


def test_moving_goes_one_place_and_stops_at_the_ends() -> None:
    choices = (Choice("a"), Choice("b"), Choice("c"))

    def texts(text: str, by: int) -> str:
        return "".join(choice.text for choice in moved(choices, text, by=by))

    assert [texts("B", -1), texts("b", 1), texts("a", -1), texts("c", 1), texts("nobody", 1)] == ["bac", "acb", "abc", "abc", "abc"]


def test_a_form_changes_only_the_fields_it_asks_for() -> None:
    so_far = InterestAnswers(talk=(Choice("Old maps"),), headline="Draws", remote=True, hidden=("bio",), pronouns="they", stage=3)
    form = read_form(
        [("fields", "headline  pronouns nonsense id"), ("headline", "Draws engines"), ("talk_words", "Planted"), ("stage", "1")]
    )

    answers = read_answers(form, LABELS, so_far)

    assert answers == InterestAnswers(talk=(Choice("Old maps"),), headline="Draws engines", remote=True, hidden=("bio",), stage=3)


def test_languages_have_levels_and_are_known_by_the_name_on_the_page() -> None:
    lines = [("language", "Walisisch"), ("language", ""), ("language", "English"), ("language", "Irish")]
    levels = [("language_level", level) for level in ("little", "first", "godlike", "fluent")]

    answers = read_answers(read_form([("fields", "languages"), *lines, *levels]), LABELS)

    assert (answers.languages, dict(answers.levels)) == (("cy", "en", "ga"), {"cy": "little", "ga": "fluent"})


def test_closed_lists_take_nothing_else() -> None:
    pairs = [("fields", "approach hidden stage wants_few"), ("approach", "shout"), ("hidden", "name"), ("hidden", "photo"), ("stage", "9")]

    answers = read_answers(read_form([*pairs, ("wants_few", "yes")]), LABELS)

    assert (answers.approach, answers.hidden, answers.stage, answers.wants_few) == ("", ("photo",), None, False)


def test_what_is_too_long_is_named() -> None:
    pairs = [("fields", "pronouns name_sounds"), ("pronouns", "p" * 41), ("name_sounds", "s" * 121)]

    assert [fault.field for fault in read_answers(read_form(pairs), LABELS).faults] == ["pronouns", "name_sounds"]


TYPING = (
    KnownTag(1, "Machine learning", ("ML", "AI")),
    KnownTag(2, "PostgreSQL", ("Postgres", "psql")),
    KnownTag(3, "Open-source maps"),
    KnownTag(4, "Straße"),
    KnownTag(5, "Learning to learn"),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lea", [(5, ""), (1, "")]),
        ("psq", [(2, "psql")]),
        ("POST", [(2, "")]),
        ("ｍｌ", [(1, "ML")]),
        ("source", [(3, "")]),
        ("ource", [(3, "")]),
        ("strasse", [(4, "")]),
        ("  ", []),
        ("choirs", []),
    ],
)
def test_typing_finds_beginnings_first_and_then_anything(typed: str, found: list[tuple[int, str]]) -> None:
    assert [(one.id, one.synonym) for one in suggest_tags(typed, TYPING)] == found
