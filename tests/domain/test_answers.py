"""What an attendee answers about themself."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.interests.answers import Choice, RawAnswers, read_answers
from matchmaker.domain.interests.progress import progress_of
from matchmaker.domain.interests.tags import TECH, read_tags, tag_key

LABELS = {7: "Rust", 9: "Open maps"}


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
    empty = progress_of(read_answers(RawAnswers({}, {}), LABELS))
    half = progress_of(read_answers(RawAnswers({"talk": ["7"]}, {"offer": ["A second opinion"]}), LABELS))
    whole = progress_of(
        read_answers(RawAnswers({"talk": ["7"], "seek": ["9"]}, {"offer": ["Time"]}, headline="Maps", bio="I draw."), LABELS)
    )

    assert (empty.percent, empty.seconds_left, empty.next_question) == (0, 70, "Choose two or three things you like to talk about.")
    assert (half.percent, half.next_question) == (45, "Say what you are looking for; it brings the best people.")
    assert (whole.percent, whole.seconds_left, whole.next_question) == (100, 0, "")


def test_a_pasted_list_is_read_in_any_shape() -> None:
    tags = read_tags("• Rust\n- Open maps, ＲＵＳＴ;\n\n#Choirs ")

    assert tags.labels == ("Rust", "Open maps", "Choirs")


def test_the_ready_list_has_forty_different_tags() -> None:
    assert len({tag_key(tag) for tag in TECH}) == len(TECH) == 40
    assert read_tags("\n".join(TECH)).labels == TECH
