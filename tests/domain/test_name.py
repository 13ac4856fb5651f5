"""What people write where their name belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.signin.name import LONGEST_NAME, read_name
from matchmaker.errors import BadInputError


def read(text: str) -> tuple[str, list[str]]:
    """The name, or no name and the sentences."""
    try:
        return read_name(text), []
    except BadInputError as wrong:
        return "", [str(fault) for fault in wrong.faults]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t Lovelace\n", "Ada Lovelace"),
        ("Ada\r\nBcc: eve@evil.example", "Ada Bcc: eve@evil.example"),
        ("Ada\u2028\x0b\x1c\x85Lovelace", "Ada Lovelace"),
        ("\u202eadA", "adA"),
        ("Zoe\u0308", "Zoë"),
        ("李", "李"),
        ("نگین\u200cسادات", "نگین\u200cسادات"),
        ("O'Brien-Müller, Dr. 3rd", "O'Brien-Müller, Dr. 3rd"),
    ],
)
def test_a_name_is_kept_on_one_line_as_its_owner_spells_it(written: str, name: str) -> None:
    assert read_name(written) == name


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Type your name, as people call you."),
        (" \x00\u200b ", "Type your name, as people call you."),
        ("—", "The name has no letter in it. Type it as people call you."),
        ("a" * (LONGEST_NAME + 1), "The name is longer than 120 characters. Shorten it to what people call you."),
    ],
)
def test_a_fault_says_what_is_wrong(written: str, sentence: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_name(written, field="who")

    assert [(fault.field, str(fault)) for fault in caught.value.faults] == [("who", sentence)]


@given(st.text(max_size=200))
def test_any_text_gives_one_printable_line_or_a_sentence(text: str) -> None:
    name, sentences = read(text)

    assert (len(sentences), all(sentence.endswith(".") for sentence in sentences)) == (0 if name else 1, True)
    assert name == (read_name(name) if name else "")
    assert len(name.splitlines()) <= 1
    assert "\x00" not in name
