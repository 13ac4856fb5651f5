"""When two ways of writing an address are one person, and when they are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.signin.address import LONGEST_ADDRESS, address_key, limit_address
from matchmaker.errors import BadInputError

NAMES = st.from_regex(r"[a-z0-9]([a-z0-9_-]{0,10}[a-z0-9])?", fullmatch=True)
ADDRESSES = st.builds("{}@{}.example".format, NAMES, st.from_regex(r"[a-z]{1,10}", fullmatch=True))


def read(text: str) -> tuple[str, list[str]]:
    """The key, or no key and the sentences."""
    try:
        return address_key(text), []
    except BadInputError as wrong:
        return "", [str(fault) for fault in wrong.faults if fault.field == "email"]


def sentence_for(text: str) -> str:
    key, sentences = read(text)
    assert key == ""
    return sentences[0]


@pytest.mark.parametrize(
    "written",
    [
        "ada@tidepool.example",
        "Ada@Tidepool.Example",
        "  ada@tidepool.example\r\n",
        "\u00a0ada@tidepool.example\u2003",
        "\ufeffada@tidepool.example\u200b",
        "ａｄａ＠ｔｉｄｅｐｏｏｌ．ｅｘａｍｐｌｅ",
        "<ada@tidepool.example>,",
        '"ada@tidepool.example"',
    ],
)
def test_case_blanks_and_compatibility_forms_are_one_address(written: str) -> None:
    assert address_key(written) == "ada@tidepool.example"


@pytest.mark.parametrize("other", ["ad.a@tidepool.example", "ada+x@tidepool.example", "ada@tidepool.example.org", "adá@tidepool.example"])
def test_nothing_else_is_merged(other: str) -> None:
    assert read(other)[0] != "ada@tidepool.example"


def test_a_dotless_i_is_another_letter_than_i() -> None:
    assert address_key("ada@ılgaz.example") != address_key("ada@ilgaz.example")
    assert sentence_for("fatıh@tidepool.example").startswith("“fatıh@tidepool.example” has a letter before the @")


def test_a_dotted_capital_i_does_not_become_i() -> None:
    assert sentence_for("İbo@tidepool.example").startswith("“İbo@tidepool.example” has a letter before the @")


def test_a_domain_in_any_script_is_kept_in_the_form_that_mail_uses() -> None:
    assert address_key("ada@Bücher.example") == address_key("ada@xn--bcher-kva.example") == "ada@xn--bcher-kva.example"
    assert address_key("ada@straße.example") != address_key("ada@strasse.example")


@given(ADDRESSES)
def test_the_key_of_a_key_is_the_key(address: str) -> None:
    key = address_key(address.upper())

    assert key == address_key(key) == address


@given(st.text(max_size=60))
def test_any_text_gives_a_key_or_one_sentence(text: str) -> None:
    key, sentences = read(text)

    assert (len(sentences), all(sentence.endswith(".") for sentence in sentences)) == (0 if key else 1, True)
    assert key == (address_key(key) if key else "")
    assert key.isascii()
    assert unicodedata.normalize("NFKC", key.lower()) == key


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Type your e-mail address."),
        ("  \u200b ", "Type your e-mail address."),
        ("ada", "The address has no @. It looks like ada@example.org."),
        ("ada@tidepool", "The address has no ending, such as .org."),
        ("ada@tidepool.", "The address has no ending, such as .org."),
        ("ada lovelace@tidepool.example", "The address has a space in it. Take it out and try again."),
        ("a" * LONGEST_ADDRESS + "@tidepool.example", "The address is longer than the 254 characters that mail allows."),
        ("ada@tide..pool.example", "Mail can’t reach “ada@tide..pool.example”. Look it over for a slip of the finger."),
        ("a" * 70 + "@x.example", f"Mail can’t reach “{'a' * 59}…”. Look it over for a slip of the finger."),
        ("ada\x00@tidepool.example", "Mail can’t reach “ada\x00@tidepool.example”. Look it over for a slip of the finger."),
    ],
)
def test_a_fault_says_what_is_wrong(written: str, sentence: str) -> None:
    assert sentence_for(written) == sentence


@pytest.mark.parametrize("written", ["ada@tidepool.example\r\nBcc: eve@evil.example", "ada@x.example,eve@evil.example", "a@[127.0.0.1]"])
def test_no_address_smuggles_a_second_one_in(written: str) -> None:
    assert sentence_for(written)


def test_the_fault_belongs_to_the_field_that_was_asked() -> None:
    with pytest.raises(BadInputError) as caught:
        address_key("ada", field="owner")

    assert caught.value.faults[0].field == "owner"


@given(NAMES, st.from_regex(r"[a-z0-9+]{0,10}", fullmatch=True))
def test_plus_tags_are_counted_with_their_mailbox(name: str, tag: str) -> None:
    assert limit_address(f"{name}+{tag}@tidepool.example") == f"{name}@tidepool.example"


def test_a_mailbox_that_begins_with_plus_is_its_own() -> None:
    assert limit_address("+ada@tidepool.example") == "+ada@tidepool.example"
