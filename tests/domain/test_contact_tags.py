"""Tags as people type them."""

from matchmaker.domain.contacts.tags import read_tags, tag_faults


def test_commas_of_every_keyboard_part_tags_and_each_stays_once_in_its_first_spelling() -> None:
    assert read_tags(["Fife, vans,, #rust ", "FIFE", "été、radio،راديو；x", " , "]) == (
        "Fife",
        "vans",
        "rust",
        "été",
        "radio",
        "راديو",
        "x",
    )


def test_signs_that_hide_or_turn_text_are_gone() -> None:
    assert read_tags(["a\u202eb", "\x00", "two   words"]) == ("a b", "two words")


def test_what_is_too_long_or_too_much_is_said_all_at_once() -> None:
    tags = ("x" * 41, "y" * 50, *(f"tag{number}" for number in range(11)))

    assert [str(fault) for fault in tag_faults(tags)] == [
        f"“{'x' * 40}” is too long for a tag: at most 40 characters fit.",
        f"“{'y' * 40}” is too long for a tag: at most 40 characters fit.",
        "At most 12 tags fit one person.",
    ]
    assert tag_faults(tuple(f"tag{number}" for number in range(12))) == []
